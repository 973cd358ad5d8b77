"""Skin that does not take the ice well, a person who is unwell, and pain on the ice."""

from datetime import timedelta, timezone

import pytest

from intents.intent import IntentName as N
from tests.voice.session.talk import Talk, outcome
from voice.session.acts import Hush, Tone
from voice.session.event import EventKind
from voice.session.health import SkinLook
from voice.session.phase import Phase
from voice.session.questions.sore import SoreQuestion
from voice.session.state import Outcome

_SEVERE = ["massage.paused", "pain.noted", "judge.severe", "sore.ask"]


@pytest.mark.parametrize("look", SkinLook)
def test_skin_that_looks_wrong_ends_it_for_the_day(look: SkinLook) -> None:
    talk = Talk().massage()
    talk.wait(100)
    talk.hear(N.REPORT_SKIN, look=look.value)
    assert isinstance(talk.acts[0], Hush)
    assert talk.keys == ["skin.over", f"skin.{look.value}"]
    assert talk.tones == [Tone.TROUBLE]
    assert talk.at(Phase.IDLE)
    assert outcome(talk) is Outcome.SKIN
    talk.wait(3 * 3600)
    assert talk.hear(N.START_SESSION).keys == ["skin.waits"]
    assert talk.hear(N.ASK_NEXT).keys == ["skin.waits"]
    assert talk.restart().hear(N.START_SESSION).keys == ["skin.waits"], "it is remembered"
    talk.until_date(talk.date.replace(hour=0) + timedelta(days=1, minutes=1))
    assert talk.hear(N.START_SESSION).phase is Phase.PREPARING


def test_another_zone_makes_no_new_day_for_the_skin() -> None:
    talk = Talk().massage()
    talk.hear(N.REPORT_SKIN, look="white")
    talk.wait(60)
    talk.date = talk.date.astimezone(timezone(timedelta(hours=14)))
    talk.away(3600).tick()
    assert talk.hear(N.START_SESSION).keys == ["skin.waits"]
    talk.away(24 * 3600).tick()
    assert talk.hear(N.START_SESSION).phase is Phase.PREPARING


@pytest.mark.parametrize("minutes", [0, 2])
def test_skin_is_told_of_without_ice_too(minutes: int) -> None:
    talk = Talk().screened()
    talk.wait(60 * minutes)
    assert talk.hear(N.REPORT_SKIN, look="rash").keys == ["skin.over", "skin.rash"]
    assert talk.hear(N.REPORT_SKIN, look="rash").keys == ["skin.none", "skin.rash"]
    assert talk.hear(N.REPORT_SKIN).keys == ["skin.none", "skin.red"]


def test_a_little_pink_is_usual() -> None:
    talk = Talk().massage()
    assert talk.hear(N.REPORT_SKIN, look="pink").keys == ["skin.pink"]
    assert talk.at(Phase.MASSAGING)
    talk.until(lambda talk: "check.ask" in talk.keys, fine=False)
    assert talk.hear(N.REPORT_SKIN, look="pink").keys == ["skin.pink_off"]
    assert talk.at(Phase.PAUSED)
    assert talk.hear(N.RESUME).at(Phase.MASSAGING)


def test_unwell_ends_the_massage() -> None:
    talk = Talk().massage()
    talk.hear(N.REPORT_UNWELL)
    assert isinstance(talk.acts[0], Hush)
    assert talk.keys == ["unwell.now"]
    assert talk.kinds == [EventKind.UNWELL, EventKind.ENDED]
    assert outcome(talk) is Outcome.UNWELL
    assert talk.hear(N.REPORT_UNWELL).keys == ["unwell.idle"]
    talk = Talk().screened()
    assert talk.hear(N.REPORT_UNWELL).keys == ["unwell.now"]
    assert talk.at(Phase.IDLE)


@pytest.mark.parametrize("name", [N.REPORT_UNWELL, N.REPORT_SKIN])
def test_harm_told_at_a_check_in_has_the_ice_taken_off(name: N) -> None:
    talk = Talk().massage()
    talk.until(lambda talk: "check.ask" in talk.keys, fine=False)
    assert talk.hear(name).at(Phase.IDLE)


def test_pain_on_the_ice_takes_it_off_and_then_asks() -> None:
    talk = Talk().massage()
    talk.wait(30)
    assert talk.hear(N.REPORT_PAIN, level=8).keys == _SEVERE
    assert talk.at(Phase.PAUSED)
    assert talk.controller.snapshot().question == SoreQuestion.name
    assert talk.hear(N.YES).keys == ["numb.now"]
    assert talk.at(Phase.WARMING)
    talk = Talk().massage()
    talk.hear(N.REPORT_PAIN, level=8)
    assert talk.hear(N.NO).keys == ["sore.later"]
    assert talk.hear(N.RESUME).at(Phase.MASSAGING)
    talk = Talk().massage()
    talk.hear(N.REPORT_PAIN, level=8)
    talk.wait(60)
    assert talk.controller.snapshot().question is None
    assert talk.at(Phase.PAUSED)


def test_a_pain_that_is_not_severe_and_a_mere_number_leave_the_ice_on() -> None:
    talk = Talk().massage()
    assert talk.hear(N.REPORT_PAIN, level=7.5).keys == ["pain.noted"]
    assert talk.hear(N.REPORT_PAIN, level=9, bare=True).keys == []
    assert talk.at(Phase.MASSAGING)


def test_thanks_and_a_greeting_are_answered_in_a_word() -> None:
    talk = Talk().massage()
    assert talk.hear(N.THANKS).keys == ["thanks"]
    assert talk.hear(N.GREETING).keys == ["hello"]
    assert talk.at(Phase.MASSAGING)
