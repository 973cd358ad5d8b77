"""All that Floe remembers, rebuilt from events."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from voice.session.event import Event, EventKind, Value
from voice.session.health import HealthCondition, Screened, SkinLook
from voice.session.plan import Plan
from voice.session.state import Course, Pain, Reminder, Session, SkinReport, Stage, When
from voice.session.timeline import Instant, Timeline

_SOON_AFTER = Plan().pain_belongs
"""Always as in the default plan: what a journal says must not depend on the session that reads
it."""
_SAYS_NOTHING = frozenset({EventKind.CLOCK_SET, EventKind.UNWELL})
"""Kinds of events that change nothing that is remembered."""


@dataclass(slots=True)
class Record:
    """All that Floe remembers of one person."""

    disclaimer: bool = False
    """Whether "guidance, not medical advice" was said."""
    screening: dict[HealthCondition, Screened] = field(default_factory=dict)
    settings: dict[str, Value] = field(default_factory=dict)
    emergency: datetime | None = None
    """When an emergency was reported that nobody has seen to yet."""
    skin: SkinReport | None = None
    """The newest report of skin that does not take the ice well."""
    sessions: list[Session] = field(default_factory=list)
    pains: list[Pain] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    advised: datetime | None = None
    """When a doctor was last advised."""
    reminder: Reminder | None = None
    lost: Instant | None = None
    """When events of before were found to be lost."""
    uncounted: Instant | None = None
    """The same, where ice of the day before that may be among them."""
    timeline: Timeline = field(default_factory=Timeline, compare=False)
    """When all that happened, by the time that has truly passed."""

    @classmethod
    def replay(cls, events: Iterable[Event]) -> "Record":
        """Return the record that ``events`` make, oldest first."""
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

    def near(self, at: datetime) -> int | None:
        """Return the number of the session that is open or has just ended."""
        if not self.sessions:
            return None
        last = self.sessions[-1]
        since = at.timestamp() - last.ended.timestamp() if last.ended else 0.0
        return last.number if 0 <= since < _SOON_AFTER else None

    def apply(self, event: Event) -> int | None:
        """Take one event in, and return the number of the session it belongs to.

        The end of a course that is not there (its sessions were left out) says nothing.

        Raises:
            KeyError, ValueError: the event lacks a value, or carries one that cannot be.
        """
        number = self.near(event.at) if event.kind is EventKind.PAIN else None
        before = self.open
        self._apply(event, self.timeline.take(event.at, event.uptime))
        session = self.open or before
        return session.number if session else number

    def _apply(self, event: Event, instant: Instant) -> None:
        match event.kind:
            case (
                EventKind.DISCLAIMER
                | EventKind.SCREENED
                | EventKind.SETTING
                | EventKind.EMERGENCY
                | EventKind.CLEARED
                | EventKind.SKIN
            ):
                self._remember(event, instant)
            case EventKind.REMINDER | EventKind.REMINDED | EventKind.UNREMINDED:
                due: Any = event.values.get("due")
                self.reminder = (
                    Reminder(datetime.fromisoformat(due), event.at, instant) if due else None
                )
            case EventKind.PAIN:
                self._note(event)
            case EventKind.ADVISED:
                self.advised = event.at
            case EventKind.COURSE_ENDED:
                if self.courses:
                    self.courses[-1].ended = event.at
            case EventKind.LOST:
                self._lose(event, instant)
            case EventKind.OPENED:
                self.sessions.append(Session.begin(len(self.sessions) + 1, event, instant))
            case _ if event.kind not in _SAYS_NOTHING:
                self._session(event, instant)

    def _remember(self, event: Event, instant: Instant) -> None:
        values: Any = event.values
        match event.kind:
            case EventKind.DISCLAIMER:
                self.disclaimer = True
            case EventKind.SCREENED:
                self.screening[HealthCondition(values["condition"])] = Screened(values["answer"])
            case EventKind.SETTING:
                self.settings[values["name"]] = values["value"]
            case EventKind.SKIN:
                self.skin = SkinReport(SkinLook(values["look"]), event.at, instant)
            case _:
                self.emergency = event.at if event.kind is EventKind.EMERGENCY else None

    def _note(self, event: Event) -> None:
        values: Any = event.values
        when = When(values["when"]) if "when" in values else None
        self.pains.append(Pain(event.at, values["level"], self.near(event.at), when))

    def _lose(self, event: Event, instant: Instant) -> None:
        """Believe nothing any more that a lost event may have changed, where that is unsafe."""
        self.lost = instant
        answers = self.screening.items()
        self.screening = {one: answer for one, answer in answers if answer is Screened.YES}
        if event.values["recent"]:
            self.uncounted = instant
        if event.values["emergency"]:
            self.emergency = event.at

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

    def _session(self, event: Event, instant: Instant) -> None:
        """Pass on an event to the session that it must belong to."""
        session = self.open
        if session is None:
            raise ValueError(f"{event.kind} outside a session")
        session.apply(event, instant)
        if event.kind is EventKind.BEGUN:
            self._begin(session)
