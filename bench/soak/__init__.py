"""A day in a house, in audio time: one assistant hears noise, talk, its own prompts and sessions.

``python -m bench.soak SPEECH`` runs it and prints a row an hour. `house` is what the microphone
hears, `resident` is who holds the sessions there, and `diary` is what is kept of it.
"""
