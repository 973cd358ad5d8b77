"""Counts what happens in a day, and compares it with what the journal says afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from voice.notice import CommandHeard, EventSaved, FailureReported, Notice, PromptStarted
from voice.session.event import Event, EventKind

_ON = frozenset({EventKind.BEGUN, EventKind.RESUMED})
_OFF = frozenset({EventKind.PAUSED, EventKind.NUMB, EventKind.ENDED})


@dataclass
class Tally:
    """A subscriber that counts."""

    prompts: int = 0
    commands: int = 0
    failures: list[str] = field(default_factory=list)
    saved: list[Event] = field(default_factory=list)

    def __call__(self, notice: Notice) -> None:
        """Count a notice, or keep it."""
        match notice:
            case PromptStarted():
                self.prompts += 1
            case CommandHeard():
                self.commands += 1
            case FailureReported(text=text):
                self.failures.append(text)
            case EventSaved(event):
                self.saved.append(event)
            case _:
                pass


def lost(saved: Sequence[Event], journal: Sequence[Event]) -> int:
    """Return how many events were saved and are not in the journal, progress left out.

    Of several progress events in a row the journal keeps the last.
    """
    kept = [event for event in journal if event.kind is not EventKind.PROGRESS]
    return sum(event.kind is not EventKind.PROGRESS for event in saved) - len(kept)


def drift(journal: Sequence[Event]) -> float:
    """Return by how many seconds the ice of a session differs at most from the dates' account."""
    worst, ice, since = 0.0, 0.0, None
    for event in journal:
        if event.kind is EventKind.BEGUN:
            ice = 0.0
        if since is not None and event.kind in _OFF:
            ice += event.at.timestamp() - since
            worst = max(worst, abs(ice - float(event.values["ice"])))
            since = None
        if event.kind in _ON:
            since = event.at.timestamp()
    return worst
