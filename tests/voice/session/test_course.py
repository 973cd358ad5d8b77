"""Which sessions belong to a course, and how its days are counted: from events alone."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from voice.session.event import Event, EventKind, Value
from voice.session.record import Record
from voice.session.state import Course, When

BERLIN = ZoneInfo("Europe/Berlin")
"""Where clocks go back an hour on 25 October 2026, and on an hour on 29 March."""


def session(at: datetime, *, begins: bool = True) -> list[Event]:
    """One session of half a minute."""
    opened: dict[str, Value] = {"planned": 480.0, "step": "ice", "sooner": False}
    begun, ended = at + timedelta(seconds=60), at + timedelta(seconds=90)
    events = [Event(EventKind.OPENED, at, opened)]
    events += [Event(EventKind.BEGUN, begun)] if begins else []
    return [*events, Event(EventKind.ENDED, ended, {"ice": 30.0, "outcome": "stopped"})]


def record(*dates: datetime) -> Record:
    return Record.replay(event for date in dates for event in session(date))


def days(start: datetime, numbers: Iterable[int]) -> list[datetime]:
    """The same time on other days, whatever the clocks do between."""
    return [start + timedelta(days=number) for number in numbers]


MORNING = datetime(2026, 10, 23, 9, tzinfo=BERLIN)


def test_begins_with_the_first_session() -> None:
    assert Record().courses == []
    assert Record().course(MORNING) is None
    found = record(*days(MORNING, [0, 0, 1, 2]))
    [course] = found.courses
    assert course == Course(1, found.sessions)
    assert (course.first, course.last, course.days) == (date(2026, 10, 23), date(2026, 10, 25), 3)
    assert found.course(MORNING + timedelta(days=2)) is course


def test_only_a_session_that_has_begun_counts() -> None:
    found = Record.replay(session(MORNING, begins=False))
    assert found.courses == []


def test_a_pause_ends_it() -> None:
    found = record(*days(MORNING, [0, 3, 6]))
    [course] = found.courses
    assert course.days == 3
    assert found.course(MORNING + timedelta(days=9)) is course
    assert found.course(MORNING + timedelta(days=10)) is None
    assert course.ended is None

    found = record(*days(MORNING, [0, 3, 7]))
    first, second = found.courses
    assert (first.number, second.number) == (1, 2)
    assert first.ended == found.sessions[1].ended
    assert second.sessions == [found.sessions[2]]


def test_the_person_ends_it() -> None:
    found = record(MORNING)
    found.apply(Event(EventKind.COURSE_ENDED, MORNING + timedelta(hours=1)))
    assert found.course(MORNING + timedelta(hours=2)) is None
    [course] = found.courses
    assert course.ended == MORNING + timedelta(hours=1)
    for event in session(MORNING + timedelta(hours=3)):
        found.apply(event)
    assert [len(each.sessions) for each in found.courses] == [1, 1]
    assert found.courses[0].ended == MORNING + timedelta(hours=1)


def test_midnight_counts_for_the_day_it_was_opened() -> None:
    late = datetime(2026, 10, 23, 23, 59, 30, tzinfo=BERLIN)
    found = record(late)
    assert found.sessions[0].begun is not None
    assert found.sessions[0].begun.date() == date(2026, 10, 24)
    assert found.courses[0].last == date(2026, 10, 23)


@pytest.mark.parametrize("start", [datetime(2026, 10, 24, 23, 30), datetime(2027, 3, 27, 23, 30)])  # noqa: DTZ001
def test_clocks_that_change_make_no_day_longer(start: datetime) -> None:
    local = start.replace(tzinfo=BERLIN)
    course = record(*days(local, range(4))).courses[0]
    assert course.days == 4
    assert (course.last - course.first).days == 3


def test_a_trip_over_the_date_line() -> None:
    tokyo, honolulu = timezone(timedelta(hours=9)), timezone(timedelta(hours=-10))
    there = datetime(2026, 11, 22, 9, tzinfo=tokyo)
    back = (there + timedelta(hours=8)).astimezone(honolulu)
    assert back.date() == date(2026, 11, 21)
    found = record(there, back)
    [course] = found.courses
    assert (course.first, course.last, course.days) == (date(2026, 11, 21), date(2026, 11, 22), 2)


def test_pain_before_and_after() -> None:
    found = record(MORNING)
    [only] = found.sessions
    assert found.pain(only, When.BEFORE) is None
    soon = MORNING + timedelta(minutes=3)
    for level, when in ((6, {"when": "before"}), (5, {}), (4, {"when": "after"})):
        found.apply(Event(EventKind.PAIN, soon, {"level": level, **when}))
    assert [pain.when for pain in found.pains] == [When.BEFORE, None, When.AFTER]
    assert (found.pain(only, When.BEFORE), found.pain(only, When.AFTER)) == (6, 4)
    found.apply(Event(EventKind.PAIN, soon, {"level": 3, "when": "after"}))
    assert found.pain(only, When.AFTER) == 3


def test_a_date_without_daylight_saving() -> None:
    assert record(datetime(2026, 11, 22, 9, tzinfo=UTC)).courses[0].days == 1
