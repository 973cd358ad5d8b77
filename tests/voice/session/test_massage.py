"""The steps, the massage, its clock, coaching and check-ins."""

import pytest

from intents.intent import IntentName as N
from tests.voice.session.talk import PLAN, Talk
from voice.session.acts import Hush, Priority, Say, Tone
from voice.session.event import EventKind
from voice.session.phase import Phase
from voice.session.questions.skin import SkinQuestion
from voice.session.questions.warm import WarmQuestion
from voice.session.state import Outcome
from voice.session.step import Step


def over(talk: Talk) -> bool:
    return talk.phase is Phase.IDLE


def outcome(talk: Talk) -> Outcome | None:
    return talk.record.sessions[-1].outcome


def ice(talk: Talk) -> float:
    return talk.record.sessions[-1].ice


def test_steps_forth_and_back() -> None:
    talk = Talk().screened()
    assert talk.keys[-1] == "step.ice"
    assert talk.hear(N.PREVIOUS_STEP).keys == ["step.first", "step.ice"]
    for step in list(Step)[1:]:
        assert talk.hear(N.NEXT_STEP).keys == [f"step.{step}"]
        assert talk.hushed
        assert talk.controller.snapshot().step is step
    assert talk.hear(N.PREVIOUS_STEP).keys == ["step.peel"]
    assert talk.hear(N.REPEAT).keys == ["step.peel"]
    talk.hear(N.RESUME)
    assert talk.hear(N.NEXT_STEP).keys == ["massage.begin"]
    assert talk.at(Phase.MASSAGING)


def test_start_session_while_preparing() -> None:
    talk = Talk().screened()
    assert talk.hear(N.START_SESSION, minutes=10).keys == [
        "duration.set",
        "step.already",
        "step.ice",
    ]
    for _ in range(4):
        talk.hear(N.NEXT_STEP)
    assert talk.hear(N.START_SESSION).keys == ["massage.begin"]
    assert talk.controller.snapshot().left == 600


def test_preparing_waits_and_can_be_left() -> None:
    talk = Talk().screened()
    assert talk.hear(N.PAUSE).keys == ["step.wait"]
    assert talk.hear(N.TIME_LEFT).keys == talk.hear(N.TIME_ELAPSED).keys == ["time.planned"]
    assert talk.hear(N.CANCEL).keys == ["step.left"]
    assert over(talk)


def test_preparing_lapses() -> None:
    talk = Talk().screened()
    assert talk.wait(30 * 60) == ["step.lapsed"]
    assert over(talk)


def test_numb_while_preparing_means_no_ice() -> None:
    talk = Talk().screened().hear(N.REPORT_NUMB)
    assert talk.keys == ["numb.preparing"]
    assert over(talk)


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


def test_no_check_in_before_minute_four() -> None:
    talk = Talk().massage()
    assert not [key for key in talk.wait(239) if key.startswith("check")]
    assert "check.ask" in talk.wait(10)


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


def test_numb_stops_within_the_call_and_waits_for_warmth() -> None:
    talk = Talk().massage()
    talk.wait(200)
    talk.hear(N.REPORT_NUMB)
    assert isinstance(talk.acts[0], Hush)
    assert talk.keys == ["numb.now"]
    assert "off" in talk.text
    assert "warm" in talk.text
    assert talk.at(Phase.WARMING)
    for name in (N.NEXT_STEP, N.START_SESSION, N.PAUSE, N.REPORT_NUMB, N.PREVIOUS_STEP):
        assert talk.hear(name).keys == ["numb.again"]
    assert talk.hear(N.RESUME).keys == ["numb.not_yet"]
    assert talk.hear(N.NO).keys == ["numb.wait"]
    assert talk.at(Phase.WARMING)
    assert talk.hear(N.REPORT_WARM).keys == ["numb.warm"]
    assert "four minutes and forty seconds" in talk.text
    assert talk.at(Phase.PAUSED)
    assert talk.hear(N.YES).keys == ["massage.resumed"]
    assert talk.controller.snapshot().left == 280
    assert talk.record.sessions[-1].numb_stops == 1


def test_after_numbness_the_skin_is_asked_about_soon() -> None:
    talk = Talk().massage()
    talk.wait(60)
    talk.hear(N.REPORT_NUMB).hear(N.REPORT_WARM).hear(N.RESUME)
    assert "check.ask" not in talk.wait(29)
    assert "check.ask" in talk.wait(10)


def test_warmth_by_being_asked_still_asks_to_go_on() -> None:
    talk = Talk().massage()
    talk.wait(200)
    talk.hear(N.REPORT_NUMB)
    assert talk.wait(300) == ["numb.ask"]
    assert talk.controller.snapshot().question == WarmQuestion.name
    assert talk.hear(N.YES).keys == ["numb.warm"]
    assert talk.hear(N.NO).keys == ["resume.later"]
    assert talk.at(Phase.PAUSED)
    assert talk.hear(N.YES).acts == []
    assert talk.hear(N.RESUME).keys == ["massage.resumed"]


def test_not_warm_for_long_closes_it() -> None:
    talk = Talk().massage()
    talk.wait(200)
    talk.hear(N.REPORT_NUMB)
    assert talk.wait(30 * 60)[-1] == "numb.lapsed"
    assert outcome(talk) is Outcome.NUMB


def test_so_little_left_after_numb_that_it_ends() -> None:
    talk = Talk().massage()
    talk.wait(460, fine=True)
    talk.hear(N.REPORT_NUMB)
    assert talk.hear(N.REPORT_WARM).keys == ["numb.enough", "pain.ask"]
    assert outcome(talk) is Outcome.NUMB


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


def test_check_in_yes() -> None:
    talk = Talk().massage().until(lambda talk: "check.ask" in talk.keys, fine=False)
    assert talk.controller.snapshot().question == SkinQuestion.name
    assert talk.hear(N.YES, fine=True).keys == ["check.fine"]
    assert talk.kinds == [EventKind.CHECKED]
    assert talk.hear(N.YES).acts == []


def test_check_in_no_is_numb() -> None:
    talk = Talk().massage().until(lambda talk: "check.ask" in talk.keys, fine=False)
    assert talk.hear(N.NO).keys == ["numb.now"]
    assert talk.at(Phase.WARMING)
    assert talk.hushed


def test_check_in_answered_by_something_else_is_asked_again_soon() -> None:
    talk = Talk().massage().until(lambda talk: "check.ask" in talk.keys, fine=False)
    assert talk.hear(N.TIME_LEFT).keys == ["time.left"]
    assert "check.ask" in talk.wait(36)
    assert talk.at(Phase.MASSAGING)


def test_check_in_repeated_when_asked_to() -> None:
    talk = Talk().massage().until(lambda talk: "check.ask" in talk.keys, fine=False)
    text = talk.text
    assert talk.hear(N.REPEAT).text in text
    assert talk.hear(N.YES).keys == ["check.fine"]


def test_unanswered_check_in_is_repeated_louder_then_ends_it() -> None:
    talk = Talk().massage().until(lambda talk: "check.ask" in talk.keys, fine=False)
    talk.away(1.5).spoken("check.ask")
    assert "check.again" not in talk.wait(9)
    talk.tick()
    (say,) = (act for act in talk.acts if isinstance(act, Say))
    assert (say.key, say.loud, say.priority) == ("check.again", True, Priority.SAFETY)
    talk.away(3).spoken("check.again")
    assert "check.unanswered" not in talk.wait(9)
    talk.tick()
    assert talk.keys == ["check.unanswered"]
    assert talk.tones == [Tone.TROUBLE]
    assert over(talk)
    assert outcome(talk) is Outcome.UNANSWERED


def test_unanswered_ends_even_if_it_is_never_known_to_be_said() -> None:
    talk = Talk().massage().until(lambda talk: "check.ask" in talk.keys, fine=False)
    assert talk.wait(60)[-1] == "check.unanswered"


def test_noise_does_not_answer_a_check_in() -> None:
    talk = Talk().massage().until(lambda talk: "check.ask" in talk.keys, fine=False)
    talk.spoken("check.ask")
    missed = []
    while talk.phase is Phase.MASSAGING:
        missed += talk.miss().keys
        talk.tick()
    assert missed == ["miss"]
    assert outcome(talk) is Outcome.UNANSWERED


def test_an_answer_to_the_repeated_question_counts() -> None:
    talk = Talk().massage().until(lambda talk: "check.again" in talk.keys, fine=False)
    assert talk.hear(N.REPORT_WARM).keys == ["check.fine"]
    assert talk.at(Phase.MASSAGING)


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
