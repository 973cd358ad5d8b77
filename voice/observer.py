"""What can be watched while the assistant runs: by the terminal, a rehearsal, a test."""

from floe.errors import FloeError
from intents.intent import Intent
from voice.session.event import Event
from voice.session.phase import Snapshot


class Observer:
    """Is told what happens, when it happens; clocks are the sound's, in seconds.

    It does nothing about any of it: whoever watches overrides what is of interest.
    """

    def sound(self, heard: bytes, played: bytes, cleaned: bytes) -> None:
        """A block was heard and one played; ``cleaned`` is what the recogniser is given."""

    def heard(self, intent: Intent) -> None:
        """A command was accepted."""

    def pressed(self, intent: Intent) -> None:
        """A command was given by hand."""

    def missed(self, text: str, start: float, end: float) -> None:
        """Words were heard that are no command."""

    def said(self, key: str, text: str, clock: float) -> None:
        """Floe begins to speak a prompt."""

    def spoke(self, key: str, clock: float) -> None:
        """Floe has spoken a prompt to its end; one that is cut off never gets here."""

    def event(self, event: Event) -> None:
        """An event was committed to the journal."""

    def phase(self, phase: str, clock: float) -> None:
        """The session is in a phase, which may be the one it was in before."""

    def failed(self, error: FloeError) -> None:
        """A part has failed; the session knows and goes on as well as it can."""

    def unspoken(self, text: str) -> None:
        """Floe has something to say, and no sound or no voice to say it with."""

    def noted(self, text: str) -> None:
        """Something for who looks at the screen, and for nobody to hear."""

    def stands(self, snapshot: Snapshot, speaking: str, clock: float) -> None:
        """The session stands so, and Floe says ``speaking``; told with each block of sound."""
