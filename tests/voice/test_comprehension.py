"""What was said just before counts: harm that is told twice takes the ice off."""

import pytest

from intents.intent import IntentName
from intents.library import Intents
from intents.situation import Situation
from intents.understanding import Understanding, Verdict
from voice.comprehension import Comprehension
from voice.recognizer.command_recognizer import RecognitionResult
from voice.recognizer.utterance import Hypothesis, Utterance, Word

STRANGE = "him say him head a spin"
"""Words that are too strange to be understood at once."""


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    return Understanding.load(Intents.load())


@pytest.fixture
def comprehension(understanding: Understanding) -> Comprehension:
    return Comprehension(understanding)


def heard(*readings: tuple[str, float], at: float = 10.0) -> RecognitionResult:
    hypotheses = tuple(
        Hypothesis(tuple(Word(word, at - 2, at - 1) for word in text.split()), score)
        for text, score in readings
    )
    return RecognitionResult(Utterance(hypotheses, at), None)


def test_what_may_be_harm_pauses_at_the_second_time(comprehension: Comprehension) -> None:
    first = comprehension.read(STRANGE, Situation.MASSAGING, (), 10.0)
    assert first.verdict is Verdict.LEAVE
    second = comprehension.read(STRANGE, Situation.MASSAGING, (), 20.0)
    assert second.verdict is Verdict.ACT
    assert second.intent
    assert second.intent.name == IntentName.PAUSE


@pytest.mark.parametrize(
    ("between", "later"),
    [("how long is left", 20.0), ("the bus stop is over there", 20.0), ("", 90.0)],
)
def test_not_after_something_else_and_not_much_later(
    comprehension: Comprehension, between: str, later: float
) -> None:
    comprehension.read(STRANGE, Situation.MASSAGING, (), 10.0)
    if between:
        comprehension.read(between, Situation.MASSAGING, (), 15.0)
    again = comprehension.read(STRANGE, Situation.MASSAGING, (), later)
    assert again.verdict is Verdict.LEAVE


def test_without_ice_nothing_is_paused(comprehension: Comprehension) -> None:
    for now in (10.0, 20.0):
        meaning = comprehension.read(STRANGE, Situation.IDLE, (), now)
        assert meaning.verdict is Verdict.LEAVE


def test_asked_about_the_skin_only_a_yes_leaves_the_ice_on(comprehension: Comprehension) -> None:
    unclear = comprehension.read("well it isn't numb i'd say", Situation.CHECKING, (), 10.0)
    assert unclear.verdict is Verdict.ACT
    assert unclear.intent
    fine = comprehension.read("yes", Situation.CHECKING, (), 20.0)
    assert fine.intent
    assert fine.intent.name == IntentName.YES


def test_what_is_heard_is_understood_with_its_times(comprehension: Comprehension) -> None:
    result = heard(("my skin has gone all numb on me love", 0.0), ("my skip has gone on me", -1.0))
    meaning = comprehension.comprehend(result, Situation.MASSAGING)
    assert meaning.intent
    assert meaning.intent.name == IntentName.REPORT_NUMB
    assert (meaning.intent.start, meaning.intent.end, meaning.intent.decided) == (8, 9, 10)


def test_two_words_are_too_little(comprehension: Comprehension) -> None:
    meaning = comprehension.comprehend(heard(("really numbness", 0.0)), Situation.MASSAGING)
    assert meaning.verdict is Verdict.LEAVE


@pytest.mark.parametrize("text", ["hard to say", "yes well sort of", "like rubber"])
def test_an_answer_about_the_skin_that_is_none_takes_the_ice_off(
    comprehension: Comprehension, text: str
) -> None:
    meaning = comprehension.comprehend(heard((text, 0.0)), Situation.CHECKING)
    assert meaning.verdict is Verdict.ACT
    assert meaning.intent
    assert meaning.intent.name in {IntentName.PAUSE, IntentName.REPORT_NUMB}
