"""Pain before and after a session: asked once each, and never in the way."""

import pytest

from intents.intent import IntentName as N
from tests.voice.session.talk import PLAN, Talk
from voice.session.event import EventKind
from voice.session.phase import Phase
from voice.session.state import When


def asking() -> Talk:
    """Asked for the pain before the ice."""
    talk = Talk().screened()
    talk.hear(N.STOP_SESSION).hear(N.START_SESSION)
    assert talk.keys == ["step.intro", "pain.before"]
    return talk


def stopped() -> Talk:
    """Asked for the pain after it."""
    talk = Talk().massage()
    talk.wait(30)
    talk.hear(N.STOP_SESSION)
    assert talk.keys == ["massage.stopped", "pain.ask"]
    return talk


def question(talk: Talk) -> str | None:
    return talk.controller.snapshot().question


def test_asked_before_and_after() -> None:
    talk = asking()
    assert talk.hear(N.REPORT_PAIN, level=6, bare=True).keys == ["pain.noted", "step.ice"]
    while talk.at(Phase.PREPARING):
        talk.hear(N.NEXT_STEP)
    talk.until(lambda talk: talk.at(Phase.IDLE))
    assert talk.keys[-1] == "pain.ask"
    assert talk.hear(N.REPORT_PAIN, level=4, bare=True).keys == ["pain.noted"]
    session = talk.record.sessions[-1]
    assert talk.record.pain(session, When.BEFORE) == 6
    assert talk.record.pain(session, When.AFTER) == 4


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        (N.NEXT_STEP, ["step.ice"]),
        (N.START_SESSION, ["step.ice"]),
        (N.RESUME, ["step.ice"]),
        (N.NO, ["all_right", "step.ice"]),
        (N.SKIP, ["all_right", "step.ice"]),
        (N.CANCEL, ["all_right", "step.ice"]),
    ],
)
def test_skipped_before(name: N, keys: list[str]) -> None:
    talk = asking().hear(name)
    assert talk.keys == keys
    assert question(talk) is None
    assert talk.record.pains == []
    assert talk.hear(N.NEXT_STEP).keys == ["step.helper"]


@pytest.mark.parametrize("name", [N.NEXT_STEP, N.NO, N.SKIP, N.CANCEL, N.STOP_SESSION])
def test_skipped_after(name: N) -> None:
    talk = stopped().hear(name)
    assert talk.keys == ["all_right"]
    assert question(talk) is None
    assert talk.record.pains == []


def test_silence_skips_it_soon() -> None:
    talk = asking()
    talk.spoken("pain.before")
    assert talk.wait(PLAN.pain_wait - 1) == []
    assert talk.wait(2) == ["step.ice"]
    assert talk.wait(60) == []
    talk = stopped()
    talk.spoken("pain.ask")
    assert talk.wait(PLAN.pain_wait + 1) == []
    assert question(talk) is None
    assert not talk.controller.hears(N.NO)


def test_back_asks_again_and_other_questions_leave_it_open() -> None:
    talk = asking().hear(N.PREVIOUS_STEP)
    assert talk.keys == ["pain.before"]
    talk.hear(N.ASK_ICE)
    assert talk.hear(N.REPORT_PAIN, level=3, bare=True).keys == ["pain.noted", "step.ice"]


def test_eleven_is_unclear_once_and_then_there_is_time_again() -> None:
    talk = asking()
    talk.spoken("pain.before")
    talk.wait(8)
    assert talk.miss().keys == ["pain.unclear"]
    talk.spoken("pain.unclear")
    assert talk.wait(PLAN.pain_wait - 2) == []
    assert talk.miss().acts == []
    assert talk.wait(3) == ["step.ice"]


@pytest.mark.parametrize("name", [N.STOP_SESSION, N.REPORT_NUMB, N.REPORT_EMERGENCY, N.GOODBYE])
def test_safety_comes_first(name: N) -> None:
    talk = asking().hear(name)
    assert talk.hushed
    assert question(talk) is None
    assert talk.at(Phase.IDLE)
    assert "pain.ask" not in talk.keys
    assert talk.wait(60) == []


@pytest.mark.parametrize("name", [N.REPORT_EMERGENCY, N.GOODBYE])
def test_who_needs_help_or_leaves_is_not_asked(name: N) -> None:
    talk = Talk().massage()
    talk.wait(30)
    talk.hear(name)
    assert "pain.ask" not in talk.keys
    assert question(talk) is None


def test_nor_is_who_does_not_answer() -> None:
    talk = Talk().massage()
    said = talk.wait(400)
    assert said[-1] == "check.unanswered"
    assert question(talk) is None


def test_ended_by_numbness_it_is_asked_once_the_skin_is_left_alone() -> None:
    talk = Talk().massage()
    talk.wait(30)
    assert talk.hear(N.REPORT_NUMB).keys == ["numb.now"]
    assert talk.hear(N.STOP_SESSION).keys == ["massage.stopped", "pain.ask"]


def test_ice_off_is_never_behind_the_question() -> None:
    talk = stopped()
    assert talk.keys.index("massage.stopped") < talk.keys.index("pain.ask")
    assert talk.hear(N.REPORT_NUMB).keys == ["numb.idle"]
    assert question(talk) is None


def test_skip_in_the_massage_pauses_for_it_sounds_like_stop() -> None:
    talk = Talk().massage()
    assert talk.controller.hears(N.SKIP)
    assert talk.hear(N.SKIP).keys == ["massage.paused"]
    assert not talk.controller.hears(N.SKIP)


def test_told_by_oneself_it_belongs_where_it_was_told() -> None:
    talk = asking().hear(N.NEXT_STEP).hear(N.REPORT_PAIN, level=7)
    assert talk.keys == ["pain.noted"]
    while talk.at(Phase.PREPARING):
        talk.hear(N.NEXT_STEP)
    talk.hear(N.REPORT_PAIN, level=6).hear(N.STOP_SESSION).hear(N.SKIP)
    talk.wait(60)
    talk.hear(N.REPORT_PAIN, level=5)
    talk.away(3600).hear(N.REPORT_PAIN, level=4)
    told = [(pain.level, pain.when) for pain in talk.record.pains]
    assert told == [(7, When.BEFORE), (6, None), (5, When.AFTER), (4, None)]


def test_a_crash_at_the_question_does_not_repeat_it() -> None:
    talk = asking().away(60).restart()
    assert talk.keys == ["recovery.preparing", "step.ice"]
    talk = stopped().away(60).restart()
    assert talk.keys == ["greeting.again"]
    talk.hear(N.REPORT_PAIN, level=2)
    assert talk.record.pain(talk.record.sessions[-1], When.AFTER) == 2


def test_a_session_that_is_cut_off_and_resumed_is_asked_about_at_its_end() -> None:
    talk = Talk().massage()
    talk.wait(30)
    talk.away(60).restart().hear(N.YES)
    assert talk.hear(N.STOP_SESSION).keys == ["massage.stopped", "pain.ask"]


def test_the_event_says_when() -> None:
    talk = asking().hear(N.REPORT_PAIN, level=6)
    [event] = (event for event in talk.events if event.kind is EventKind.PAIN)
    assert dict(event.values) == {"level": 6, "when": "before"}
