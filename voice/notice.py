"""What happens while the assistant runs: one stream of notices, for whoever watches.

The terminal, the display, a recording, the log of a rehearsal and the tests all subscribe to the
same stream, and each picks what is of interest by `match`. Notices come in the order in which
things happen. Most of them carry no time: each `SoundExchanged` is 20 ms of sound, so that whoever
counts those knows at which second of the sound anything else happened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from audio.sound import BLOCK_SECONDS
from floe.errors import FloeError
from intents.intent import Intent
from voice.session.event import Event
from voice.session.phase import Phase, Snapshot


@dataclass(frozen=True, slots=True)
class SoundExchanged:
    """A block of sound was heard while another was played; all blocks are 20 ms of int16 mono."""

    heard: bytes
    """What the microphone heard."""
    played: bytes
    """What the loudspeaker was given meanwhile."""
    cleaned: bytes
    """What the microphone heard, without the echo of what was played."""
    date: datetime
    """When the block was heard; local, with its offset."""


@dataclass(frozen=True, slots=True)
class CommandHeard:
    """A command was heard and accepted."""

    intent: Intent


@dataclass(frozen=True, slots=True)
class CommandPressed:
    """A command was given by hand, on the page of the display."""

    intent: Intent


@dataclass(frozen=True, slots=True)
class UtteranceRejected:
    """Words were heard that are no command, or not for Floe."""

    text: str
    start: float
    """Where the first word begins, in seconds of sound."""
    end: float
    """Where the last word ends, in seconds of sound."""


@dataclass(frozen=True, slots=True)
class PromptStarted:
    """Floe begins to speak a prompt."""

    key: str
    """The prompt's name in the prompts file."""
    text: str


@dataclass(frozen=True, slots=True)
class PromptEnded:
    """Floe has spoken a prompt to its end; for one that is cut off this notice never comes."""

    key: str


@dataclass(frozen=True, slots=True)
class PromptUnspoken:
    """Floe has something to say, and no sound or no voice to say it with."""

    text: str


@dataclass(frozen=True, slots=True)
class EventSaved:
    """An event was committed to the journal."""

    event: Event


@dataclass(frozen=True, slots=True)
class PhaseEntered:
    """The session is in another phase than before."""

    phase: Phase


@dataclass(frozen=True, slots=True)
class FailureReported:
    """Something has failed; the session knows what matters to it, and goes on as well as it can."""

    error: str
    """The name of the error's class."""
    text: str
    """What the error says: a line for the terminal."""

    @classmethod
    def of(cls, error: FloeError) -> "FailureReported":
        """Report an error."""
        return cls(type(error).__name__, str(error))


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be read by whoever looks at the screen; it is not spoken."""

    text: str


@dataclass(frozen=True, slots=True)
class SnapshotTaken:
    """How the session stands now; comes after each block of sound, and while no sound moves too."""

    snapshot: Snapshot
    speaking: str
    """What Floe is saying; empty while it is silent."""
    clock: float
    """Seconds, by the clock of the sound."""


Notice = (
    SoundExchanged
    | CommandHeard
    | CommandPressed
    | UtteranceRejected
    | PromptStarted
    | PromptEnded
    | PromptUnspoken
    | EventSaved
    | PhaseEntered
    | FailureReported
    | Remark
    | SnapshotTaken
)

Subscriber = Callable[[Notice], None]
"""Is told each notice; one that is not of interest is passed over."""
Publish = Callable[[Notice], None]
"""Tells all subscribers a notice."""


class SoundClock:
    """A subscriber that counts the sound, to tell at which second of it things happen."""

    def __init__(self) -> None:
        self._blocks = 0

    @property
    def seconds(self) -> float:
        """Seconds of sound up to now."""
        return round(self._blocks * BLOCK_SECONDS, 3)

    def __call__(self, notice: Notice) -> None:
        """Count a block of sound; anything else is passed over."""
        if isinstance(notice, SoundExchanged):
            self._blocks += 1
