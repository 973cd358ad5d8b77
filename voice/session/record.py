"""The state that matters, rebuilt from events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from voice.session.event import Event, EventKind, Value
from voice.session.plan import Plan
from voice.session.prompt import Prompt, prompt

_SOON_AFTER = 30 * 60
"""Seconds after a session in which a pain that is reported still belongs to it."""
_PAUSE_DAYS = Plan().course_pause


class Stage(StrEnum):
    """Where a session stands."""

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
"""Where an event leads."""


class Step(StrEnum):
    """What is prepared, in order."""

    ICE = "ice"
    HELPER = "helper"
    POSITION = "position"
    PEEL = "peel"
    WET = "wet"


STEP_PROMPTS: Mapping[Step, Prompt] = {
    Step.ICE: prompt("step.ice"),
    Step.HELPER: prompt("step.helper"),
    Step.POSITION: prompt("step.position"),
    Step.PEEL: prompt("step.peel"),
    Step.WET: prompt("step.wet"),
}
"""What to do in each step."""


class Outcome(StrEnum):
    """How a session ended."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    NUMB = "numb"
    UNANSWERED = "unanswered"
    EMERGENCY = "emergency"
    LEFT = "left"
    CUT_OFF = "cut off"


class HealthCondition(StrEnum):
    """What rules ice massage out until a doctor has agreed, in the order asked."""

    RAYNAUD = "raynaud"
    COLD = "cold"
    CIRCULATION = "circulation"
    CRYOGLOBULIN = "cryoglobulin"
    NERVE = "nerve"
    BROKEN = "broken"


SCREEN_PROMPTS: Mapping[HealthCondition, Prompt] = {
    HealthCondition.RAYNAUD: prompt("screen.raynaud"),
    HealthCondition.COLD: prompt("screen.cold"),
    HealthCondition.CIRCULATION: prompt("screen.circulation"),
    HealthCondition.CRYOGLOBULIN: prompt("screen.cryoglobulin"),
    HealthCondition.NERVE: prompt("screen.nerve"),
    HealthCondition.BROKEN: prompt("screen.broken"),
}
"""The question for each condition."""
CONDITION_PROMPTS: Mapping[HealthCondition, Prompt] = {
    HealthCondition.RAYNAUD: prompt("condition.raynaud"),
    HealthCondition.COLD: prompt("condition.cold"),
    HealthCondition.CIRCULATION: prompt("condition.circulation"),
    HealthCondition.CRYOGLOBULIN: prompt("condition.cryoglobulin"),
    HealthCondition.NERVE: prompt("condition.nerve"),
    HealthCondition.BROKEN: prompt("condition.broken"),
}
"""What each condition is called within a sentence."""


class Screened(StrEnum):
    """The answer about a condition."""

    NO = "no"
    YES = "yes"
    CLEARED = "cleared"
    """It was yes, and then a doctor agreed."""


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
    """Seconds that the ice may have been on while Floe was away; they count to the ceiling."""
    begun: datetime | None = None
    """When the ice first touched the skin; a session counts from here on."""
    sooner: bool = False
    """Whether it was started within the advised gap, on "yes, anyway"."""
    numb_stops: int = 0
    numb: bool = False
    """Whether the skin was told to be numb, and not warm again since."""
    seen: datetime = field(kw_only=True)
    """When its newest event happened."""
    ended: datetime | None = None
    outcome: Outcome | None = None

    @property
    def day(self) -> date:
        """The local day it counts for: the one it was opened on, there and then."""
        return self.opened.date()


@dataclass(slots=True)
class Course:
    """The sessions of a few days that belong together."""

    number: int
    """From 1."""
    sessions: list[Session]
    """Those whose massage has begun, in order; at least one."""
    ended: datetime | None = None
    """When the person said so; or, where another was begun after a pause, when its last session
    had its newest event."""
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
class Reminder:
    """A reminder of the next massage."""

    due: datetime
    """Without an offset it is local time, wherever the person is by then."""
    set: datetime
    """When the person asked for it."""

    def late(self, now: datetime) -> float:
        """Return the seconds since it was due at the local time ``now``; below 0 before that."""
        if self.due.tzinfo is None:
            return (now.replace(tzinfo=None) - self.due).total_seconds()
        return now.timestamp() - self.due.timestamp()


@dataclass(slots=True)
class Record:
    """All that Floe remembers."""

    notice: bool = False
    """Whether "guidance, not medical advice" was said."""
    screening: dict[HealthCondition, Screened] = field(default_factory=dict)
    settings: dict[str, Value] = field(default_factory=dict)
    emergency: datetime | None = None
    """When an emergency was reported that nobody has seen to yet."""
    sessions: list[Session] = field(default_factory=list)
    pains: list[Pain] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    advised: datetime | None = None
    """When a doctor was last advised."""
    reminder: Reminder | None = None

    @classmethod
    def replay(cls, events: Iterable[Event]) -> "Record":
        """Rebuild the state from every event ever, oldest first."""
        record = cls()
        for event in events:
            record.apply(event)
        return record

    @property
    def open(self) -> Session | None:
        """The session that is going on."""
        last = self.sessions[-1] if self.sessions else None
        return last if last and last.stage is not Stage.ENDED else None

    @property
    def barred(self) -> HealthCondition | None:
        """The condition that rules a session out until a doctor has agreed."""
        for condition, answer in self.screening.items():
            if answer is Screened.YES:
                return condition
        return None

    @property
    def unasked(self) -> HealthCondition | None:
        """The next condition to ask about; None when screening is complete."""
        return next((one for one in HealthCondition if one not in self.screening), None)

    def pains_of(self, session: Session) -> list[Pain]:
        """Return the pains reported in ``session`` or soon after, oldest first."""
        return [pain for pain in self.pains if pain.session == session.number]

    def pain(self, session: Session, when: When) -> float | None:
        """Return the level told before or after ``session``; None where that was skipped."""
        told = [pain.level for pain in self.pains_of(session) if pain.when is when]
        return told[-1] if told else None

    def course(self, at: datetime) -> Course | None:
        """Return the course that goes on at the local time ``at``."""
        last = self.courses[-1] if self.courses else None
        return last if last and last.goes_on(at.date()) else None

    def apply(self, event: Event) -> int | None:
        """Take one event in; give the number of the session it belongs to.

        The end of a course that is not there (its sessions were left out) says nothing.

        Raises:
            KeyError, ValueError: the event lacks a value, or carries one that cannot be.
        """
        number = self.near(event.at) if event.kind is EventKind.PAIN else None
        before = self.open
        self._apply(event)
        session = self.open or before
        return session.number if session else number

    def _apply(self, event: Event) -> None:
        match event.kind:
            case (
                EventKind.NOTICE
                | EventKind.SCREENED
                | EventKind.SETTING
                | EventKind.EMERGENCY
                | EventKind.CLEARED
            ):
                self._remember(event)
            case EventKind.REMINDER | EventKind.REMINDED | EventKind.UNREMINDED:
                due: Any = event.values.get("due")
                self.reminder = Reminder(datetime.fromisoformat(due), event.at) if due else None
            case EventKind.PAIN:
                self._note(event)
            case EventKind.ADVISED:
                self.advised = event.at
            case EventKind.COURSE_ENDED if self.courses:
                self.courses[-1].ended = event.at
            case EventKind.COURSE_ENDED:
                pass
            case EventKind.OPENED:
                self._open(event)
            case _:
                self._session(event)

    def _remember(self, event: Event) -> None:
        values: Any = event.values
        match event.kind:
            case EventKind.NOTICE:
                self.notice = True
            case EventKind.SCREENED:
                self.screening[HealthCondition(values["condition"])] = Screened(values["answer"])
            case EventKind.SETTING:
                self.settings[values["name"]] = values["value"]
            case _:
                self.emergency = event.at if event.kind is EventKind.EMERGENCY else None

    def _note(self, event: Event) -> None:
        values: Any = event.values
        when = When(values["when"]) if "when" in values else None
        self.pains.append(Pain(event.at, values["level"], self.near(event.at), when))

    def near(self, at: datetime) -> int | None:
        """Return the number of the session that is open or has just ended."""
        if not self.sessions:
            return None
        last = self.sessions[-1]
        since = at.timestamp() - last.ended.timestamp() if last.ended else 0.0
        return last.number if 0 <= since < _SOON_AFTER else None

    def _open(self, event: Event) -> None:
        values: Any = event.values
        self.sessions.append(
            Session(
                len(self.sessions) + 1,
                event.at,
                values["planned"],
                Step(values["step"]),
                sooner=values["sooner"],
                seen=event.at,
            )
        )

    def _begin(self, session: Session) -> None:
        """Count a session whose massage begins for the course that goes on, or for a new one.

        A reminder from before is fulfilled.
        """
        if self.reminder and self.reminder.set <= session.opened:
            self.reminder = None
        last = self.courses[-1] if self.courses else None
        if last and last.goes_on(session.day):
            last.add(session)
            return
        if last and last.ended is None:
            last.ended = last.sessions[-1].seen
        self.courses.append(Course(len(self.courses) + 1, [session]))

    def _session(self, event: Event) -> None:
        session = self.open
        if session is None:
            raise ValueError(f"{event.kind} outside a session")
        values: Any = event.values
        session.seen = event.at
        session.ice = values.get("ice", session.ice)
        session.stage = _STAGES.get(event.kind, session.stage)
        match event.kind:
            case EventKind.STEP:
                session.step = Step(values["step"])
            case EventKind.PLANNED:
                session.planned = values["seconds"]
            case EventKind.BEGUN:
                session.begun = event.at
                self._begin(session)
            case EventKind.WARM:
                session.numb = False
            case EventKind.NUMB:
                session.numb_stops += 1
                session.numb = True
            case EventKind.RECOVERED:
                session.unseen += values["unseen"]
            case EventKind.ENDED:
                ended = values.get("ended")
                session.ended = datetime.fromisoformat(ended) if ended else event.at
                session.outcome = Outcome(values["outcome"])
                # Reported while preparing, it has no event of its own.
                session.numb |= session.begun is None and session.outcome is Outcome.NUMB
