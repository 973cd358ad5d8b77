"""What counts as decided otherwise."""

from datetime import timedelta

from intents.intent import Intent
from tests.voice.recording.sounds import STARTS
from voice.notice import (
    CommandHeard,
    EventSaved,
    PhaseEntered,
    PromptEnded,
    PromptStarted,
    UtteranceRejected,
)
from voice.recording.account import TimedNotice
from voice.rehearsal.difference import differences
from voice.session.event import Event, EventKind
from voice.session.phase import Phase


def heard(at: float, name: str, text: str = "words", **slots: int) -> TimedNotice:
    return TimedNotice(at, CommandHeard(Intent(name, slots, text, at - 1.0, at - 0.3, at)))


def said(at: float, key: str, text: str) -> TimedNotice:
    return TimedNotice(at, PromptStarted(key, text))


def saved(at: float, kind: EventKind) -> TimedNotice:
    return TimedNotice(at, EventSaved(Event(kind, STARTS + timedelta(seconds=at))))


def told(then: list[TimedNotice], now: list[TimedNotice]) -> list[str]:
    return [str(one) for one in differences(then, now)]


def test_the_same_a_little_earlier_is_no_difference() -> None:
    then = [
        heard(4.0, "Yes"),
        heard(5.0, "Yes"),
        said(6.0, "check.fine", "Good."),
    ]
    now = [
        heard(3.8, "Yes"),
        heard(4.9, "Yes"),
        said(4.5, "check.fine", "Well."),
    ]
    assert told(then, now) == []


def test_missing_new_and_other_are_told_in_the_order_of_their_times() -> None:
    then = [heard(70.0, "Yes"), heard(80.0, "Pause"), saved(81.0, EventKind.PAUSED)]
    missed = TimedNotice(79.8, UtteranceRejected("claws", 79.0, 79.8))
    now = [heard(12.0, "Help"), heard(70.2, "No", "know"), missed]
    assert told(then, now) == [
        '00:12.0  heard  then: nothing;  now: Help "words"',
        '01:10.0  heard  then: Yes "words";  now: No "know"',
        '01:20.0  heard  then: Pause "words";  now: nothing, no command in "claws"',
        "01:21.0  event  then: paused;  now: nothing",
    ]


def test_another_number_is_another_command() -> None:
    assert told([heard(1.0, "AddTime", minutes=1)], [heard(1.0, "AddTime", minutes=9)]) == [
        '00:01.0  heard  then: AddTime minutes=1 "words";  now: AddTime minutes=9 "words"'
    ]


def test_the_same_much_later_is_one_lost_and_one_new() -> None:
    assert len(told([heard(1.0, "Yes")], [heard(9.0, "Yes")])) == 2


def test_seconds_of_ice_and_half_sentences_are_not_compared() -> None:
    then = [
        saved(1.0, EventKind.PROGRESS),
        TimedNotice(2.0, PromptEnded("miss")),
    ]
    assert told(then, [TimedNotice(1.0, PhaseEntered(Phase.IDLE))]) == []
