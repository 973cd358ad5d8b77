"""What is expected of a rehearsal, and how it is told that it has not happened."""

from collections.abc import Callable

import pytest

from floe.errors import FloeError
from tests.voice.rehearsal.parrot import STARTS, Parrot, after, scenario, speak
from voice.errors import RehearsalFailed
from voice.rehearsal.log import EntryKind, LogEntry, RehearsalLog
from voice.rehearsal.rehearsal import Rehearsal
from voice.rehearsal.scenario.run import Expectation, ScenarioRun
from voice.rehearsal.verdict import judge
from voice.session.event import Event, EventKind

LINES = (after("hello"), after("ask"))


@pytest.fixture(scope="module")
def log() -> RehearsalLog:
    told = Rehearsal(scenario(ScenarioRun(STARTS, LINES, Expectation())), speak, Parrot).run()
    told.parts[0].events.append(Event(EventKind.ENDED, STARTS, {"ice": 65.0}))
    return told


GOOD = [
    Expectation(heard=("Spoken", "Spoken")),
    Expectation(said=("hello", "bye"), not_said=("miss",)),
    Expectation(events=("progress",), phase="massaging"),
    Expectation(ice=(60, 70)),
]


@pytest.mark.parametrize("expect", GOOD)
def test_as_expected(log: RehearsalLog, expect: Expectation) -> None:
    judge(scenario(ScenarioRun(STARTS, LINES, expect)), log)
    judge(scenario(ScenarioRun(STARTS, LINES, Expectation()), expect=expect), log)


BAD = [
    (
        Expectation(heard=("Spoken",) * 3),
        "heard: no Spoken at its place; there were: Spoken, Spoken",
    ),
    (Expectation(heard=("Stop",)), "heard: no Stop"),
    (Expectation(not_heard=("Spoken",)), "heard: Spoken should not be"),
    (
        Expectation(said=("bye", "hello")),
        "said: no hello at its place; there were: hello, ask, bye",
    ),
    (Expectation(not_said=("ask",)), "said: ask should not be"),
    (Expectation(events=("begun",)), "event: no begun"),
    (Expectation(phase="idle"), "phase: ended in massaging, not in idle"),
    (Expectation(ice=(70, 80)), r"ice: 65\.0 s, not 70 to 80"),
]


@pytest.mark.parametrize(("expect", "message"), BAD)
def test_not_as_expected(log: RehearsalLog, expect: Expectation, message: str) -> None:
    with pytest.raises(RehearsalFailed, match=message):
        judge(scenario(ScenarioRun(STARTS, LINES, expect)), log)
    with pytest.raises(RehearsalFailed, match=message):
        judge(scenario(ScenarioRun(STARTS, LINES, Expectation()), expect=expect), log)


def test_each_failure_has_a_line() -> None:
    lines = (after("hello"), after("nothing"), after("maybe", maybe=True))
    one = scenario(
        ScenarioRun(STARTS, lines, Expectation(phase="idle", not_said=("ask",)), quiet=2)
    )
    told = Rehearsal(one, speak, Parrot).run()
    with pytest.raises(RehearsalFailed) as raised:
        judge(one, told)
    assert str(raised.value).splitlines() == [
        "test: not as expected",
        "  line 5 (after nothing) never had its turn; nothing more happened",
        "  said: ask should not be",
        "  phase: ended in massaging, not in idle",
    ]


def spoil(change: Callable[[RehearsalLog], None]) -> str:
    one = scenario(
        ScenarioRun(STARTS, LINES, Expectation()), ScenarioRun(STARTS, LINES, Expectation())
    )
    told = Rehearsal(scenario(ScenarioRun(STARTS, LINES, Expectation())), speak, Parrot).run()
    told.parts.append(told.parts[0])
    change(told)
    with pytest.raises(RehearsalFailed) as raised:
        judge(one, told)
    return str(raised.value)


def test_the_part_is_named_where_there_are_several() -> None:
    def change(log: RehearsalLog) -> None:
        log.parts[1].ending = "still going after 30 minutes"

    assert "part 2: still going after 30 minutes" in spoil(change)


def test_a_part_of_floe_that_failed_is_a_failure() -> None:
    def change(log: RehearsalLog) -> None:
        entry = LogEntry(EntryKind.FAILED, 3, 3, FloeError.__name__, "the disk is full")
        log.parts[0].entries.append(entry)

    assert "part 1: 3.0 s: FloeError: the disk is full" in spoil(change)
