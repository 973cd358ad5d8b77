"""A made-up course of any length, event by event, as Floe would have kept it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from voice.journal.journal import Journal
from voice.session.event import Event, EventKind, Value
from voice.session.health import HealthCondition
from voice.session.step import Step

FIRST = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
_GAP = timedelta(hours=2, minutes=40)
_EASED = 0.8
"""How much less it hurts from one day of the first week to the next."""


def diary(days: int, sessions: int, first: datetime = FIRST) -> Iterator[Event]:
    """Return the events of ``sessions`` a day, on ``days`` days from ``first`` on.

    Pain falls day by day, and with each massage; now and then it is not told, the skin goes
    numb, or the massage is stopped. The same is given each time.
    """
    yield Event(EventKind.NOTICE, first)
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
