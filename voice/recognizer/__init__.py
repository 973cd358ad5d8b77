"""Speech to text by libvosk, and when an utterance is decided."""
