"""Whole sessions with a simulated person, in a simulated room, on the audio's own clock.

Begin with `rehearsal`, which runs a scenario. Recogniser, session and voice are the real ones:
`room` stands in for the sound devices, and `scenario` says what the person does. `replay` hears a
recording again. `log` is what happened; `transcript`, `timeline` and `conversation` show it.
"""
