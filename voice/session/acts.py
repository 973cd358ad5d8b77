"""What the session wants done; to be carried out in the order given."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from voice.session.event import Event


class Priority(IntEnum):
    """How important it is: what is less important waits for what is more, or is dropped."""

    COACHING = 0
    ANSWER = 1
    SAFETY = 2


class Tone(StrEnum):
    """The four sounds that Floe itself makes."""

    HEARD = "heard"
    PAUSED = "paused"
    DONE = "done"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Say:
    """Speak a text."""

    key: str
    """The key of the prompt, for `Controller.speech_ended` when it was spoken to its end."""
    text: str
    priority: Priority = Priority.ANSWER
    expires: float | None = None
    """The clock's second after which it is too late to begin saying it; None: never."""
    loud: bool = False
    """Say it at full volume, whatever is set: nobody answered."""


@dataclass(frozen=True, slots=True)
class Chime:
    """Play a tone."""

    tone: Tone


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop talking at once and forget what was still to be said."""


@dataclass(frozen=True, slots=True)
class Notify:
    """Show a text on the desktop, where there is one."""

    text: str


@dataclass(frozen=True, slots=True)
class Switch:
    """Serve another person from now on: another journal, and a greeting."""

    person: str
    """The person's name; empty for the one who is served when no name is given."""


@dataclass(frozen=True, slots=True)
class Save:
    """Write an event to the journal."""

    event: Event


@dataclass(frozen=True, slots=True)
class Adjust:
    """Set how Floe speaks from now on."""

    volume: float
    """From 0 to 1."""
    rate: int
    """Words a minute."""


@dataclass(frozen=True, slots=True)
class Leave:
    """End the program once everything before this has been said."""


Act = Say | Notify | Chime | Hush | Save | Adjust | Switch | Leave
