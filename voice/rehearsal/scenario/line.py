"""One line of a scenario: something that happens in the room, and what makes it happen.

`voice.rehearsal.room.person` acts the lines out.
"""

from dataclasses import dataclass
from enum import StrEnum


class TriggerKind(StrEnum):
    """What the time of a line is counted from, as it is written in a scenario."""

    AT = "at"
    """The start of the run."""
    AFTER = "after"
    """The end of a prompt."""
    DURING = "during"
    """The beginning of a prompt."""


class ActionKind(StrEnum):
    """What happens in a line, as it is written in a scenario."""

    SAY = "say"
    """The person says a text."""
    PLAY = "play"
    """A recording of a person is played."""
    NOISE = "noise"
    """There is a single noise, such as a cough."""
    RADIO = "radio"
    """A radio says a text."""
    POWER_CUT = "power_cut"
    """The power is cut, so that the run ends without any warning to Floe."""
    END = "end"
    """The run ends."""


ENDING_ACTIONS = frozenset({ActionKind.POWER_CUT, ActionKind.END})
"""The actions that make no sound and end the run."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """When a line is due."""

    kind: TriggerKind
    delay: float
    """Seconds from the start of the run, or from the end or the beginning of the prompt."""
    key: str = ""
    """The key of the prompt that is waited for; empty for `TriggerKind.AT`."""
    nth: int = 1
    """Which time of that prompt is meant, counted from 1; 0 means every time."""


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """One thing that happens in the room."""

    trigger: Trigger
    action: ActionKind
    what: str
    """A text, a file's path or the name of a noise; empty for `ENDING_ACTIONS`."""
    number: int
    """The line of the file at which it is written, counted from 1."""
    voice: str
    """The voice that says it."""
    level: float = 0.0
    """How much louder than the talker's level it is, in dB."""
    maybe: bool = False
    """Whether it is no failure if its prompt is never spoken."""
    patience: float = 0.0
    """Seconds after which it is said once more if Floe stays silent; 0 means never."""
