"""The steps before the massage."""

from intents.intent import IntentName as N
from tests.voice.session.talk import Talk, over
from voice.session.phase import Phase
from voice.session.step import Step


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
