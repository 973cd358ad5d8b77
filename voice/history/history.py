"""Reads a journal, and sorts what was done into sessions, courses and pain levels."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Self

from floe.errors import FloeError
from voice.journal.salvage import recall_readable
from voice.session.event import Event
from voice.session.plan import Plan
from voice.session.record import Record
from voice.session.state import Course, Pain, Session, When

PLAN = Plan()
"""The rules of a session, for the scales of charts and pictures."""
MOST_MINUTES = PLAN.sessions_a_day * PLAN.longest / 60
"""Minutes of ice that a day may have at the most: 5 sessions of 10 minutes."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One session in which the massage was begun, with the pain that was told around it."""

    session: Session
    course: int
    """Number of the course that it belongs to, from 1."""
    before: float | None
    """Pain before it, 0 to 10, as asked for; None where the question was skipped."""
    after: float | None
    """Pain after it, 0 to 10, as asked for; None where the question was skipped."""
    others: tuple[Pain, ...]
    """Pain levels told during it or soon after it without being asked for."""

    @property
    def day(self) -> date:
        """The day that the session counts for."""
        return self.session.day

    @property
    def minutes(self) -> float:
        """Minutes of ice on the skin."""
        return self.session.ice / 60


@dataclass(frozen=True, slots=True)
class History:
    """Everything that one person did."""

    person: str | None
    """The person's name; None for the default journal's."""
    events: list[Event]
    """Everything in the journal, oldest first."""
    record: Record
    """The state that all events lead to."""
    courses: list[Course]
    """Oldest first."""
    entries: list[HistoryEntry]
    """The sessions, oldest first."""
    others: list[Pain]
    """Pain told at any other time than before or after one of `entries`, oldest first."""
    loss: FloeError | None = None
    """What of the journal could not be read; None where all could."""

    @classmethod
    def load(cls, journal: Path, person: str | None = None) -> Self:
        """Read what can be read of ``person``'s ``journal``; without such a file that is nothing.

        Raises:
            JournalCorrupt, JournalNewer, JournalUnreadable: nothing in it can be read.
        """
        events, record, loss = recall_readable(journal)
        pains: defaultdict[int | None, list[Pain]] = defaultdict(list)
        for pain in record.pains:
            pains[pain.session].append(pain)
        courses = record.courses
        entries = [
            _entry(session, course.number, pains[session.number])
            for course in courses
            for session in course.sessions
        ]
        told = {entry.session.number for entry in entries}
        others = [pain for pain in record.pains if pain.when is None or pain.session not in told]
        return cls(person, events, record, courses, entries, others, loss)

    @property
    def newest(self) -> Self:
        """The same person's newest course alone, with the pain told since it began."""
        if not self.courses:
            return self
        course = self.courses[-1]
        entries = [entry for entry in self.entries if entry.course == course.number]
        others = [pain for pain in self.others if pain.at.date() >= course.first]
        return replace(self, courses=[course], entries=entries, others=others)

    @property
    def ice(self) -> Mapping[date, float]:
        """Minutes of ice on each day that had a session, oldest first."""
        minutes: dict[date, float] = {}
        for entry in self.entries:
            minutes[entry.day] = minutes.get(entry.day, 0.0) + entry.minutes
        return minutes


def _entry(session: Session, course: int, pains: list[Pain]) -> HistoryEntry:
    asked = {pain.when: pain.level for pain in pains}
    others = tuple(pain for pain in pains if pain.when is None)
    return HistoryEntry(session, course, asked.get(When.BEFORE), asked.get(When.AFTER), others)
