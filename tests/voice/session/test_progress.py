"""How it is going, which day it is, when the last was and when the next may be; a sentence each."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from intents.intent import IntentName as N
from tests.voice.session.talk import Talk
from voice.session.event import EventKind
from voice.session.phase import Phase
from voice.session.questions.course import CourseQuestion

DAY = 24 * 3600.0


def iced(talk: Talk, *pains: float) -> Talk:
    """A session of half a minute, with the pain before it and after it where they are given."""
    talk.massage()
    talk.wait(30)
    for level in pains[:1]:
        talk.hear(N.REPORT_PAIN, level=level)
    talk.hear(N.STOP_SESSION)
    for level in pains[1:]:
        talk.hear(N.REPORT_PAIN, level=level)
    return talk.hear(N.SKIP)


def test_without_a_course() -> None:
    talk = Talk()
    for name in (N.ASK_COURSE, N.ASK_DAY, N.END_COURSE):
        assert talk.hear(name).keys == ["course.none"]
    assert talk.hear(N.ASK_LAST).keys == ["last.none"]
    assert talk.hear(N.ASK_NEXT).keys == ["time.free"]
    assert talk.hear(N.ASK_HISTORY).keys == ["history.none"]


def test_how_is_it_going() -> None:
    talk = iced(Talk())
    assert talk.hear(N.ASK_COURSE).text == "It is day one of your course, with one massage so far."
    iced(talk.away(2 * DAY), 6, 3)
    assert talk.hear(N.ASK_COURSE).text == (
        "It is day three of your course, with two massages so far, and your pain shows "
        "a clear fall, from six to three since it began."
    )
    talk.hear(N.REPORT_PAIN, level=5)
    assert "no clear change, from six to five" in talk.hear(N.ASK_COURSE).text
    talk.hear(N.REPORT_PAIN, level=8)
    assert "a clear rise, from six to eight" in talk.hear(N.ASK_COURSE).text


def test_which_day_is_it() -> None:
    talk = iced(iced(Talk()).away(3 * 3600))
    iced(talk.away(2 * DAY))
    talk.away(DAY)
    assert talk.hear(N.ASK_DAY).text == "It is day four of your course, and two days had ice."
    assert talk.away(3 * DAY).hear(N.ASK_DAY).keys == ["course.none"]


def test_a_course_is_ended_on_yes_alone() -> None:
    talk = iced(Talk()).hear(N.END_COURSE)
    assert talk.text == "That makes one massage on one day. Is your course over?"
    assert talk.controller.snapshot().question == CourseQuestion.name
    assert talk.controller.asked == {N.YES, N.NO}
    assert talk.hear(N.NO).keys == ["course.kept"]
    assert talk.hear(N.END_COURSE).hear(N.YES).keys == ["course.ended"]
    assert talk.kinds == [EventKind.COURSE_ENDED]
    assert talk.hear(N.ASK_COURSE).keys == ["course.none"]
    iced(talk.away(3 * 3600))
    assert [len(course.sessions) for course in talk.record.courses] == [1, 1]


def test_no_answer_or_another_keeps_the_course() -> None:
    talk = iced(Talk()).hear(N.END_COURSE)
    talk.wait(60)
    assert talk.controller.snapshot().question is None
    for name in (N.STOP_SESSION, N.CANCEL):
        assert talk.hear(N.END_COURSE).hear(name).keys == ["all_right"]
    assert talk.hear(N.END_COURSE).hear(N.START_SESSION).keys == ["limit.soon"]
    assert talk.record.courses[-1].ended is None


def test_no_course_ends_in_a_massage() -> None:
    talk = Talk().massage()
    assert talk.hear(N.END_COURSE).keys == ["course.busy"]
    assert talk.at(Phase.MASSAGING)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Today, at nine o'clock in the morning, with thirty seconds of ice."),
        (1, "Yesterday, at nine o'clock in the morning, with thirty seconds of ice."),
        (9, "That was nine days ago, at nine o'clock in the morning, with thirty seconds of ice."),
    ],
)
def test_when_was_my_last_one(days: int, words: str) -> None:
    talk = iced(Talk())
    talk.away(days * DAY)
    assert talk.hear(N.ASK_LAST).text == words


def test_the_one_that_is_going_on_is_not_the_last() -> None:
    talk = Talk().massage()
    assert talk.hear(N.ASK_LAST).keys == ["last.none"]


def test_when_can_i_go_again() -> None:
    talk = Talk().massage()
    assert talk.hear(N.ASK_NEXT).text == "First comes this one. Two hours after it the next is due."
    talk.hear(N.REPORT_NUMB)
    assert talk.hear(N.ASK_NEXT).keys == ["time.warming"]
    talk.hear(N.STOP_SESSION).hear(N.SKIP)
    assert talk.hear(N.ASK_NEXT).keys == ["time.due_warm"]
    assert "In two hours, at eleven o'clock" in talk.text
    talk.away(2 * 3600 + 1)
    assert talk.hear(N.ASK_NEXT).keys == ["time.free_warm"]
    iced(talk)
    assert talk.hear(N.ASK_NEXT).keys == ["time.due"]
    talk.away(3 * 3600)
    assert talk.hear(N.ASK_NEXT).keys == ["time.free"]


def test_not_again_today() -> None:
    talk = Talk()
    for _ in range(4):
        iced(talk)
    talk.hear(N.START_SESSION).hear(N.YES, anyway=True)
    assert talk.hear(N.ASK_NEXT).keys == ["time.last"]
    talk.skipped()
    while talk.at(Phase.PREPARING):
        talk.hear(N.NEXT_STEP)
    assert talk.hear(N.ASK_NEXT).keys == ["time.last"]
    talk.hear(N.STOP_SESSION)
    assert talk.hear(N.ASK_NEXT).keys == ["time.tomorrow"]


def test_not_before_a_doctor() -> None:
    talk = Talk().hear(N.REPORT_EMERGENCY)
    assert talk.hear(N.ASK_NEXT).keys == ["time.doctor"]
    talk = Talk().hear(N.START_SESSION).hear(N.YES)
    assert talk.hear(N.ASK_NEXT).keys == ["time.doctor"]


@pytest.mark.parametrize("name", [N.ASK_COURSE, N.ASK_DAY, N.ASK_HISTORY, N.ASK_LAST])
def test_a_sentence_each(name: N) -> None:
    talk = iced(iced(Talk(), 6, 5).away(DAY), 5, 4)
    assert len(re.findall(r"[.?]", talk.hear(name).text)) == 1
    assert len(talk.keys) == 1


def test_a_trip_and_a_night_when_clocks_change() -> None:
    """Friday in Berlin, clocks back on Sunday, then Monday in New York."""
    berlin, new_york = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
    talk = Talk(date=datetime(2026, 10, 23, 23, 50, tzinfo=berlin))
    iced(talk)
    talk.date = datetime(2026, 10, 25, 23, 50, tzinfo=berlin)
    iced(talk)
    assert talk.hear(N.ASK_DAY).text == "It is day three of your course, and two days had ice."
    talk.date = (talk.date + timedelta(hours=24)).astimezone(new_york)
    assert talk.hear(N.ASK_DAY).text == "It is day four of your course, and two days had ice."
    assert talk.hear(N.ASK_LAST).text.startswith("Yesterday, at eleven fifty at night")
