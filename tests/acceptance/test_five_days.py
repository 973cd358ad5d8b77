"""A course of five days in one run: the right counts and the right advice at its end."""

from contextlib import closing
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from voice.history.history import History
from voice.history.picture import picture
from voice.journal.journal import Journal
from voice.rehearsal.log import EntryKind, RehearsalLog
from voice.rehearsal.studio import Studio, load
from voice.rehearsal.verdict import judge
from voice.session.judgement import Change, change, told_in
from voice.session.plan import Plan
from voice.session.record import Record
from voice.session.state import When

pytestmark = pytest.mark.xdist_group("five-days")
"""One process runs them all: what they share takes long to make."""


@pytest.fixture(scope="module")
def log() -> RehearsalLog:
    """The rehearsal, which goes as its scenario says."""
    scenario = load("five-days")
    with closing(Studio()) as studio:
        told = studio.rehearse(scenario)
    judge(scenario, told)
    return told


@pytest.fixture(scope="module")
def record(log: RehearsalLog) -> Record:
    """What the journal holds at the end."""
    return Record.replay(event for part in log.parts for event in part.events)


def texts(log: RehearsalLog, key: str) -> list[str]:
    return [
        entry.text for part in log.parts for entry in part.of(EntryKind.FLOE) if entry.name == key
    ]


def test_days_are_those_of_the_calendar_there_and_then(log: RehearsalLog, record: Record) -> None:
    days = [session.day for session in record.sessions]
    assert days == [date(2026, 10, day) for day in (23, 23, 24, 25, 25, 26, 27)]
    midnight = record.sessions[1]
    assert midnight.begun
    assert midnight.begun.date() > midnight.day
    offsets = [part.starts.strftime("%z") for part in log.parts]
    assert offsets == ["+0200"] * 3 + ["+0100"] * 2 + ["-0400"] * 3


def test_counts(log: RehearsalLog, record: Record) -> None:
    [course] = record.courses
    assert (course.days, len(course.sessions)) == (5, 7)
    assert course.ended is not None
    [counted] = texts(log, "count.none")
    assert counted.startswith("Today you had none"), "the one over midnight was yesterday's"
    assert texts(log, "course.day") == [
        "It is day two of your course, and two days had ice.",
        "It is day five of your course, and five days had ice.",
    ]
    [week] = texts(log, "history.pain")
    assert "seven massages on five days" in week


def test_pain(record: Record) -> None:
    told = [
        (record.pain(one, When.BEFORE), record.pain(one, When.AFTER)) for one in record.sessions
    ]
    assert told == [(6, 5), (None, None), (6, 6), (6, 5), (6, 5), (5, 3), (4, 2)]
    pains = told_in(record, record.courses[0])
    assert change(Plan(), pains[0].level, pains[-1].level) is Change.FALL


def test_advice(log: RehearsalLog) -> None:
    """On the third day with ice and on the fourth, before its ice, and no more once pain falls."""
    advised = [len([e for e in part.events if e.kind == "advised"]) for part in log.parts]
    assert advised == [0, 0, 0, 1, 0, 1, 0, 0]
    first, second = texts(log, "judge.lasting")
    assert "Three days had ice, and your pain went from six to five" in first
    assert "Three days had ice, and your pain went from six to five" in second
    [answer] = texts(log, "course.pain")
    assert "a clear fall, from six to two" in answer


def test_the_reminder_comes_after_the_restart(log: RehearsalLog, record: Record) -> None:
    [late] = texts(log, "reminder.late")
    assert "in the morning" in late
    assert record.reminder is None


def test_picture(log: RehearsalLog, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite")
    journal.append(*(event for part in log.parts for event in part.events))
    journal.close()
    drawn = Xml.fromstring(picture(History.load(journal.path), "svg"))  # noqa: S314
    written = {"".join(each.itertext()) for each in drawn.iter()}
    assert "Pain and ice massage, 23 to 27 October 2026" in written
    assert {f"{day} Oct" for day in range(23, 28)} <= written
    assert {"before", "after", "at most 5 times 8 to 10 minutes"} <= written
    assert "stop for numb skin" not in written
    (told,) = (each.text or "" for each in drawn if each.get("id") == "desc")
    assert told.startswith(
        "In 5 days with ice (23 to 27 October 2026) pain before a massage fell from 6 to 4, after "
        "one it fell from 5 to 2. 7 massages"
    )
