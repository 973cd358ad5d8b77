"""Recordings for bug reports: the sound and what was decided, only when the user asks for it.

Begin with `recording`, the subscriber that keeps it. `account` says what is kept, `codec` how that
is written, and `file` what the file looks like. `voice.rehearsal.replay` plays a recording again.
"""
