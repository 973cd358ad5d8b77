"""Several observers, told the same."""

from floe.errors import FloeError
from intents.intent import Intent
from voice.observer import Observer
from voice.session.event import Event
from voice.session.phase import Snapshot


class Observers(Observer):
    """Tells each of several observers what it is told, in their order."""

    def __init__(self, *observers: Observer) -> None:
        self._observers = observers

    def sound(self, heard: bytes, played: bytes, cleaned: bytes) -> None:
        """Hand a block on."""
        for one in self._observers:
            one.sound(heard, played, cleaned)

    def heard(self, intent: Intent) -> None:
        """Hand a command on."""
        for one in self._observers:
            one.heard(intent)

    def pressed(self, intent: Intent) -> None:
        """Hand on a command by hand."""
        for one in self._observers:
            one.pressed(intent)

    def missed(self, text: str, start: float, end: float) -> None:
        """Hand on words that are no command."""
        for one in self._observers:
            one.missed(text, start, end)

    def said(self, key: str, text: str, clock: float) -> None:
        """Hand on that a prompt begins."""
        for one in self._observers:
            one.said(key, text, clock)

    def spoke(self, key: str, clock: float) -> None:
        """Hand on that a prompt was spoken to its end."""
        for one in self._observers:
            one.spoke(key, clock)

    def event(self, event: Event) -> None:
        """Hand an event on."""
        for one in self._observers:
            one.event(event)

    def phase(self, phase: str, clock: float) -> None:
        """Hand the phase on."""
        for one in self._observers:
            one.phase(phase, clock)

    def failed(self, error: FloeError) -> None:
        """Hand a failure on."""
        for one in self._observers:
            one.failed(error)

    def unspoken(self, text: str) -> None:
        """Hand on what cannot be heard."""
        for one in self._observers:
            one.unspoken(text)

    def noted(self, text: str) -> None:
        """Hand on what is for the screen."""
        for one in self._observers:
            one.noted(text)

    def stands(self, snapshot: Snapshot, speaking: str, clock: float) -> None:
        """Hand on how the session stands."""
        for one in self._observers:
            one.stands(snapshot, speaking, clock)
