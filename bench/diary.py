"""Makes up the journal of a course of any length, for tests and for measuring a look back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from voice.journal.journal import Journal
from voice.session.event import Event, EventKind, Value
from voice.session.health import HealthCondition
from voice.session.step import Step

FIRST = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
"""When a course begins unless told otherwise."""
_GAP = timedelta(hours=2, minutes=40)
"""The time from the start of one session to the start of the next."""
_EASED = 0.8
"""How much the level of pain falls from one day to the next, until it is 2."""


def diary(days: int, sessions: int, first: datetime = FIRST) -> Iterator[Event]:
    """Yield the events of ``sessions`` sessions a day, on ``days`` days from ``first`` on.

    The pain falls day by day and with each massage. Now and then it is not told, the skin goes
    numb, or the massage is stopped. The same arguments always give the same events.
    """
    yield Event(EventKind.DISCLAIMER, first)
    for condition in HealthCondition:
        yield _event(EventKind.SCREENED, first, condition=condition.value, answer="no")
    for day in range(days):
        for number in range(sessions):
            yield from _session(first + timedelta(days=day) + number * _GAP, day, number)


def write(path: Path, days: int, sessions: int, first: datetime = FIRST) -> None:
    """Write such a course into the journal ``path``."""
    journal = Journal(path)
    journal.append(*diary(days, sessions, first))
    journal.close()


def _session(at: datetime, day: int, number: int) -> Iterator[Event]:
    pain = round(max(2.0, 7 - _EASED * day) + (day + number) % 2)
    told = (day + 2 * number) % 9 != 8
    planned = 480.0 + 60 * (number % 3)
    yield _event(EventKind.OPENED, at, planned=planned, step="ice", sooner=False)
    if told:
        yield _event(EventKind.PAIN, at, level=pain, when="before")
    for step in list(Step)[1:]:
        yield _event(EventKind.STEP, at, step=step.value)
    yield Event(EventKind.BEGUN, at)
    for minute in range(4, 8):
        yield _event(EventKind.CHECKED, at + timedelta(minutes=minute), answer="fine")
    yield from _ending(at, planned, (3 * day + number) % 11)
    if told:
        yield _event(
            EventKind.PAIN, at + timedelta(minutes=14), level=max(0, pain - 2), when="after"
        )
    if (day + number) % 13 == 4:
        yield _event(EventKind.PAIN, at + timedelta(hours=1), level=min(10, pain + 1))


def _ending(at: datetime, planned: float, chance: int) -> Iterator[Event]:
    ice, outcome = planned, "completed"
    if chance == 3:
        ice, outcome = 405.0, "numb"
        yield _event(EventKind.NUMB, at + timedelta(seconds=ice), ice=ice)
    elif chance == 7:
        ice, outcome = 290.0, "stopped"
    end = at + timedelta(seconds=ice)
    yield _event(EventKind.PROGRESS, end, ice=ice)
    yield _event(EventKind.ENDED, end, ice=ice, outcome=outcome)


def _event(kind: EventKind, at: datetime, **values: Value) -> Event:
    return Event(kind, at, values)
