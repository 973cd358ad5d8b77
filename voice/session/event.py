"""What happened, as the journal keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from voice.session.timeline import Uptime

Value = str | float | int | bool
NUMBERS = frozenset({"ice", "jump", "level", "planned", "seconds", "unseen"})
"""The values that are numbers, whatever kind of event carries them."""


class EventKind(StrEnum):
    """Every kind of event, and the values that an event of the kind carries, if any.

    Times are in seconds, and dates in ISO format. ``ice`` is always how many seconds of the
    session the ice was on the skin so far, as far as Floe has watched.
    """

    DISCLAIMER = "notice"
    """It was said that this is guidance, not medical advice."""
    SCREENED = "screened"
    """A health question was answered: ``condition``, a `HealthCondition`, and ``answer``, a
    `Screened`."""
    SETTING = "setting"
    """The person has set something for good: ``name``, such as "volume", and ``value``."""
    PAIN = "pain"
    """A pain was told: ``level``, 0 to 10; and ``when``, a `When`, where it was told before or
    after a session."""
    ADVISED = "advised"
    """A doctor was advised: ``rule``, the name of the reason in docs/judgement.md."""
    REMINDER = "reminder"
    """A reminder was asked for: ``due``, a date; without an offset it is local, wherever the
    person is by then."""
    REMINDED = "reminded"
    """The reminder fell due, and was said unless it was too late for that."""
    UNREMINDED = "unreminded"
    """The person wants no reminder any more."""
    CLOCK_SET = "clock set"
    """The date cannot be right, or was not before: ``jump``, the seconds by which it was put
    forward, or back if below 0."""
    LOST = "lost"
    """Events before this one could not be read any more: ``recent``, whether ice of the last day
    may be among them, and ``emergency``, whether signs of one may be."""
    COURSE_ENDED = "course ended"
    """The person has said that the course is over."""
    EMERGENCY = "emergency"
    """Signs of an emergency were told: ``words``, as they were heard."""
    UNWELL = "unwell"
    """The person does not feel well: ``words``, as they were heard."""
    SKIN = "skin"
    """The skin does not take the ice well: ``look``, a `SkinLook`."""
    CLEARED = "cleared"
    """A doctor has seen to the emergency."""
    OPENED = "opened"
    """A session was started: ``planned``, the seconds of massage wanted; ``step``, the `Step` it
    starts at; ``sooner``, whether it is within the advised gap."""
    STEP = "step"
    """The person went on or back to a step of the preparations: ``step``, a `Step`."""
    PLANNED = "planned"
    """The massage is to be longer or shorter: ``seconds``, all of it."""
    BEGUN = "begun"
    """Ice touched the skin for the first time in the session."""
    PROGRESS = "progress"
    """Ice was on the skin for another second: ``ice``."""
    CHECKED = "checked"
    """It was asked whether the skin is fine: ``answer`` is "yes", "no", "other" or "none"."""
    PAUSED = "paused"
    """The ice is to be off the skin: ``ice``, and ``why``: "asked", "pain", "lapse", a `Component`,
    or what ended Floe just then: the name of a signal, such as "SIGTERM", or of an error."""
    RESUMED = "resumed"
    """Ice touched the skin again."""
    NUMB = "numb"
    """The skin is numb, and the ice is to be off it: ``ice``."""
    WARM = "warm"
    """The skin is warm again."""
    RECOVERED = "recovered"
    """Floe is back: ``unseen``, the seconds it was away while the ice may have been on."""
    ENDED = "ended"
    """The session is over: ``ice``; ``outcome``, an `Outcome`; and ``ended``, the date, where
    that is not the date of the event."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; the state that matters can be rebuilt from all of them."""

    kind: EventKind
    at: datetime
    """When, as local time with its offset."""
    values: Mapping[str, Value] = field(default_factory=dict)
    """Plain values, by the names given at `EventKind`."""
    uptime: Uptime | None = field(default=None, compare=False)
    """When, by the clock that nobody can set; None where Floe did not know it."""
