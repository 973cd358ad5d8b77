"""Numb skin: the ice comes off at once, and stays off until the skin is warm."""

from intents.intent import IntentName as N
from tests.voice.session.talk import Talk, outcome
from voice.session.acts import Hush
from voice.session.phase import Phase
from voice.session.questions.warm import WarmQuestion
from voice.session.state import Outcome


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
