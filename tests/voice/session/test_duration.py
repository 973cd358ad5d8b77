"""How long the massage lasts, and that ten minutes are the ceiling."""

import pytest

from intents.intent import IntentName as N
from tests.voice.session.talk import Talk, ice, outcome, over
from voice.session.state import Outcome


def test_minutes_from_the_start() -> None:
    assert Talk().massage(minutes=9.5).controller.snapshot().left == 570


@pytest.mark.parametrize(("minutes", "planned"), [(3, 480), (30, 600), (-1, 480), ("x", 480)])
def test_minutes_out_of_range(minutes: int | str, planned: float) -> None:
    talk = Talk().screened().hear(N.STOP_SESSION).hear(N.START_SESSION, minutes=minutes)
    assert talk.record.sessions[-1].planned == planned
    assert ("duration.clamped" in talk.keys) == (minutes in (3, 30))


def test_duration_on_the_way() -> None:
    talk = Talk().massage()
    assert talk.hear(N.SET_DURATION, minutes=8.5).keys == ["duration.set"]
    assert "eight minutes and thirty seconds" in talk.text
    assert talk.hear(N.ADD_TIME, minutes=1).keys == ["duration.set"]
    assert talk.hear(N.ADD_TIME, minutes=1).keys == ["duration.clamped"]
    assert talk.hear(N.ADD_TIME).keys == ["duration.most"]
    assert talk.hear(N.SET_DURATION, minutes=25).keys == ["duration.clamped"]
    assert talk.controller.snapshot().left == 600
    assert talk.hear(N.SET_DURATION, minutes="many").keys == ["duration.unclear"]
    assert talk.hear(N.SET_DURATION, minutes=5).keys == ["duration.clamped"]
    assert talk.controller.snapshot().left == 480


def test_set_shorter_than_what_was_had_ends_it() -> None:
    talk = Talk().massage(minutes=10)
    talk.wait(530, fine=True)
    talk.hear(N.SET_DURATION, minutes=8)
    assert talk.keys[-2:] == ["massage.completed", "pain.ask"]
    assert over(talk)
    assert ice(talk) <= 600


def test_duration_without_a_session_is_remembered() -> None:
    talk = Talk().hear(N.SET_DURATION, minutes=9)
    assert talk.keys == ["duration.default"]
    assert talk.hear(N.ADD_TIME, minutes=1).keys == ["duration.no_massage"]
    assert talk.restart().massage().controller.snapshot().left == 540


def test_ten_minutes_are_the_ceiling_over_pauses() -> None:
    talk = Talk().massage(minutes=10)
    for _ in range(4):
        talk.wait(120, fine=True)
        talk.hear(N.PAUSE)
        talk.wait(200)
        talk.hear(N.RESUME).hear(N.ADD_TIME, minutes=5)
    talk.until(over)
    assert (outcome(talk), ice(talk)) == (Outcome.COMPLETED, 600)
