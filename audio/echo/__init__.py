"""The echo path: Floe's own voice out of what the microphone hears."""
