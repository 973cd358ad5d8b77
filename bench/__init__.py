"""What Floe is measured by: `python -m bench SPEECH` prints every figure of docs/accuracy.md.

With `--out DIR` it draws them too, and `--only PART` measures a part."""
