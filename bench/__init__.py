"""What Floe is measured by: `python -m bench SPEECH` prints every figure of the README."""
