"""Days, weeks or months: what a long history is put together by, to stay readable."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from statistics import fmean

from voice.history.history import History, Row
from voice.session.state import Pain


class Unit(Enum):
    """How long a span is."""

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
"""Days from the first of a unit that lead into the next one."""


@dataclass(slots=True)
class Span:
    """A day, week, month or year in which something was done."""

    unit: Unit
    first: date
    rows: list[Row] = field(default_factory=list)
    others: list[Pain] = field(default_factory=list)

    @property
    def days(self) -> int:
        """How many of its days had a session."""
        return len({row.day for row in self.rows})

    @property
    def minutes(self) -> float:
        """Minutes of ice in all."""
        return sum(row.minutes for row in self.rows)

    @property
    def daily(self) -> float:
        """Minutes of ice on a day that had a session, on average."""
        return self.minutes / self.days if self.rows else 0.0

    @property
    def numb_stops(self) -> int:
        """How often ice was stopped for numb skin."""
        return sum(row.session.numb_stops for row in self.rows)

    @property
    def before(self) -> float | None:
        """Pain before a session, on average."""
        return mean(row.before for row in self.rows)

    @property
    def after(self) -> float | None:
        """Pain after a session, on average."""
        return mean(row.after for row in self.rows)


def mean(levels: Iterable[float | None]) -> float | None:
    """Return the mean of the levels that there are."""
    known = [level for level in levels if level is not None]
    return fmean(known) if known else None


def unit(history: History, most: int) -> Unit:
    """Return the shortest unit of which no more than ``most`` cover all sessions."""
    days = [row.day for row in history.rows]
    fitting = (one for one in Unit if one.count(min(days), max(days)) <= most)
    return next(fitting, Unit.YEAR)


def spans(history: History, by: Unit) -> Sequence[Span]:
    """Return every span in which there was a session or a pain, oldest first."""
    found: defaultdict[date, list[Row]] = defaultdict(list)
    others: defaultdict[date, list[Pain]] = defaultdict(list)
    for row in history.rows:
        found[by.first(row.day)].append(row)
    for pain in history.others:
        others[by.first(pain.at.date())].append(pain)
    return [Span(by, day, found[day], others[day]) for day in sorted({*found, *others})]
