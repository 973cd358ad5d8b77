"""What Floe remembers, piece by piece: sessions, courses, pains and the reminder."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from voice.session.event import Event, EventKind
from voice.session.health import SkinLook
from voice.session.plan import Plan
from voice.session.step import Step
from voice.session.timeline import Instant

_PAUSE_DAYS = Plan().course_pause
"""Always as in the default plan: the history and the report find courses in the journal as well,
without any session, and must find the same ones."""


class Stage(StrEnum):
    """Where one session stands; `voice.session.phase.Phase` tells of the whole conversation."""

    PREPARING = "preparing"
    MASSAGING = "massaging"
    PAUSED = "paused"
    WARMING = "warming"
    ENDED = "ended"


_STAGES = {
    EventKind.BEGUN: Stage.MASSAGING,
    EventKind.RESUMED: Stage.MASSAGING,
    EventKind.PAUSED: Stage.PAUSED,
    EventKind.WARM: Stage.PAUSED,
    EventKind.NUMB: Stage.WARMING,
    EventKind.RECOVERED: Stage.PAUSED,
    EventKind.ENDED: Stage.ENDED,
}
"""Where a session stands after an event; any other event leaves it where it is."""


class Outcome(StrEnum):
    """How a session ended."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    NUMB = "numb"
    UNANSWERED = "unanswered"
    UNWELL = "unwell"
    SKIN = "skin"
    EMERGENCY = "emergency"
    LEFT = "left"
    CUT_OFF = "cut off"


@dataclass(slots=True)
class Session:
    """One session, from "start session" on."""

    number: int
    """From 1."""
    opened: datetime
    planned: float
    """Seconds of massage."""
    step: Step = Step.ICE
    stage: Stage = Stage.PREPARING
    ice: float = 0.0
    """Seconds of ice on the skin that Floe has watched."""
    unseen: float = 0.0
    """Seconds that the ice may have been on while Floe was away. They are taken off `Plan.longest`,
    the most ice that a session may have."""
    begun: datetime | None = None
    """When the ice first touched the skin; a session counts from here on."""
    sooner: bool = False
    """Whether it was started within the advised gap, on "yes, anyway"."""
    numb_stops: int = 0
    numb: bool = False
    """Whether the skin was told to be numb, and not warm again since."""
    seen: datetime = field(kw_only=True)
    """When its newest event happened."""
    opened_at: Instant = field(kw_only=True)
    seen_at: Instant = field(kw_only=True)
    """The same as `opened` and `seen` on the timeline, as `ended_at` is as `ended`."""
    ended: datetime | None = None
    ended_at: Instant | None = None
    outcome: Outcome | None = None

    @classmethod
    def begin(cls, number: int, event: Event, instant: Instant) -> "Session":
        """Return a session that is opened by ``event``, which happened at ``instant``."""
        values: Any = event.values
        return cls(
            number,
            event.at,
            values["planned"],
            Step(values["step"]),
            sooner=values["sooner"],
            seen=event.at,
            opened_at=instant,
            seen_at=instant,
        )

    @property
    def day(self) -> date:
        """The local day it counts for: the one on which it was opened, in the time zone of then."""
        return self.opened.date()

    def apply(self, event: Event, instant: Instant) -> None:
        """Take in an event that happened in it, at ``instant``.

        Raises:
            KeyError, ValueError: the event lacks a value, or carries one that cannot be.
        """
        values: Any = event.values
        before, self.seen_at = self.seen_at, instant
        self.seen = event.at
        self.ice = values.get("ice", self.ice)
        self.stage = _STAGES.get(event.kind, self.stage)
        match event.kind:
            case EventKind.STEP:
                self.step = Step(values["step"])
            case EventKind.PLANNED:
                self.planned = values["seconds"]
            case EventKind.BEGUN:
                self.begun = event.at
            case EventKind.WARM:
                self.numb = False
            case EventKind.NUMB:
                self.numb_stops += 1
                self.numb = True
            case EventKind.RECOVERED:
                self.unseen += values["unseen"]
            case EventKind.ENDED:
                ended = values.get("ended")
                self.ended = datetime.fromisoformat(ended) if ended else event.at
                self.ended_at = before if ended else instant
                self.outcome = Outcome(values["outcome"])
                # Reported while preparing, it has no event of its own.
                self.numb |= self.begun is None and self.outcome is Outcome.NUMB


@dataclass(slots=True)
class Course:
    """The sessions of a few days that belong together."""

    number: int
    """From 1."""
    sessions: list[Session]
    """Those whose massage has begun, in order; at least one."""
    ended: datetime | None = None
    """When it ended: when the person said so; or, where another course was begun after some days
    without ice, when the last event of this one happened."""
    last: date = field(init=False)
    """The latest local day with ice."""

    def __post_init__(self) -> None:
        self.last = max(session.day for session in self.sessions)

    @property
    def first(self) -> date:
        """The earliest local day with ice."""
        return min(session.day for session in self.sessions)

    @property
    def days(self) -> int:
        """How many local days had ice."""
        return len({session.day for session in self.sessions})

    def add(self, session: Session) -> None:
        """Count a session whose massage has begun."""
        self.sessions.append(session)
        self.last = max(self.last, session.day)

    def goes_on(self, day: date) -> bool:
        """Whether a session that is opened on ``day`` belongs to it."""
        return self.ended is None and (day - self.sessions[-1].day).days - 1 < _PAUSE_DAYS


class When(StrEnum):
    """When a session's pain was told."""

    BEFORE = "before"
    """Before the ice touched the skin."""
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Pain:
    """A pain that was reported."""

    at: datetime
    level: float
    """0 to 10."""
    session: int | None
    """The number of the session it was reported in, or soon after."""
    when: When | None = None
    """None where it was reported at any other time."""


@dataclass(frozen=True, slots=True)
class SkinReport:
    """Skin that was told not to take the ice well."""

    look: SkinLook
    at: datetime
    instant: Instant
    """The same on the timeline."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder of the next massage."""

    due: datetime
    """Without an offset it is local time, wherever the person is by then."""
    set: datetime
    """When the person asked for it."""
    set_at: Instant
    """The same on the timeline."""

    def local(self, now: datetime) -> datetime:
        """Return when it is due as a wall clock says it in the zone of the local time ``now``."""
        return self.due if self.due.tzinfo is None else self.due.astimezone(now.tzinfo)

    def late(self, now: datetime, instant: Instant) -> float:
        """Return the seconds since it was due at the local time ``now``; below 0 before that.

        A time that was given as a span is due once that has passed, whatever the date is set to.
        """
        if self.due.tzinfo is None:
            return (now.replace(tzinfo=None) - self.due).total_seconds()
        span = self.due.timestamp() - self.set.timestamp()
        late = instant.passed - self.set_at.passed - span
        return late if late >= 0 else now.timestamp() - self.due.timestamp()
