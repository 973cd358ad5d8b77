"""Numbers and times in what people say, found inside whatever sentence."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.clock import ClockTime, clock_time
from intents.numbers import minutes, pain_level, spoken_numbers
from intents.spelling import spellings

MORNING = datetime(2026, 11, 22, 10, 30)  # noqa: DTZ001 (as the wall clock says it)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("about a seven", 7),
        ("six to seven", 7),
        ("six or seven", 7),
        ("somewhere between five and six", 6),
        ("six or seven maybe eight", 8),
        ("it was a seven but now it's a five", 5),
        ("six no seven", 7),
        ("seven out of ten", 7),
        ("ten", 10),
        ("ten out of ten", 10),
        ("eight and a half", 8.5),
        ("four point five i'd say", 4.5),
        ("oh it's a zero now", 0),
        ("a hundred", 100),
        ("through the roof", None),
        ("oh it hurts", None),
    ],
)
def test_a_pain(text: str, level: float | None) -> None:
    assert pain_level(text) == level


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("ten", 10),
        ("nine minutes please", 9),
        ("no make it eight minutes", 8),
        ("five minutes no six minutes", 6),
        ("eight to ten minutes", 10),
        ("eight and a half minutes", 8.5),
        ("a minute and a half", 1.5),
        ("half a minute", 0.5),
        ("another half a minute", 0.5),
        ("just one minute more", 1),
        ("another minute", 1),
        ("a couple of minutes", 2),
        ("a couple more minutes", 2),
        ("a few minutes longer", 3),
        ("ninety seconds", 1.5),
        ("half an hour", 30),
        ("a quarter of an hour", 15),
        ("three quarters of an hour", 45),
        ("an hour", 60),
        ("an hour and a half", 90),
        ("one and a half hours", 90),
        ("one hour and twenty minutes", 80),
        ("two and a half hours", 150),
        ("a hundred and twenty minutes", 120),
        ("a bit longer", None),
    ],
)
def test_a_time_span(text: str, span: float | None) -> None:
    assert minutes(text) == span


@given(st.integers(0, 999))
def test_every_whole_number_in_every_spelling(number: int) -> None:
    for spelling in spellings(number, "en"):
        words = spelling.replace("-", " ").split()
        assert [each.value for each in spoken_numbers(words)] == [number], spelling


def test_no_unit_no_span_where_a_number_alone_is_none() -> None:
    assert minutes("ten", bare=False) is None


@pytest.mark.parametrize(
    ("text", "written", "due"),
    [
        ("remind me at three", "03:00?", "22 15:00"),
        ("at half past three", "03:30?", "22 15:30"),
        ("half seven", "07:30?", "22 19:30"),
        ("quarter to four", "03:45?", "22 15:45"),
        ("ten to one", "12:50?", "22 12:50"),
        ("at twenty past nine", "09:20?", "22 21:20"),
        ("at three thirty", "03:30?", "22 15:30"),
        ("six o'clock in the evening", "18:00", "22 18:00"),
        ("at seven p m", "19:00", "22 19:00"),
        ("at seven in the morning", "07:00", "23 07:00"),
        ("at fifteen", "15:00", "22 15:00"),
        ("at noon", "12:00", "22 12:00"),
        ("tonight", "20:00", "22 20:00"),
        ("this afternoon", "15:00", "22 15:00"),
        ("tomorrow", "tomorrow 09:00", "23 09:00"),
        ("tomorrow morning", "tomorrow 09:00", "23 09:00"),
        ("tomorrow at eight", "tomorrow 08:00?", "23 08:00"),
        ("tomorrow evening at half past eight", "tomorrow 20:30", "23 20:30"),
    ],
)
def test_a_time_of_day(text: str, written: str, due: str) -> None:
    found = clock_time(text)
    assert found
    assert str(found) == written
    assert ClockTime.read(written) == found
    assert f"{found.next(MORNING):%d %H:%M}" == due


@pytest.mark.parametrize("text", ["in two hours", "when it's time", "", "ten minutes"])
def test_no_time_of_day(text: str) -> None:
    assert clock_time(text) is None


@pytest.mark.parametrize("written", ["", "tomorrow", "25:00", "7:00", "12:60"])
def test_what_is_not_written_so(written: str) -> None:
    with pytest.raises(ValueError, match="no time of day"):
        ClockTime.read(written)


@given(st.text(alphabet="abcdefghijklmnoprstuvwy '", max_size=60))
def test_any_text_is_taken(text: str) -> None:
    pain_level(text)
    minutes(text)
    clock_time(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "an",
                "one",
                "half",
                "quarter",
                "past",
                "to",
                "at",
                "ten",
                "three",
                "point",
                "and",
            ]
        )
    )
)
def test_any_order_of_such_words_is_taken(words: list[str]) -> None:
    text = " ".join(words)
    pain_level(text)
    minutes(text)
    found = clock_time(text)
    if found:
        found.next(MORNING)
