"""Groups a long history by days, weeks, months or years, so that it stays readable."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from statistics import fmean

from voice.history.history import History, HistoryEntry
from voice.session.state import Pain


class Unit(Enum):
    """The length of a span."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    def first(self, day: date) -> date:
        """Return the first day of the span that ``day`` lies in."""
        match self:
            case Unit.DAY:
                return day
            case Unit.WEEK:
                return day - timedelta(days=day.weekday())
            case Unit.MONTH:
                return day.replace(day=1)
            case Unit.YEAR:
                return day.replace(month=1, day=1)

    def next(self, first: date) -> date:
        """Return the first day of the span after the one that begins on ``first``."""
        return self.first(first + timedelta(days=_NEXT[self.value]))

    def count(self, first: date, last: date) -> int:
        """Return how many spans lie from the day ``first`` to the day ``last``, both included."""
        match self:
            case Unit.DAY:
                return (last - first).days + 1
            case Unit.WEEK:
                return (self.first(last) - self.first(first)).days // 7 + 1
            case Unit.MONTH:
                return 12 * (last.year - first.year) + last.month - first.month + 1
            case Unit.YEAR:
                return last.year - first.year + 1


_NEXT = {"day": 1, "week": 7, "month": 31, "year": 366}
"""How many days after the first day of a unit a day of the next one surely comes."""


@dataclass(slots=True)
class Span:
    """A day, week, month or year in which there was a session, or pain was told."""

    unit: Unit
    first: date
    """Its first day."""
    entries: list[HistoryEntry] = field(default_factory=list)
    """The sessions in it, oldest first."""
    others: list[Pain] = field(default_factory=list)
    """Pain told in it at any other time than before or after a session."""

    @property
    def days(self) -> int:
        """How many of its days had a session."""
        return len({entry.day for entry in self.entries})

    @property
    def minutes(self) -> float:
        """Minutes of ice in all of it."""
        return sum(entry.minutes for entry in self.entries)

    @property
    def daily(self) -> float:
        """Mean minutes of ice on the days that had a session."""
        return self.minutes / self.days if self.entries else 0.0

    @property
    def numb_stops(self) -> int:
        """How often the massage was stopped for numb skin."""
        return sum(entry.session.numb_stops for entry in self.entries)

    @property
    def before(self) -> float | None:
        """Mean pain before a session, 0 to 10; None where none was told."""
        return mean(entry.before for entry in self.entries)

    @property
    def after(self) -> float | None:
        """Mean pain after a session, 0 to 10; None where none was told."""
        return mean(entry.after for entry in self.entries)


def mean(levels: Iterable[float | None]) -> float | None:
    """Return the mean of the levels that are not None; None where there are none."""
    known = [level for level in levels if level is not None]
    return fmean(known) if known else None


def choose_unit(history: History, most: int) -> Unit:
    """Return the shortest unit of which ``most`` spans suffice to cover all sessions."""
    days = [entry.day for entry in history.entries]
    fitting = (one for one in Unit if one.count(min(days), max(days)) <= most)
    return next(fitting, Unit.YEAR)


def spans(history: History, by: Unit) -> Sequence[Span]:
    """Return every span in which there was a session or pain was told, oldest first."""
    found: defaultdict[date, list[HistoryEntry]] = defaultdict(list)
    others: defaultdict[date, list[Pain]] = defaultdict(list)
    for entry in history.entries:
        found[by.first(entry.day)].append(entry)
    for pain in history.others:
        others[by.first(pain.at.date())].append(pain)
    return [Span(by, day, found[day], others[day]) for day in sorted({*found, *others})]
