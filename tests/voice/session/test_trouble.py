"""Parts that fail, and runs that were cut off."""

from datetime import timedelta

import pytest

from intents.intent import IntentName as N
from tests.voice.session.talk import PLAN, Talk
from voice.session.acts import Say, Tone
from voice.session.context import Component
from voice.session.event import EventKind
from voice.session.phase import Phase
from voice.session.questions.rest import RestQuestion
from voice.session.state import Outcome
from voice.session.step import Step
from voice.session.trouble import Advice

VITAL = [
    Component.MICROPHONE,
    Component.RECOGNISER,
    Component.VOICE,
    Component.LOUDSPEAKER,
    Component.LAG,
]


@pytest.mark.parametrize("part", VITAL)
def test_a_failing_part_pauses_the_massage(part: Component) -> None:
    talk = Talk().massage()
    talk.wait(100)
    talk.trouble(part)
    assert talk.keys == [f"trouble.{part}"]
    assert talk.tones == [Tone.TROUBLE]
    assert talk.at(Phase.PAUSED)
    assert talk.trouble(part).acts == []
    assert talk.hear(N.RESUME).keys == ["resume.blocked"]
    assert talk.at(Phase.PAUSED)
    assert talk.mended(part).keys == [f"mended.{part}", "mended.paused"]
    assert talk.at(Phase.PAUSED)
    assert talk.mended(part).acts == []
    assert talk.hear(N.RESUME).keys == ["massage.resumed"]
    assert talk.controller.snapshot().left == 380


def test_a_run_that_is_ended_leaves_a_pause_and_the_reason_in_the_journal() -> None:
    talk = Talk().massage()
    talk.wait(100)
    talk.away(0.5).cut_off("SIGTERM")
    assert talk.keys == []
    assert talk.hushed
    last = talk.events[-1]
    assert (last.kind, last.values) == (EventKind.PAUSED, {"ice": 100.5, "why": "SIGTERM"})
    assert talk.cut_off("SIGTERM").kinds == [], "there is no ice on any more"
    talk.away(90).restart()
    assert talk.keys == ["recovery.massage"]
    assert talk.record.sessions[-1].unseen == 0
    assert talk.hear(N.YES).keys == ["massage.resumed"]


def test_a_run_that_is_ended_before_the_ice_leaves_nothing() -> None:
    talk = Talk().screened()
    assert talk.cut_off("SIGTERM").acts == []


@pytest.mark.parametrize("part", VITAL)
def test_a_failing_part_outside_the_massage(part: Component) -> None:
    talk = Talk().screened()
    assert talk.trouble(part).keys == [f"trouble.{part}_idle"]
    assert talk.at(Phase.PREPARING)
    for _ in range(5):
        talk.hear(N.NEXT_STEP)
    assert talk.keys == ["resume.blocked"]
    assert talk.mended(part).keys == [f"mended.{part}"]
    assert talk.hear(N.NEXT_STEP).keys == ["massage.begin"]


def test_who_hears_floe_though_it_does_not_hear_itself_may_go_on() -> None:
    talk = Talk().massage()
    talk.wait(100)
    assert talk.trouble(Component.ECHO).keys == ["trouble.echo"]
    assert talk.at(Phase.PAUSED)
    assert talk.hear(N.RESUME).keys == ["massage.resumed"]
    assert talk.controller.snapshot().trouble == frozenset()
    assert talk.mended(Component.ECHO).acts == [], "that was said by going on"
    talk.trouble(Component.ECHO)
    assert talk.mended(Component.ECHO).keys == ["mended.echo", "mended.paused"]


def test_a_question_that_nobody_could_hear_is_asked_once_more() -> None:
    talk = Talk().hear(N.START_SESSION)
    asked = talk.keys[-1]
    assert talk.trouble(Component.LOUDSPEAKER).keys == ["trouble.loudspeaker_idle"]
    assert talk.mended(Component.LOUDSPEAKER).keys == ["mended.loudspeaker", asked]


def test_a_computer_that_was_asleep_pauses_and_is_back_at_once() -> None:
    talk = Talk().massage()
    talk.wait(100)
    talk.away(3).trouble(Component.SLEEP)
    assert talk.keys == ["trouble.sleep"]
    assert talk.at(Phase.PAUSED)
    assert talk.mended(Component.SLEEP).acts == []
    assert talk.hear(N.RESUME).keys == ["massage.resumed"]
    assert talk.controller.snapshot().left == 377
    assert talk.trouble(Component.SLEEP).keys == ["trouble.sleep"]


def test_asleep_for_long_is_time_that_nobody_watched() -> None:
    talk = Talk().massage()
    talk.wait(100)
    talk.away(60).trouble(Component.SLEEP)
    assert talk.keys == ["massage.time_lost", "trouble.sleep_idle"]
    assert talk.record.sessions[-1].unseen == 60
    assert talk.mended(Component.SLEEP).acts == []


@pytest.mark.parametrize("advice", Advice)
def test_advice_about_the_microphone_stops_nothing(advice: Advice) -> None:
    talk = Talk().massage()
    acts = talk.controller.advise(advice, talk.moment)
    assert [act.key for act in acts if isinstance(act, Say)] == [f"level.{advice}"]
    assert talk.at(Phase.MASSAGING)


def test_two_failing_parts_must_both_be_mended() -> None:
    talk = Talk().massage().trouble(Component.VOICE).trouble(Component.MICROPHONE)
    assert talk.controller.snapshot().trouble == {Component.VOICE, Component.MICROPHONE}
    assert talk.mended(Component.VOICE).keys == ["mended.voice"]
    assert talk.hear(N.RESUME).keys == ["resume.blocked"]


def test_a_failing_journal_is_said_once_and_does_not_stop_the_massage() -> None:
    talk = Talk().massage().trouble(Component.JOURNAL)
    assert talk.keys == ["trouble.journal"]
    assert talk.at(Phase.MASSAGING)
    assert talk.trouble(Component.JOURNAL).acts == []
    assert talk.mended(Component.JOURNAL).keys == ["mended.journal"]
    assert talk.at(Phase.MASSAGING)


def test_nothing_begins_that_the_journal_would_forget() -> None:
    talk = Talk().massage()
    talk.hear(N.PAUSE).trouble(Component.JOURNAL)
    assert talk.hear(N.RESUME).keys == ["resume.unwritten"]
    assert talk.at(Phase.PAUSED)
    talk.mended(Component.JOURNAL)
    assert talk.hear(N.RESUME).keys == ["massage.resumed"]
    talk = Talk().screened()
    while talk.record.sessions[-1].step is not Step.WET:
        talk.hear(N.NEXT_STEP)
    assert talk.trouble(Component.JOURNAL).keys == ["trouble.journal_idle"]
    assert talk.hear(N.NEXT_STEP).keys == ["resume.unwritten"]
    assert talk.hear(N.STOP_SESSION).hear(N.START_SESSION).keys == ["resume.unwritten"]
    talk.mended(Component.JOURNAL)
    assert talk.hear(N.START_SESSION).keys == ["step.intro", "pain.before"]


def cut_off(at: int, away: float) -> Talk:
    talk = Talk().massage()
    talk.wait(at, fine=True)
    return talk.away(away).restart()


def test_cut_off_and_back_soon() -> None:
    talk = cut_off(200, 90)
    assert talk.keys == ["recovery.massage"]
    assert "three minutes and twenty seconds into" in talk.text
    assert "four minutes and forty seconds to go" in talk.text
    assert talk.kinds == [EventKind.RECOVERED]
    assert talk.at(Phase.PAUSED)
    assert talk.hear(N.YES).keys == ["massage.resumed"]
    talk.until(lambda talk: talk.phase is Phase.IDLE)
    assert talk.record.sessions[-1].ice == 480


def test_time_away_counts_to_the_ceiling() -> None:
    talk = cut_off(200, 300)
    assert "one minute and forty seconds to go" in talk.text
    talk.hear(N.RESUME).hear(N.ADD_TIME, minutes=2)
    assert talk.keys == ["duration.most"]
    talk.until(lambda talk: talk.phase is Phase.IDLE)
    assert talk.record.sessions[-1].ice == 300


def test_more_time_is_told_as_it_can_be_had() -> None:
    talk = cut_off(100, 90).hear(N.RESUME).hear(N.ADD_TIME, minutes=2)
    assert "eight minutes and thirty seconds" in talk.text
    assert talk.hear(N.ADD_TIME, minutes=2).keys == ["duration.most"]


def test_an_offer_to_go_on_is_not_taken_by_itself() -> None:
    talk = cut_off(200, 90)
    assert talk.wait(599) == []
    assert talk.at(Phase.PAUSED)
    assert talk.wait(1) == ["massage.lapsed"]
    assert talk.record.sessions[-1].ice == 200


def test_an_offer_can_be_declined() -> None:
    talk = cut_off(200, 90)
    assert talk.hear(N.NO).keys == ["resume.later"]
    assert talk.hear(N.RESUME).keys == ["massage.resumed"]


@pytest.mark.parametrize("away", [600, 12 * 3600, -3600])
def test_cut_off_for_long_is_closed_as_it_was(away: float) -> None:
    talk = cut_off(200, away)
    assert talk.keys == ["recovery.closed", *["clock.set"] * (away < 0)]
    session = talk.record.sessions[-1]
    assert (session.outcome, session.ice) == (Outcome.CUT_OFF, 200)
    assert session.ended == session.opened + timedelta(seconds=200)
    assert talk.at(Phase.IDLE)
    assert talk.restart().keys == ["greeting.again"]


def test_too_much_time_away_to_go_on() -> None:
    assert cut_off(300, 290).keys == ["recovery.closed"]


def test_cut_off_while_paused_loses_nothing() -> None:
    talk = Talk().massage()
    talk.wait(200)
    talk.hear(N.PAUSE).away(500).restart()
    assert talk.keys == ["recovery.massage"]
    assert talk.controller.snapshot().left == 280
    assert talk.controller.snapshot().question == RestQuestion.name


def test_cut_off_while_warming_up() -> None:
    talk = Talk().massage()
    talk.wait(200)
    talk.hear(N.REPORT_NUMB).away(100).restart()
    assert talk.keys == ["recovery.warming"]
    assert talk.at(Phase.WARMING)
    assert talk.hear(N.RESUME).keys == ["numb.not_yet"]


def test_cut_off_while_preparing() -> None:
    talk = Talk().screened().hear(N.NEXT_STEP).away(60).restart()
    assert talk.keys == ["recovery.preparing", "step.helper"]
    assert talk.hear(N.NEXT_STEP).keys == ["step.position"]
    assert talk.away(3600).restart().keys == ["greeting.again"]
    assert talk.at(Phase.IDLE)


def test_cut_off_again_and_again_never_passes_the_ceiling() -> None:
    talk = Talk().massage(minutes=10)
    while talk.phase is not Phase.IDLE:
        talk.wait(40, fine=True)
        talk.away(20).restart()
        if talk.phase is Phase.PAUSED:
            talk.hear(N.RESUME)
    session = talk.record.sessions[-1]
    assert session.ice + session.unseen <= 600


def test_that_the_journal_fails_is_said_until_it_was_heard() -> None:
    talk = Talk().massage()
    assert talk.trouble(Component.JOURNAL).keys == ["trouble.journal"]
    talk.hear(N.REPORT_NUMB)
    assert talk.hushed, "what was being said is cut off"
    assert talk.wait(PLAN.say_again + 1).count("trouble.journal") == 1
    talk.spoken("trouble.journal")
    assert "trouble.journal" not in talk.wait(3 * PLAN.say_again)


def test_a_journal_that_is_well_again_is_not_said_to_fail() -> None:
    talk = Talk().massage()
    talk.trouble(Component.JOURNAL)
    talk.mended(Component.JOURNAL)
    assert "trouble.journal" not in talk.wait(3 * PLAN.say_again)


def test_what_nobody_can_hear_is_not_said_again() -> None:
    talk = Talk().massage()
    talk.trouble(Component.JOURNAL)
    talk.trouble(Component.VOICE)
    assert "trouble.journal" not in talk.wait(3 * PLAN.say_again)
    talk.mended(Component.VOICE)
    assert "trouble.journal" in talk.wait(1)
