"""The terminal: table, chart and sentences, in any width and any encoding."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.voice.history.lives import AT, lived, massage, pain, written
from voice.history.chart import chart
from voice.history.history import History
from voice.history.summary import describe
from voice.history.table import table
from voice.session.event import Event, EventKind


@pytest.mark.parametrize("width", [40, 63, 64, 80, 200])
@pytest.mark.parametrize(("days", "sessions"), [(1, 1), (5, 3), (12, 5), (400, 1)])
def test_nothing_is_wider_than_the_terminal(
    path: Path, width: int, days: int, sessions: int
) -> None:
    history = lived(path, days, sessions)
    for line in (*table(history, width), *chart(history, width)):
        assert len(line) <= width
        assert line.isascii()
        assert line == line.rstrip()


def test_a_massage_in_one_line_or_two(path: Path) -> None:
    numb = Event(EventKind.NUMB, AT, {"ice": 100.0})
    history = written(path, *massage(AT, pain(AT, 7, "before"), pain(AT, 6), numb))
    assert list(table(history, 80)) == [
        "day         time   ice    of     ended by    numb  pain",
        "2026-11-22  09:00   8:00   8:00  completed   1     7 to -, also 6",
    ]
    assert list(table(history, 40)) == [
        "2026-11-22 09:00  8:00 of 8:00",
        "  completed, 1 numb stop, pain 7 to -,",
        "    also 6",
    ]


def test_a_massage_that_goes_on(path: Path) -> None:
    history = written(path, *massage(AT)[:2])
    assert list(table(history, 80))[1].endswith("goes on")


def test_the_chart_of_a_day(path: Path) -> None:
    later = AT + timedelta(hours=3)
    history = written(
        path,
        *massage(AT, pain(AT, 7, "before"), pain(AT + timedelta(minutes=9), 4.5, "after")),
        *massage(later, pain(later, 3, "before"), pain(later, 3, "after"), ice=600.0),
    )
    assert list(chart(history, 40)) == [
        "Pain, 0 to 10: B before, A after, X both",
        "       0         5         10",
        "Sun 22 Nov",
        " 09:00 : : : : :A----B : : : 7 to 4.5",
        " 12:00 : : : X : : : : : : : 3 to 3",
        "",
        "Minutes of ice a day, of 50 at most",
        "22 Nov ########.............. 18 min, 2x",
    ]


def test_the_chart_of_what_was_told_at_no_question(path: Path) -> None:
    lines = list(chart(written(path, *massage(AT, pain(AT, 6))), 80))
    assert lines[3] == " 09:00 " + "   ".join(":" * 11) + " 6"


def test_a_long_history_is_put_together(path: Path) -> None:
    lines = list(chart(lived(path, days=400, sessions=2), 80))
    assert len(lines) < 40
    assert "(the mean of each month)" in lines
    assert sum(line.startswith("Jan 27") for line in lines) == 2


def test_few_days_are_shown_though_they_be_apart(path: Path) -> None:
    written(path, *massage(AT), *massage(AT + timedelta(days=300)))
    lines = list(chart(History.load(path), 80))
    assert {"Sun 22 Nov", "Sat 18 Sep"} <= set(lines)
    lines = list(chart(written(path, *massage(AT + timedelta(days=400))), 80))
    assert "(the mean of each month)" in lines


def test_in_words(path: Path) -> None:
    assert describe(lived(path, days=5, sessions=3)) == [
        "In 5 days with ice (18 to 22 November 2026) pain before a massage fell from 7.3 to 4.5, "
        "after one it fell from 5.3 to 2.5.",
        "15 massages with 126 minutes of ice in all, 25 a day on average, and 27 on the fullest "
        "day (18 November); 50 a day are the most.",
        "2 stops for numb skin, on 19 November and 22 November.",
        "Pain was told at 3 other times, the last 5 on 22 November at 09:30.",
    ]


def test_in_words_where_little_is_known(path: Path) -> None:
    assert describe(History.load(path)) == ["No massage yet."]
    assert describe(written(path, pain(AT, 6))) == [
        "No massage yet.",
        "Pain was told at one other time: 6 on 22 November at 09:00.",
    ]
    assert describe(written(path, *massage(AT + timedelta(hours=1))))[:3] == [
        "In 1 day with ice (22 November 2026) no pain was told before or after a massage.",
        "1 massage with 8 minutes of ice in all; 50 a day are the most.",
        "No stop for numb skin.",
    ]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(3, 6, "rose from 3 to 6"), (4, 4, "stayed at 4"), (6, 3.5, "fell from 6 to 3.5")],
)
def test_pain_that_rises_stays_or_falls(path: Path, first: float, last: float, words: str) -> None:
    eve = AT.replace(month=12, day=31)
    later = eve + timedelta(days=1)
    history = written(
        path,
        *massage(eve, pain(eve, first, "before")),
        *massage(later, pain(later, last, "before")),
    )
    assert describe(history)[0] == (
        f"In 2 days with ice (31 December 2026 to 1 January 2027) pain before a massage {words}."
    )


def test_of_several_courses_the_last_is_told(path: Path) -> None:
    later = AT + timedelta(days=45)
    history = written(
        path,
        *massage(AT, pain(AT, 9, "before")),
        *massage(later, pain(later, 4, "before"), pain(later, 3, "after")),
    )
    assert describe(history)[:2] == [
        "In the last of 2 courses, 1 day with ice (6 January 2027), "
        "pain before a massage was 4, after one it was 3.",
        "2 massages with 16 minutes of ice in all, 8 a day on average, and 8 on the fullest day "
        "(22 November 2026); 50 a day are the most.",
    ]
