"""When a doctor is advised: a test for every rule, and for the page that lists them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from intents.intent import IntentName as N
from tests.voice.session.talk import PLAN, Talk
from voice.session.event import EventKind
from voice.session.judgement import RULES, Change, change
from voice.session.phase import Phase

PAGE = Path(__file__).parents[3] / "docs" / "judgement.md"
DAY = 24 * 3600.0


def iced(talk: Talk, before: float | None, after: float | None) -> list[str]:
    """One short session with its two answers; give what was said from the first answer on."""
    talk.hear(N.START_SESSION)
    at = len(talk.said)
    talk.hear(N.SKIP) if before is None else talk.hear(N.REPORT_PAIN, level=before)
    while talk.at(Phase.PREPARING):
        talk.hear(N.NEXT_STEP)
    talk.wait(20)
    talk.hear(N.STOP_SESSION)
    talk.hear(N.SKIP) if after is None else talk.hear(N.REPORT_PAIN, level=after)
    return [key for key in talk.said[at:] if key.startswith("judge.")]


def course(*answers: tuple[float | None, float | None]) -> list[list[str]]:
    """A session a day; give the advice of each day."""
    talk = Talk().screened()
    talk.hear(N.STOP_SESSION)
    said = []
    for before, after in answers:
        said.append(iced(talk, before, after))
        talk.away(DAY)
    return said


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (10, 8, Change.FALL),
        (10, 8.5, Change.SAME),
        (6, 4.5, Change.SAME),
        (6, 4, Change.FALL),
        (3, 2, Change.FALL),
        (4, 3, Change.SAME),
        (1, 0.5, Change.FALL),
        (0, 0, Change.SAME),
        (0, 2, Change.RISE),
        (5, 6.5, Change.SAME),
        (5, 7, Change.RISE),
    ],
)
def test_what_is_clear(first: float, last: float, found: Change) -> None:
    assert change(PLAN, first, last) is found


def test_emergency() -> None:
    for talk in (Talk(), Talk().screened(), Talk().massage()):
        for _ in range(2):
            assert talk.hear(N.REPORT_EMERGENCY).keys == ["emergency.now"]
    talk.hear(N.REPORT_PAIN, level=10)
    assert talk.keys == ["pain.noted"], "help now is not followed by a doctor some day"


def test_severe() -> None:
    assert course((7.5, 7)) == [[]]
    assert course((8, 7)) == [["judge.severe"]]
    assert course((7, 8)) == [["judge.severe"]]
    talk = Talk().massage().hear(N.REPORT_PAIN, level=9)
    assert talk.keys == ["massage.paused", "pain.noted", "judge.severe", "sore.ask"]
    assert talk.at(Phase.PAUSED)


def test_growing() -> None:
    assert course((4, 4), (5.5, 5)) == [[], []]
    assert course((4, 4), (6, 5)) == [[], ["judge.growing"]]
    assert course((4, 6)) == [["judge.growing"]]


def test_lasting() -> None:
    assert course((6, 6), (6, 6), (6, 6)) == [[], [], ["judge.lasting"]]
    assert course((6, 5), (6, 4), (6, 4), (5, 4)) == [[], [], [], ["judge.lasting"]]
    assert course((6, 6), (5, 4), (4, 3), (4, 3)) == [[], [], [], []]
    assert course((1, 1), (0, 0), (0, 0)) == [[], [], []]


def test_lasting_after_a_session_whose_question_was_skipped() -> None:
    assert course((6, None), (6, None), (6, None)) == [[], [], ["judge.lasting"]]


def test_who_says_nothing_is_not_judged() -> None:
    assert course((6, None), (None, None), (None, None), (None, None)) == [[], [], [], []]


def test_once_a_day_the_gravest() -> None:
    talk = Talk().screened()
    talk.hear(N.STOP_SESSION)
    assert iced(talk, 9, 9) == ["judge.severe"]
    talk.away(3 * 3600)
    assert iced(talk, 9, 9) == []
    assert talk.restart().hear(N.REPORT_PAIN, level=10).keys == ["pain.noted"]
    for _ in range(2):
        talk.away(DAY)
        assert iced(talk, 9, 10) == ["judge.severe"], "and not that it lasts as well"
    advised = [event for event in talk.events if event.kind is EventKind.ADVISED]
    assert [event.values["rule"] for event in advised] == ["severe"] * 3


def test_a_new_course_begins_anew() -> None:
    talk = Talk().screened()
    talk.hear(N.STOP_SESSION)
    for _ in range(2):
        iced(talk, 6, 6)
        talk.away(DAY)
    talk.hear(N.END_COURSE).hear(N.YES)
    assert iced(talk, 6, 6) == []
    talk.date += timedelta(days=10)
    talk.clock += 10 * DAY
    assert iced(talk, 6, 6) == []


def test_the_page_lists_every_rule_with_its_source_and_test() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| (.*?) \| `(\w+)` \|$", PAGE.read_text(), re.MULTILINE)
    assert rows == [(rule.name, rule.source, f"test_{rule.name}") for rule in RULES]
    for _, _, test in rows:
        assert callable(globals()[test])
