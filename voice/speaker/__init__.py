"""The voice: text to samples in a process of its own, and samples to playback blocks."""
