"""What a scenario is made of: the room, the lines of its parts, and what must follow."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum


class TriggerKind(StrEnum):
    """What makes a line be said."""

    AT = "at"
    AFTER = "after"
    DURING = "during"


class ActionKind(StrEnum):
    """What is done when its time has come."""

    SAY = "say"
    PLAY = "play"
    NOISE = "noise"
    RADIO = "radio"
    POWER_CUT = "power_cut"
    END = "end"


ENDING_ACTIONS = frozenset({ActionKind.POWER_CUT, ActionKind.END})
"""Actions that make no sound, and end the part."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """When a line is due."""

    kind: TriggerKind
    delay: float
    """Seconds: from the part's start for `AT`, else from the prompt's end or beginning."""
    key: str = ""
    """The prompt that is waited for, by its key."""
    nth: int = 1
    """Which time of that prompt, counted from 1; 0 is every time."""


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """One thing that happens in the room."""

    trigger: Trigger
    action: ActionKind
    what: str
    """A text, a path, the name of a noise, or nothing for those of `ENDING_ACTIONS`."""
    number: int
    """Where it stands in the file, counted from 1."""
    voice: str
    """Who says it."""
    level: float = 0.0
    """dB over the level of the talker."""
    maybe: bool = False
    """Whether all is well too if its prompt never comes."""
    patience: float = 0.0
    """Seconds after which it is said again, once, if Floe stays silent; 0 is never."""


@dataclass(frozen=True, slots=True)
class RoomSettings:
    """How the room sounds; levels are root mean squares, 0 dBFS being a full-scale square."""

    talker: float = -26.0
    """dBFS of speech at the microphone: about -26 at arm's length, -38 across a room."""
    noise: str = "silence"
    """`silence`, `pink`, `hum`, or the path of a recording that is played in a loop."""
    noise_level: float = -85.0
    """dBFS of the noise at the microphone."""
    echo: float | None = None
    """dB of the loudspeaker's sound at the microphone to what is played; None: headphones."""
    echo_delay: float = 0.04
    """Seconds from the loudspeaker, through the air and both buffers, to the microphone."""
    echo_drift: float = 0.0
    """ppm by which the loudspeaker's clock is faster than the microphone's."""
    echo_limit: float | None = None
    """dBFS where the loudspeaker saturates; None: it never does."""
    reverb: float = 0.0
    """Seconds until a sound has fallen by 60 dB."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must have happened at the end; names in order, others may come between."""

    heard: tuple[str, ...] = ()
    """Names of intents."""
    not_heard: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    """Keys of prompts."""
    not_said: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    """Kinds of events in the journal."""
    phase: str | None = None
    """The last phase."""
    ice: tuple[float, float] | None = None
    """Least and most seconds of ice on the skin."""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What a scenario may name; None where that is not checked."""

    prompts: Collection[str] | None = None
    intents: Collection[str] | None = None
    events: Collection[str] | None = None
    phases: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """One run of Floe, from its start until it leaves or the power is cut."""

    starts: datetime | timedelta | time
    """A date, a time after the part before has ended, or a time of the day after that."""
    lines: tuple[ScenarioLine, ...]
    expect: Expectation
    quiet: float = 30.0
    """Seconds without anything said after which the part ends."""

    zone: tzinfo | None = None
    """The time zone that the person has come to; None: where they were, or the date's own."""

    def date(self, before: datetime | None) -> datetime:
        """Return the local date it starts at; ``before`` is when the part before has ended."""
        if isinstance(self.starts, datetime):
            return self.starts.astimezone(self.zone or self.starts.tzinfo)
        if before is None:
            raise ValueError("the first part needs a date")
        zone = self.zone or before.tzinfo
        if isinstance(self.starts, timedelta):
            return date_after(before, self.starts).astimezone(zone)
        return datetime.combine(before.date() + timedelta(days=1), self.starts, zone)


def date_after(date: datetime, span: timedelta) -> datetime:
    """Return the local date when ``span`` has passed, though clocks be changed meanwhile."""
    return (date.astimezone(UTC) + span).astimezone(date.tzinfo)
