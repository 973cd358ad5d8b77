"""Floe on the real microphone and loudspeaker; a rehearsal uses nothing of this.

`command` puts the parts together for ``floe``, and `loop` moves the sound while devices come and
go. What else only a live run needs is here too: the watchdog, the notifications of the desktop, and
the log of failures.
"""
