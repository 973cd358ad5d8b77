"""What happened, as the journal keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Value = str | float | int | bool


class EventKind(StrEnum):
    """Every kind of event; the values it carries are named after the dash."""

    NOTICE = "notice"  # -
    SCREENED = "screened"  # - condition, answer
    SETTING = "setting"  # - name, value
    PAIN = "pain"  # - level, when (where it was told before or after a session)
    ADVISED = "advised"  # - rule
    REMINDER = "reminder"  # - due (a date; without an offset it is local, wherever that is)
    REMINDED = "reminded"  # - : it fell due, and was said unless that was too late
    UNREMINDED = "unreminded"  # - : the person wants none
    COURSE_ENDED = "course ended"  # - : the person has said so
    EMERGENCY = "emergency"  # - words
    CLEARED = "cleared"  # - : a doctor has seen to the emergency
    OPENED = "opened"  # - planned (seconds), step, sooner (whether within the advised gap)
    STEP = "step"  # - step
    PLANNED = "planned"  # - seconds
    BEGUN = "begun"  # - : ice on the skin for the first time
    PROGRESS = "progress"  # - ice (seconds so far)
    CHECKED = "checked"  # - answer
    PAUSED = "paused"  # - ice, why
    RESUMED = "resumed"  # -
    NUMB = "numb"  # - ice
    WARM = "warm"  # -
    RECOVERED = "recovered"  # - unseen (seconds that Floe was away while the ice may have been on)
    ENDED = "ended"  # - ice, outcome, ended (a date, where it is not that of the event)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; the state that matters can be rebuilt from all of them."""

    kind: EventKind
    at: datetime
    values: Mapping[str, Value] = field(default_factory=dict)
    """Plain values, by the names listed at `EventKind`."""
