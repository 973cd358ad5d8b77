"""The massage: its clock, its coaching, and what holds or ends it."""

import pytest

from intents.intent import IntentName as N
from tests.voice.session.talk import PLAN, Talk, ice, outcome, over
from voice.session.acts import Hush, Priority, Say, Tone
from voice.session.phase import Phase
from voice.session.state import Outcome


def test_a_whole_massage() -> None:
    talk = Talk().massage()
    said = talk.wait(479, fine=True)
    assert talk.at(Phase.MASSAGING)
    assert talk.wait(1) == ["massage.completed", "pain.ask"]
    assert talk.tones == [Tone.DONE]
    assert "eight minutes" in talk.text
    assert (outcome(talk), ice(talk)) == (Outcome.COMPLETED, 480)
    assert said.count("coach.half") == 1
    assert said.count("coach.left") == 2
    assert said[-6:] == ["coach.last", *["coach.count"] * 5]
    assert {"coach.circles", "coach.moving", "coach.peel", "coach.spine"} <= set(said)
    assert said.count("check.ask") >= 4


def test_coaching_expires_and_yields() -> None:
    talk = Talk().massage()
    for _ in range(31):
        talk.tick()
        if talk.keys:
            break
    (say,) = (act for act in talk.acts if isinstance(act, Say))
    assert say.priority is Priority.COACHING
    assert say.expires == talk.clock + PLAN.coaching_lasts


def test_coaching_varies() -> None:
    talk = Talk().massage()
    texts = []
    for _ in range(230):
        talk.tick()
        texts += [act.text for act in talk.acts if isinstance(act, Say)]
    assert len(texts) == len(set(texts)) == 6


def test_pause_and_resume() -> None:
    talk = Talk().massage()
    talk.wait(100)
    talk.hear(N.PAUSE)
    assert isinstance(talk.acts[0], Hush)
    assert talk.tones == [Tone.PAUSED]
    assert talk.at(Phase.PAUSED)
    talk.wait(300)
    assert talk.controller.snapshot().left == 380
    assert talk.hear(N.PAUSE).keys == ["massage.is_paused"]
    assert talk.hear(N.TIME_LEFT).keys == ["time.left_paused"]
    assert talk.hear(N.RESUME).keys == ["massage.resumed"]
    assert talk.at(Phase.MASSAGING)
    assert talk.hear(N.RESUME).keys == ["massage.running"]


def test_done_in_the_massage_takes_the_ice_off() -> None:
    talk = Talk().massage().hear(N.NEXT_STEP, done=True)
    assert talk.keys == ["massage.paused"]
    assert talk.at(Phase.PAUSED)
    assert Talk().screened().hear(N.NEXT_STEP, done=True).keys == ["step.helper"]


def test_yes_does_not_resume_an_asked_pause() -> None:
    talk = Talk().massage().hear(N.PAUSE)
    assert talk.hear(N.YES).acts == []
    assert talk.at(Phase.PAUSED)


def test_a_long_pause_closes_the_session() -> None:
    talk = Talk().massage()
    talk.wait(60)
    talk.hear(N.PAUSE)
    assert talk.wait(600) == ["massage.lapsed"]
    assert (outcome(talk), ice(talk)) == (Outcome.LEFT, 60)


@pytest.mark.parametrize("name", [N.STOP_SESSION, N.GOODBYE])
def test_stop_at_any_moment(name: N) -> None:
    talk = Talk().massage()
    talk.wait(77.0)
    talk.hear(name)
    assert isinstance(talk.acts[0], Hush)
    assert talk.keys[0] == "massage.stopped"
    assert "off" in talk.text
    assert over(talk)
    assert ice(talk) == 77
    assert talk.left is (name is N.GOODBYE)


@pytest.mark.parametrize("before", [0, 100])
def test_emergency_during_a_session(before: int) -> None:
    talk = Talk().massage()
    talk.wait(before)
    talk.hear(N.REPORT_EMERGENCY)
    assert isinstance(talk.acts[0], Hush)
    assert talk.keys == ["emergency.now"]
    assert "get medical help now" in talk.text
    assert talk.tones == [Tone.TROUBLE]
    assert over(talk)
    assert outcome(talk) is Outcome.EMERGENCY


def test_nobody_watching_counts_as_ice_and_pauses() -> None:
    talk = Talk().massage()
    talk.wait(100)
    talk.tick(60)
    assert talk.keys == ["massage.time_lost"]
    assert talk.at(Phase.PAUSED)
    session = talk.record.sessions[-1]
    assert (session.ice, session.unseen) == (100, 60)
    talk.hear(N.ADD_TIME, minutes=2).hear(N.RESUME).until(over)
    assert session.ice + session.unseen == 600


def test_nobody_watching_for_long_ends_it() -> None:
    talk = Talk().massage()
    talk.wait(100)
    assert talk.tick(900).keys == ["massage.time_over"]
    assert over(talk)


def test_questions_about_time_in_the_massage() -> None:
    talk = Talk().massage()
    talk.wait(290, fine=True)
    assert "three minutes and ten seconds" in talk.hear(N.TIME_LEFT).text.lower()
    assert "four minutes and fifty seconds" in talk.hear(N.TIME_ELAPSED).text.lower()
    assert talk.hear(N.NEXT_STEP).keys == ["massage.next"]
    assert talk.hear(N.PREVIOUS_STEP).keys == ["massage.no_back"]
    assert talk.hear(N.START_SESSION).keys == ["massage.running"]
    assert talk.hear(N.CANCEL).acts == []
