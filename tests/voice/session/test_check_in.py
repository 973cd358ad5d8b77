"""Check-ins: whether the skin is fine, and whether anybody is awake to say so."""

from intents.intent import IntentName as N
from tests.voice.session.talk import Talk, outcome, over
from voice.session.acts import Priority, Say, Tone
from voice.session.event import EventKind
from voice.session.phase import Phase
from voice.session.questions.skin import SkinQuestion
from voice.session.state import Outcome


def test_no_check_in_before_minute_four() -> None:
    talk = Talk().massage()
    assert not [key for key in talk.wait(239) if key.startswith("check")]
    assert "check.ask" in talk.wait(10)


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
