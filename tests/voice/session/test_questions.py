"""A question is an object: what one has to say for itself, and what all have by default."""

import inspect
from importlib import import_module
from pathlib import Path

import pytest

import voice.session.questions
from intents.intent import Intent
from intents.intent import IntentName as N
from tests.voice.session.talk import PLAN, PROMPTS, Talk
from voice.session.context import Context
from voice.session.phase import Phase
from voice.session.prompt import Prompt
from voice.session.questions.question import Question
from voice.session.questions.skin import SkinQuestion
from voice.session.script import Script

FOLDER = Path(voice.session.questions.__file__).parent
TEXTS = {
    "drip.ask": ["Does the ice drip?"],
    "drip.wipe": ["Wipe it off."],
    "drip.dry": ["All the better."],
}


class DripQuestion(Question):
    """What a new question needs: its name, its words, and what yes and no do.

    Its texts are not among Floe's prompts, so each `Prompt` is made by hand here.
    """

    name = "drip"

    def __init__(self, context: Context) -> None:
        super().__init__(context, Prompt("drip.ask", {}))

    def yes(self, intent: Intent) -> None:
        self.context.drop_question()
        self.context.say(Prompt("drip.wipe", {}))

    def no(self) -> None:
        self.context.drop_question()
        self.context.say(Prompt("drip.dry", {}))


def asked(talk: Talk) -> Talk:
    """Ask about the ice at this point of a talk."""
    context = talk.controller._context
    context.script = Script({**PROMPTS, **TEXTS})
    context.ask(DripQuestion(context))
    return talk.tick(0)


def question(talk: Talk) -> str | None:
    return talk.controller.snapshot().question


def test_a_new_question_is_asked_and_seen() -> None:
    talk = asked(Talk())
    assert talk.keys == ["drip.ask"]
    snapshot = talk.controller.snapshot()
    assert (snapshot.question, snapshot.asking) == ("drip", "Does the ice drip?")
    assert snapshot.offers[:2] == ("yes", "no")
    assert talk.controller.asked == {N.YES, N.NO}
    assert all(talk.controller.hears(name) for name in (N.YES, N.NO, N.CANCEL))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (N.YES, "drip.wipe"),
        (N.NO, "drip.dry"),
        (N.CANCEL, "all_right"),
        (N.STOP_SESSION, "all_right"),
    ],
)
def test_it_is_answered(name: N, key: str) -> None:
    talk = asked(Talk()).hear(name)
    assert talk.keys == [key]
    assert talk.hushed is (key == "all_right")
    assert question(talk) is None
    assert not talk.controller.hears(N.YES)


def test_in_silence_it_is_repeated_once_and_left() -> None:
    talk = asked(Talk())
    talk.spoken("drip.ask")
    assert talk.wait(PLAN.answer_wait - 1) == []
    assert talk.wait(1) == ["drip.ask"]
    talk.spoken("drip.ask")
    assert talk.wait(PLAN.answer_wait - 1) == []
    assert talk.wait(1) == ["all_right"]
    assert question(talk) is None


def test_silence_counts_from_the_end_of_the_question() -> None:
    talk = asked(Talk())
    talk.wait(9)
    talk.spoken("greeting.first")
    talk.spoken("drip.ask")
    talk.wait(5)
    talk.spoken("drip.ask")
    assert talk.wait(PLAN.answer_wait - 6) == []
    assert talk.wait(1) == ["drip.ask"]


def test_where_its_end_is_never_known_it_is_estimated() -> None:
    talk = asked(Talk())
    spoken = 4 / PLAN.words_a_second + PLAN.unsaid_wait
    assert talk.wait(spoken + PLAN.answer_wait - 1) == []
    assert talk.wait(1) == ["drip.ask"]


def test_what_is_no_answer_leaves_it_open() -> None:
    talk = asked(Talk())
    assert talk.hear(N.ASK_ICE).keys == ["answer.ice"]
    assert talk.miss().keys == ["miss"]
    assert talk.hear(N.YES, fine=True).acts == []
    assert talk.hear(N.REPEAT).keys == ["drip.ask"]
    assert question(talk) == "drip"


def test_who_is_not_understood_twice_is_told_what_fits_the_moment() -> None:
    talk = Talk().massage()
    assert talk.miss().keys == []
    assert talk.miss().keys == ["miss_twice"]
    assert talk.text == "That was not clear to me. You can say my skin is numb, or pause."
    talk.wait(PLAN.miss_gap)
    assert talk.miss().keys == [], "once for each command heard"
    talk.hear(N.TIME_LEFT)
    assert talk.miss().keys == []
    assert talk.miss().keys == ["miss_twice"]
    talk = Talk()
    assert [talk.miss().keys for _ in range(3)] == [[], [], []], "off duty it is no matter"


def test_okay_goes_on_where_a_step_waits_for_that() -> None:
    talk = Talk().screened()
    for step in ("helper", "position", "peel", "wet"):
        assert talk.hear(N.YES).keys == [f"step.{step}"]
    assert talk.hear(N.YES).keys == ["massage.begin"]
    assert talk.hear(N.YES).keys == []


def test_restart_asks_what_is_meant() -> None:
    talk = Talk().massage()
    talk.wait(60)
    talk.hear(N.PAUSE)
    assert talk.hear(N.RESUME, unsure=True).keys == ["resume.ask"]
    assert talk.at(Phase.PAUSED)
    assert talk.hear(N.YES).at(Phase.MASSAGING)


def test_only_one_question_waits() -> None:
    talk = asked(Talk()).hear(N.START_SESSION)
    assert question(talk) == "screen"
    assert question(asked(talk)) == "drip"
    assert talk.at(Phase.IDLE)


def test_who_goes_on_with_the_preparations_passes_it_over() -> None:
    talk = asked(Talk().screened())
    assert talk.hear(N.PREVIOUS_STEP).keys == ["drip.ask"]
    assert talk.hear(N.NEXT_STEP).acts == asked(Talk().screened()).hear(N.NEXT_STEP).acts
    assert question(talk) is None
    assert talk.hear(N.NEXT_STEP).keys == ["step.helper"]


@pytest.mark.parametrize("name", [N.STOP_SESSION, N.REPORT_NUMB, N.REPORT_EMERGENCY, N.GOODBYE])
def test_whatever_takes_the_ice_off_drops_it(name: N) -> None:
    talk = asked(Talk().massage()).hear(name)
    assert question(talk) != "drip"
    assert not talk.at(Phase.MASSAGING)


def test_the_next_check_in_waits_for_it() -> None:
    talk = Talk().massage()
    talk.wait(PLAN.first_check - 2)
    asked(talk).spoken("drip.ask")
    assert "check.ask" not in talk.wait(10)
    talk.hear(N.NO)
    talk.until(lambda talk: question(talk) == SkinQuestion.name, most=10, fine=False)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("[!_]*.py")), ids=lambda path: path.stem)
def test_each_file_is_about_the_question_of_its_name(path: Path) -> None:
    module = import_module(f"voice.session.questions.{path.stem}")
    found = [
        one
        for _, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, Question) and one.__module__ == module.__name__
    ]
    if path.stem == "question":
        assert found == [Question]
        return
    [only] = found
    assert only.name == path.stem
    assert only.__name__ == f"{path.stem.capitalize()}Question"
    assert only.answers
