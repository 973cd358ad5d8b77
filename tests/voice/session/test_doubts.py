"""What is likely but not sure: one question, and nothing is done without its yes."""

import pytest

from intents.intent import Intent
from intents.intent import IntentName as N
from intents.situation import Situation
from tests.voice.session.talk import Talk
from voice.session.phase import Phase


def idle() -> Talk:
    """Nothing is going on, and the questions of health are answered."""
    return Talk().screened().hear(N.STOP_SESSION).skipped()


def test_a_session_that_may_have_been_wanted_is_asked_about() -> None:
    talk = idle()
    assert talk.doubt(N.START_SESSION).keys == ["meant.start"]
    assert talk.situation is Situation.ASKED
    assert talk.at(Phase.IDLE)
    assert talk.hear(N.YES).skipped().at(Phase.PREPARING)


@pytest.mark.parametrize("answer", [N.NO, N.CANCEL, N.STOP_SESSION, None])
def test_without_a_yes_nothing_is_done(answer: N | None) -> None:
    talk = idle()
    talk.doubt(N.START_SESSION)
    if answer:
        talk.hear(answer)
    else:
        talk.wait(60)
    assert talk.at(Phase.IDLE)
    assert talk.situation is Situation.IDLE


def test_whoever_talks_on_to_somebody_else_is_left_alone() -> None:
    talk = idle()
    talk.doubt(N.START_SESSION)
    talk.miss()
    assert talk.keys == []
    assert talk.situation is Situation.IDLE
    assert talk.doubt(N.START_SESSION).keys == [], "it was asked just now"
    talk.wait(120)
    assert talk.doubt(N.START_SESSION).keys == ["meant.start"]


def test_ice_is_put_back_on_by_a_yes_alone() -> None:
    talk = Talk().massage()
    talk.hear(N.PAUSE)
    assert talk.doubt(N.RESUME).keys == ["meant.resume"]
    talk.wait(3)
    assert talk.at(Phase.PAUSED)
    assert talk.hear(N.YES).at(Phase.MASSAGING)


def test_the_length_that_was_understood_is_said() -> None:
    talk = Talk().massage()
    assert talk.doubt(N.SET_DURATION, minutes=9).keys == ["meant.duration"]
    assert talk.text == "Is nine minutes what you want?"
    assert talk.hear(N.YES).keys == ["duration.set"]
    talk.wait(120, fine=True)
    assert talk.doubt(N.SET_DURATION).keys == [], "there is nothing to ask about without a number"
    assert talk.doubt(N.ADD_TIME, minutes=1).keys == ["meant.more"]


def test_a_question_that_waits_is_not_replaced() -> None:
    talk = Talk()
    talk.hear(N.START_SESSION)
    assert talk.situation is Situation.SCREENING
    assert talk.doubt(N.START_SESSION).keys == ["miss"]
    assert talk.situation is Situation.SCREENING


@pytest.mark.parametrize(
    ("name", "advice"), [(N.REPORT_EMERGENCY, "emergency.now"), (N.REPORT_UNWELL, "unwell.idle")]
)
def test_an_alarm_without_ice_is_asked_about(name: N, advice: str) -> None:
    talk = idle()
    assert talk.doubt(name).keys == ["alarm.ask"]
    assert talk.hear(N.NO).keys == ["all_right"]
    talk.wait(120)
    assert talk.doubt(name).keys == ["alarm.ask"]
    assert talk.hear(N.YES).keys == [advice]
    talk = idle()
    talk.doubt(name)
    talk.until(lambda talk: talk.situation is Situation.IDLE, fine=False)
    assert talk.said[-2:] == ["alarm.ask", "alarm.ask"]


def test_each_moment_has_its_situation() -> None:
    assert Talk().situation is Situation.IDLE
    assert idle().hear(N.START_SESSION).skipped().situation is Situation.PREPARING
    talk = Talk().massage()
    seen = [talk.situation]
    talk.until(lambda talk: "check.ask" in talk.keys, fine=False)
    seen.append(talk.situation)
    seen.append(talk.hear(N.REPORT_NUMB).situation)
    seen.append(talk.hear(N.STOP_SESSION).situation)
    assert seen == [
        Situation.MASSAGING, Situation.CHECKING, Situation.WARMING, Situation.PAIN
    ]  # fmt: skip


def test_what_would_do_nothing_is_known() -> None:
    talk = idle()
    assert {N.YES, N.NO, N.CANCEL, N.SKIP} <= talk.controller.useless
    talk.hear(N.START_SESSION).skipped()
    assert N.YES not in talk.controller.useless
    assert talk.hear(N.SKIP).at(Phase.PREPARING)


@pytest.mark.parametrize(
    ("answer", "slots", "minutes"),
    [
        (N.YES, {}, 19),
        (N.NO, {}, 90),
        (N.SET_DURATION, {"minutes": 90}, 90),
        (N.SET_REMINDER, {"minutes": 45}, 45),
    ],
)
def test_of_two_numbers_that_sound_alike_it_is_asked_which(
    answer: N, slots: dict[str, int], minutes: int
) -> None:
    talk = idle()
    intent = Intent(N.SET_REMINDER, {"minutes": 19}, rival={"minutes": 90})
    assert talk.obey(intent).text == "Was it nineteen minutes that you said?"
    assert talk.record.reminder is None
    talk.hear(answer, **slots)
    assert talk.record.reminder
    assert talk.situation is Situation.IDLE
    due = talk.record.reminder.due - talk.date
    assert due.total_seconds() == pytest.approx(60 * minutes, abs=60)


def test_without_an_answer_it_is_neither() -> None:
    talk = idle()
    talk.obey(Intent(N.SET_REMINDER, {"minutes": 19}, rival={"minutes": 90}))
    talk.until(lambda talk: talk.situation is Situation.IDLE, fine=False)
    assert talk.record.reminder is None


def test_the_command_itself_is_a_yes() -> None:
    talk = Talk().massage()
    talk.doubt(N.ADD_TIME, minutes=1)
    talk.hear(N.ADD_TIME, minutes=1)
    assert talk.situation is Situation.MASSAGING
    assert talk.controller.snapshot().question is None
