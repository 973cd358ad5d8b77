"""What happened in a rehearsal, in the order in which it was heard."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, BLOCK_SECONDS, RATE
from voice.rehearsal.room.person import SpokenLine
from voice.rehearsal.scenario.line import ScenarioLine
from voice.session.event import Event, EventKind

_EARLY, _LATE = 0.3, 1.0
"""What was understood belongs to what was said if its middle lies at most so many seconds before
the beginning, and so many after the end."""


class EntryKind(StrEnum):
    """What an entry tells of."""

    PERSON = "person"
    FLOE = "floe"
    HEARD = "heard"
    MISSED = "missed"
    EVENT = "event"
    PHASE = "phase"
    FAILED = "failed"


@dataclass(slots=True)
class LogEntry:
    """One thing that happened; its times are seconds since its part's start."""

    kind: EntryKind
    start: float
    end: float
    name: str
    """The action of a `PERSON`, the prompt's key of `FLOE`; otherwise the name of the intent, the
    event, the phase or the error."""
    text: str = ""
    """What was said or understood."""
    detail: str = ""
    """Slots of an intent, values of an event."""
    whole: bool = True
    """Whether it was said to its end."""


@dataclass(slots=True)
class RunLog:
    """One part of the scenario, as it went."""

    starts: datetime
    entries: list[LogEntry] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    unsaid: Sequence[ScenarioLine] = ()
    """Lines of the scenario whose time never came."""
    length: float = 0.0
    """Seconds of sound."""
    ending: str = ""
    """Why it ended, in a few words."""
    heard: NDArray[np.int16] = field(default_factory=lambda: np.empty(0, np.int16))
    """What the microphone heard, mono at `audio.sound.RATE`."""
    played: NDArray[np.int16] = field(default_factory=lambda: np.empty(0, np.int16))
    """What the loudspeaker played, as long as `heard`, in the same form."""

    def of(self, *kinds: EntryKind) -> list[LogEntry]:
        """Return the entries of some kinds, by the time they began."""
        found = (entry for entry in self.entries if entry.kind in kinds)
        return sorted(found, key=lambda entry: entry.start)

    def names(self, kind: EntryKind) -> list[str]:
        """Return the names of the entries of one kind, in order."""
        return [entry.name for entry in self.of(kind)]

    def understood(self, said: LogEntry) -> list[LogEntry]:
        """Return what Floe made of something that the person said: commands, or no command."""
        if said.kind is not EntryKind.PERSON:
            return []
        low, high = said.start - _EARLY, said.end + _LATE
        found = self.of(EntryKind.HEARD, EntryKind.MISSED)
        return [one for one in found if low <= (one.start + one.end) / 2 <= high]

    def ice(self) -> float:
        """Return the seconds of ice of the sessions that ended in this part."""
        ended = (event for event in self.events if event.kind is EventKind.ENDED)
        return sum(float(event.values["ice"]) for event in ended)

    def ice_by(self, second: float) -> float | None:
        """Return the seconds of ice as they were last told by ``second``; None if never."""
        told = zip(self.of(EntryKind.EVENT), self.events, strict=False)
        ice = [float(event.values["ice"]) for entry, event in told
               if "ice" in event.values and entry.start <= second]  # fmt: skip
        return ice[-1] if ice else None

    def finish(self, utterances: Sequence[SpokenLine]) -> None:
        """Complete the log with what the person said, and with how long everything lasted."""
        self.length = len(self.heard) / RATE
        self.entries += [self._utterance(one) for one in utterances]
        _follow(self.of(EntryKind.PHASE), self.length)
        self._cut_short()

    def _utterance(self, one: SpokenLine) -> LogEntry:
        start, end = one.start / RATE, one.end / RATE
        return LogEntry(
            EntryKind.PERSON,
            start,
            min(end, self.length),
            one.line.action,
            one.line.what,
            one.line.voice,
            end <= self.length,
        )

    def _cut_short(self) -> None:
        """Give the prompts that were cut off the length that was played of them."""
        blocks = self.played[: len(self.played) // BLOCK * BLOCK].reshape(-1, BLOCK)
        loud = np.flatnonzero(blocks.any(axis=1))
        spoken = self.of(EntryKind.FLOE)
        for entry, after in zip(spoken, [*spoken[1:], None], strict=False):
            if not entry.whole:
                limit = (after.start if after else self.length) / BLOCK_SECONDS
                index = int(np.searchsorted(loud, limit)) - 1
                last = (loud[index] + 1) * BLOCK_SECONDS if index >= 0 else 0.0
                entry.end = max(entry.start, float(last))


@dataclass(slots=True)
class RehearsalLog:
    """A whole rehearsal, as it went."""

    name: str
    description: str
    parts: list[RunLog] = field(default_factory=list)

    @property
    def length(self) -> float:
        """Seconds of audio."""
        return sum(part.length for part in self.parts)


def _follow(entries: Sequence[LogEntry], end: float) -> None:
    for entry, after in zip(entries, [*entries[1:], None], strict=False):
        entry.end = after.start if after else end
