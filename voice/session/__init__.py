"""The session as a pure state machine: what is heard and the passing of time in, acts out.

`Controller` is the way in. It hands what is heard to `Dialogue`, which gives it to the question
that waits for an answer (see `voice.session.questions`), or else to the part of the session that
it concerns; all parts share one `Context`. Nothing here knows sound, clocks, files or threads.
"""
