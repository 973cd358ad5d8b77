"""What stands between "start session" and a session."""

from datetime import timedelta, timezone

import pytest

from intents.intent import IntentName as N
from tests.voice.session.talk import MORNING, PLAN, PROMPTS, Talk
from voice.session.acts import Adjust, Say
from voice.session.controller import Controller
from voice.session.event import Event, EventKind
from voice.session.health import HealthCondition, Screened
from voice.session.phase import Phase
from voice.session.questions.helped import HelpedQuestion
from voice.session.record import Record
from voice.session.script import Script


def a_day(count: int, first_hour: int = 1) -> Talk:
    """Sessions of a day in the past hours, each done and three hours apart."""
    talk = Talk(date=MORNING.replace(hour=first_hour)).screened().hear(N.STOP_SESSION)
    for _ in range(count):
        talk.massage().until(lambda talk: talk.phase is Phase.IDLE).away(3 * 3600)
    return talk


def test_greets_and_sets_the_voice() -> None:
    talk = Talk()
    assert talk.keys == ["greeting.first"]
    assert talk.acts[0] == Adjust(volume=0.8, rate=160)
    talk.massage()
    assert talk.hear(N.STOP_SESSION).restart().keys == ["greeting.again"]


def test_notice_and_screening_come_once() -> None:
    talk = Talk().hear(N.START_SESSION)
    assert talk.keys == ["notice", "screen.intro", "screen.raynaud"]
    assert talk.at(Phase.SCREENING)
    asked = []
    while talk.phase is Phase.SCREENING:
        asked += talk.hear(N.NO).keys
    assert asked[:5] == [f"screen.{condition}" for condition in list(HealthCondition)[1:]]
    assert asked[5:] == ["screen.passed", "step.intro", "pain.before"]
    talk.hear(N.STOP_SESSION).restart().hear(N.START_SESSION)
    assert talk.keys == ["step.intro", "pain.before"]


@pytest.mark.parametrize("condition", HealthCondition)
def test_a_condition_bars_until_a_doctor_agreed(condition: HealthCondition) -> None:
    talk = Talk().hear(N.START_SESSION)
    for _ in range(list(HealthCondition).index(condition)):
        talk.hear(N.NO)
    assert talk.hear(N.YES).keys == ["screen.barred"]
    assert "doctor" in talk.text
    assert talk.restart().hear(N.START_SESSION).keys == ["screen.ask_cleared"]
    assert talk.hear(N.NO).keys == ["screen.kept"]
    assert talk.hear(N.START_SESSION).keys == ["screen.ask_cleared"]
    assert talk.at(Phase.IDLE)
    talk.hear(N.YES)
    while talk.phase is Phase.SCREENING:
        talk.hear(N.NO)
    assert talk.at(Phase.PREPARING)
    assert talk.record.screening[condition] is Screened.CLEARED


def test_an_answer_can_be_corrected() -> None:
    talk = Talk().hear(N.START_SESSION).hear(N.NO).hear(N.NO)
    assert talk.keys == ["screen.circulation"]
    assert talk.hear(N.PREVIOUS_STEP).keys == ["screen.cold"]
    assert talk.hear(N.YES).keys == ["screen.barred"]
    assert talk.record.barred is HealthCondition.COLD


def test_corrected_to_no_goes_on_where_it_was() -> None:
    talk = Talk().hear(N.START_SESSION).hear(N.NO).hear(N.NO).hear(N.PREVIOUS_STEP)
    assert talk.hear(N.NO).keys == ["screen.circulation"]


def test_screening_is_repeated_once_then_left() -> None:
    talk = Talk().hear(N.START_SESSION).spoken("screen.raynaud")
    assert talk.wait(19) == []
    assert talk.wait(1) == ["screen.raynaud"]
    talk.spoken("screen.raynaud")
    assert talk.wait(20) == ["screen.left"]
    assert talk.at(Phase.IDLE)
    assert talk.hear(N.START_SESSION).keys == ["screen.intro", "screen.raynaud"]


def test_screening_can_be_left_and_goes_on_later() -> None:
    talk = Talk().hear(N.START_SESSION).hear(N.NO)
    assert talk.hear(N.CANCEL).keys == ["screen.left"]
    assert talk.restart().hear(N.START_SESSION).keys == ["screen.cold"]


@pytest.mark.parametrize("name", [N.NEXT_STEP, N.PAUSE, N.RESUME, N.HELP, N.TIME_LEFT, N.REPEAT])
def test_screening_answers_what_else_is_said(name: N) -> None:
    talk = Talk().hear(N.START_SESSION).hear(name)
    assert len(talk.keys) == 1
    assert talk.at(Phase.SCREENING)


def test_numb_and_stop_leave_screening() -> None:
    assert Talk().hear(N.START_SESSION).hear(N.REPORT_NUMB).phase is Phase.IDLE
    assert Talk().hear(N.START_SESSION).hear(N.STOP_SESSION).phase is Phase.IDLE


def test_five_a_day_and_no_more() -> None:
    talk = a_day(5)
    assert talk.hear(N.START_SESSION).keys == ["limit.full"]
    assert talk.hear(N.YES, anyway=True).acts == []
    assert talk.at(Phase.IDLE)
    talk.away(12 * 3600).restart()
    assert talk.hear(N.START_SESSION).keys == ["step.intro", "pain.before"]


def test_prepared_but_not_begun_does_not_count() -> None:
    talk = Talk().screened()
    for _ in range(7):
        talk.hear(N.STOP_SESSION).hear(N.START_SESSION)
    assert talk.at(Phase.PREPARING)
    assert talk.hear(N.COUNT_TODAY).keys == ["count.none"]


def test_two_hours_are_advised_from_the_end() -> None:
    talk = Talk().massage().until(lambda talk: talk.phase is Phase.IDLE)
    assert talk.hear(N.START_SESSION).keys == ["limit.soon"]
    assert "eleven oh eight in the morning" in talk.text
    assert "two hours" in talk.text
    assert talk.hear(N.YES).keys == ["limit.in_full"]
    assert talk.at(Phase.IDLE)
    assert talk.hear(N.YES, anyway=True).keys == ["step.intro", "pain.before"]
    assert talk.record.sessions[-1].sooner


def test_refused_earlier_start_says_when() -> None:
    talk = Talk().massage().hear(N.STOP_SESSION).hear(N.START_SESSION)
    assert talk.hear(N.NO).keys == ["limit.waits"]
    assert talk.hear(N.START_SESSION).hear(N.CANCEL).keys == ["all_right"]
    assert talk.hear(N.YES, anyway=True).acts == []


def test_after_two_hours_it_just_begins() -> None:
    talk = Talk().massage().hear(N.STOP_SESSION).away(2 * 3600 - 1)
    assert talk.hear(N.START_SESSION).keys == ["limit.soon"]
    talk.hear(N.NO).away(1)
    assert talk.hear(N.START_SESSION).keys == ["step.intro", "pain.before"]


def test_minutes_survive_the_questions() -> None:
    talk = Talk().massage().hear(N.STOP_SESSION).hear(N.START_SESSION, minutes=9)
    talk.hear(N.YES).hear(N.YES, anyway=True)
    assert talk.record.sessions[-1].planned == 540


def test_midnight_counts_for_the_day_it_began() -> None:
    talk = Talk(date=MORNING.replace(hour=23, minute=55)).massage()
    assert talk.wait(500, fine=True)
    assert talk.at(Phase.IDLE)
    assert talk.date.day == 23
    assert talk.hear(N.COUNT_TODAY).keys == ["count.none"]


def test_four_leave_one_more() -> None:
    talk = a_day(4).hear(N.START_SESSION)
    assert talk.at(Phase.PREPARING)


def test_a_clock_turned_back_gives_no_sixth() -> None:
    talk = a_day(5)
    talk.date -= timedelta(hours=20)
    assert talk.hear(N.START_SESSION).keys == ["limit.elapsed"]


def test_a_clock_turned_back_neither_shortens_nor_prolongs_the_rest() -> None:
    talk = Talk().massage().hear(N.STOP_SESSION)
    talk.date -= timedelta(days=400)
    assert talk.hear(N.START_SESSION).keys == ["limit.soon"]
    assert "two hours" in talk.text
    talk.hear(N.NO).away(2 * 3600)
    assert talk.hear(N.START_SESSION).keys == ["step.intro", "pain.before"]


def test_a_change_of_time_zone_keeps_the_two_hours() -> None:
    talk = Talk().massage().hear(N.STOP_SESSION)
    talk.date = talk.date.astimezone(timezone(timedelta(hours=-5)))
    talk.away(3600)
    assert talk.hear(N.START_SESSION).keys == ["limit.soon"]
    assert "six o'clock in the morning, in one hour" in talk.text


def test_after_an_emergency_a_doctor_comes_first() -> None:
    talk = Talk().screened().hear(N.REPORT_EMERGENCY).restart()
    assert talk.hear(N.START_SESSION).keys == ["emergency.ask"]
    assert talk.controller.snapshot().question == HelpedQuestion.name
    assert talk.hear(N.NO).keys == ["emergency.kept"]
    talk.away(24 * 3600).restart()
    assert talk.hear(N.START_SESSION).keys == ["emergency.ask"]
    assert talk.hear(N.YES).keys == ["emergency.cleared", "step.intro", "pain.before"]


def test_an_event_outside_a_session_is_refused() -> None:
    with pytest.raises(ValueError, match="outside a session"):
        Talk([Event(EventKind.BEGUN, MORNING)])


def test_that_it_is_recorded_is_said_first_and_only_then() -> None:
    for events in ([], Talk().massage().events):
        plain = Talk(events)
        script, record = Script(PROMPTS), Record.replay(plain.events)
        acts = Controller(PLAN, script, record, sound_recorded=True).start(plain.moment)
        keys = [act.key for act in acts if isinstance(act, Say)]
        assert keys[0] == "greeting.recorded"
        assert "greeting.recorded" not in plain.said
        assert len(keys) > 1
