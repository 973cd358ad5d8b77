"""Whether a command is meant for Floe, where it is asked to listen for a wake phrase."""

from intents.intent import URGENT, Intent
from voice.session.phase import Phase

_SECONDS = 8.0
"""Seconds after Floe's last word in which a person goes on without the wake phrase."""


class Attention:
    """Remembers when Floe spoke last, for its listener may answer without the wake phrase."""

    def __init__(self, wake: str | None) -> None:
        """Ask for ``wake`` at the beginning of commands outside a session; None asks for none."""
        self._wake = wake
        self._spoke = float("-inf")

    def speaking(self, now: float) -> None:
        """Take note that Floe is speaking; ``now`` is the clock's seconds."""
        self._spoke = now

    def is_given_to(self, intent: Intent, phase: Phase, now: float) -> bool:
        """Return whether a command is meant for Floe; one that is urgent always is."""
        if self._wake is None or phase is not Phase.IDLE:
            return True
        answering = now - self._spoke < _SECONDS
        addressed = f"{intent.text} ".startswith(f"{self._wake} ")
        return answering or addressed or intent.name in URGENT
