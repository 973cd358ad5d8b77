"""Everything that was done, ready to be told: read and replayed once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Self

from voice.journal.journal import recall
from voice.session.event import Event
from voice.session.record import Record
from voice.session.state import Course, Pain, Session, When


@dataclass(frozen=True, slots=True)
class Row:
    """A session whose massage had begun."""

    session: Session
    course: int
    """The number of its course, from 1."""
    before: float | None
    """Pain asked before it, 0 to 10; None where that was skipped."""
    after: float | None
    """Pain asked after it, 0 to 10; None where that was skipped."""
    others: tuple[Pain, ...]
    """Pains told in it or soon after, unasked."""

    @property
    def day(self) -> date:
        """The day it counts for."""
        return self.session.day

    @property
    def minutes(self) -> float:
        """Minutes of ice on the skin."""
        return self.session.ice / 60


@dataclass(frozen=True, slots=True)
class History:
    """What one person did."""

    person: str | None
    events: list[Event]
    record: Record
    courses: list[Course]
    rows: list[Row]
    """Oldest first."""
    others: list[Pain]
    """Pains told at any other time than before and after one of `rows`, oldest first."""

    @classmethod
    def load(cls, journal: Path, person: str | None = None) -> Self:
        """Read the journal of ``person``; all is empty where there is none.

        Raises:
            JournalCorrupt, JournalNewer, JournalUnreadable: it cannot be used.
        """
        events, record = recall(journal)
        pains: defaultdict[int | None, list[Pain]] = defaultdict(list)
        for pain in record.pains:
            pains[pain.session].append(pain)
        courses = record.courses
        rows = [
            _row(session, course.number, pains[session.number])
            for course in courses
            for session in course.sessions
        ]
        told = {row.session.number for row in rows}
        others = [pain for pain in record.pains if pain.when is None or pain.session not in told]
        return cls(person, events, record, courses, rows, others)

    @property
    def newest(self) -> Self:
        """The newest course alone, with the pains told since it began."""
        if not self.courses:
            return self
        course = self.courses[-1]
        rows = [row for row in self.rows if row.course == course.number]
        others = [pain for pain in self.others if pain.at.date() >= course.first]
        return replace(self, courses=[course], rows=rows, others=others)

    @property
    def ice(self) -> Mapping[date, float]:
        """Minutes of ice by the days that had any session, oldest first."""
        minutes: dict[date, float] = {}
        for row in self.rows:
            minutes[row.day] = minutes.get(row.day, 0.0) + row.minutes
        return minutes


def _row(session: Session, course: int, pains: list[Pain]) -> Row:
    asked = {pain.when: pain.level for pain in pains}
    others = tuple(pain for pain in pains if pain.when is None)
    return Row(session, course, asked.get(When.BEFORE), asked.get(When.AFTER), others)
