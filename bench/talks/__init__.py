"""Whole sessions with people who talk in their own words: ``python -m bench.talks``.

`talker` is a writer of the corpus whom nothing has learnt from, `ear` is how Floe takes in what
they say, as text or as sound, and `conversation` is one session between the two.
"""
