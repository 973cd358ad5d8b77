"""What Floe decided, by the place in the sound where it did."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from audio.sound import BLOCK_SECONDS
from floe.errors import FloeError
from intents.intent import Intent
from voice.observer import Observer
from voice.session.event import Event, Value
from voice.session.phase import Snapshot


class DecisionKind(StrEnum):
    """What a decision is about; what its name, text and values are, after the dash."""

    HEARD = "heard"  # - intent, words, slots
    PRESSED = "pressed"  # - intent, words, slots
    MISSED = "missed"  # - "", words
    SAID = "said"  # - prompt's key, its text
    SPOKE = "spoke"  # - prompt's key
    EVENT = "event"  # - kind of event, "", its values
    PHASE = "phase"  # - phase
    FAILED = "failed"  # - name of the error's class, what it says
    UNSPOKEN = "unspoken"  # - "", text
    GAP = "gap"  # - name of the error if the sound was lost, "", seconds
    ENDED = "ended"  # - "", why the recording ends here


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that Floe decided or did."""

    at: float
    """Seconds of sound that had been heard by then, from the recording's start."""
    kind: DecisionKind
    name: str = ""
    text: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    start: float = 0.0
    """Where the first of the words that were heard begins, in seconds of sound."""
    end: float = 0.0
    """Where the last of them ends."""

    def json(self) -> str:
        """Write it as one line of JSON, without what is not set."""
        kept = {name: value for name, value in asdict(self).items() if value or name == "at"}
        return json.dumps(kept, separators=(",", ":"))

    @classmethod
    def parse(cls, line: str) -> "Decision":
        """Read what `json` wrote.

        Raises:
            ValueError: it is not that.
        """
        values: Any = json.loads(line)
        try:
            values["kind"] = DecisionKind(values["kind"])
            values["values"] = dict(values.get("values", {}))
            times = {name: float(values.get(name, 0.0)) for name in ("at", "start", "end")}
            return cls(**values | times)
        except (KeyError, TypeError) as error:
            raise ValueError(f"no decision: {line}") from error


class Decisions(Observer):
    """Turns what is observed into decisions, and keeps them in `taken`."""

    def __init__(self) -> None:
        self.blocks = 0
        """Blocks of sound up to now."""
        self.taken: list[Decision] = []

    @property
    def clock(self) -> float:
        """Seconds of sound up to now."""
        return round(self.blocks * BLOCK_SECONDS, 3)

    def note(
        self,
        kind: DecisionKind,
        name: str = "",
        text: str = "",
        values: Mapping[str, Value] = MappingProxyType({}),
    ) -> None:
        """Take a decision that fell just now."""
        self.take(Decision(self.clock, kind, name, text, dict(values)))

    def take(self, decision: Decision) -> None:
        """Keep a decision."""
        self.taken.append(decision)

    def sound(self, heard: bytes, played: bytes, cleaned: bytes) -> None:
        """Count the block."""
        self.blocks += 1

    def heard(self, intent: Intent) -> None:
        """Keep a command."""
        slots, start, end = dict(intent.slots), round(intent.start, 3), round(intent.end, 3)
        name = str(intent.name)
        self.take(Decision(self.clock, DecisionKind.HEARD, name, intent.text, slots, start, end))

    def pressed(self, intent: Intent) -> None:
        """Keep a command by hand."""
        name, at = str(intent.name), self.clock
        self.take(Decision(at, DecisionKind.PRESSED, name, intent.text, dict(intent.slots), at, at))

    def missed(self, text: str, start: float, end: float) -> None:
        """Keep words that were no command."""
        words = round(start, 3), round(end, 3)
        self.take(Decision(self.clock, DecisionKind.MISSED, "", text, {}, *words))

    def said(self, key: str, text: str, clock: float) -> None:
        """Keep that a prompt began."""
        self.note(DecisionKind.SAID, key, text)

    def spoke(self, key: str, clock: float) -> None:
        """Keep that a prompt was spoken to its end."""
        self.note(DecisionKind.SPOKE, key)

    def event(self, event: Event) -> None:
        """Keep an event of the journal."""
        self.note(DecisionKind.EVENT, event.kind.value, values=event.values)

    def phase(self, phase: str, clock: float) -> None:
        """Keep the phase."""
        self.note(DecisionKind.PHASE, str(phase))

    def failed(self, error: FloeError) -> None:
        """Keep a failure."""
        self.note(DecisionKind.FAILED, type(error).__name__, str(error))

    def unspoken(self, text: str) -> None:
        """Keep what could not be heard."""
        self.note(DecisionKind.UNSPOKEN, text=text)

    def noted(self, text: str) -> None:
        """Keep nothing: it decides nothing."""

    def stands(self, snapshot: Snapshot, speaking: str, clock: float) -> None:
        """Keep nothing: it follows from the rest."""
