import math

import pytest

from intents.intent import ANSWERS, Intent, IntentName
from intents.library import Intents
from intents.stakes import Stakes
from models.store import BUNDLED, Store
from tests.speech import blocks, say
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.recognizer.rejection import (
    MARGINS,
    Interpretation,
    choose_interpretation,
    interpretations,
    rival,
)
from voice.recognizer.utterance import Hypothesis, Word
from voice.session.questions.pain import PainQuestion
from voice.session.questions.skin import SkinQuestion

INTENTS = Intents.load()
EVEN = dict.fromkeys(Stakes, 0.0)


def hypotheses(**scores: float) -> list[Hypothesis]:
    """Make hypotheses by their words, joined by underlines, and scores, the best first."""
    return [
        Hypothesis(tuple(Word(word, 0.0, 0.3) for word in text.split("_")), score)
        for text, score in scores.items()
    ]


def chosen(margins: dict[Stakes, float], asked: frozenset[str], **scores: float) -> str | None:
    found = choose_interpretation(hypotheses(**scores), INTENTS.match, margins, asked)
    return found and found.hypothesis.text


def test_other_speech_that_is_likelier_wins() -> None:
    assert chosen(EVEN, frozenset(), guess=0.0, yes=-0.5) is None
    assert chosen(EVEN, frozenset(), yes=0.0, guess=-0.5) == "yes"


def test_wordings_of_one_meaning_are_added() -> None:
    found = interpretations(hypotheses(stock=0.0, stop=-0.4, stop_now=-0.6), INTENTS.match)
    assert [each.intent.name for each in found] == ["StopSession"]
    together = math.log(math.exp(-0.4) + math.exp(-0.6))
    assert found[0].evidence == pytest.approx(together, abs=0.01)
    assert chosen(EVEN, frozenset(), stock=0.0, stop=-0.4, stop_now=-0.6) == "stop"


def test_other_values_of_a_slot_are_other_meanings() -> None:
    found = interpretations(hypotheses(my_pain_is_six=0.0, my_pain_is_three=-1.0), INTENTS.match)
    assert [each.intent.slots["level"] for each in found] == [6, 3]


def test_margins_hold_for_their_kind_alone() -> None:
    margins = {**EVEN, Stakes.URGENT: -2.0, Stakes.GRAVE: 2.0}
    assert chosen(margins, frozenset(), stock=0.0, stop=-1.5) == "stop"
    assert chosen(margins, frozenset(), less=0.0, next=-1.5) is None
    assert chosen(margins, frozenset(), resume=0.0, rhythm=-1.5) is None
    assert chosen(margins, frozenset(), resume=0.0, rhythm=-2.5) == "resume"


def test_an_answer_needs_less_where_it_is_asked_for() -> None:
    margins = {**EVEN, Stakes.ASKED: -2.0}
    assert chosen(margins, frozenset(), guess=0.0, yes=-1.5) is None
    assert chosen(margins, SkinQuestion.answers, guess=0.0, yes=-1.5) == "yes"
    assert chosen(margins, PainQuestion.answers, guess=0.0, yes=-1.5) is None
    assert chosen(margins, PainQuestion.answers, fort=0.0, four=-1.5) == "four"


def test_of_several_commands_the_likeliest_with_evidence_enough_wins() -> None:
    margins = {**EVEN, Stakes.URGENT: -2.0, Stakes.GRAVE: 2.0}
    assert chosen(margins, frozenset(), all_good=0.0, it_is_numb=-0.5, algae=-0.9) == "all good"
    assert chosen(margins, frozenset(), start_now=0.0, stop_now=-0.5, star=-0.6) == "stop now"


def test_silence_and_nonsense_are_nothing() -> None:
    assert chosen(EVEN, frozenset(), mumble=0.0) is None
    assert interpretations(hypotheses(mumble=0.0), INTENTS.match) == []


def test_every_kind_has_a_margin_stopping_a_low_and_ice_the_highest() -> None:
    assert set(MARGINS) == set(Stakes)
    assert MARGINS[Stakes.URGENT] < MARGINS[Stakes.PLAIN] < MARGINS[Stakes.GRAVE]
    assert MARGINS[Stakes.ASKED] < MARGINS[Stakes.PLAIN]


def test_what_keeps_ice_on_the_skin_is_grave() -> None:
    assert Stakes.of(IntentName.RESUME, ANSWERS) is Stakes.GRAVE
    assert Stakes.of(IntentName.REPORT_NUMB, ANSWERS) is Stakes.URGENT
    assert Stakes.of(IntentName.YES, ANSWERS) is Stakes.ASKED
    assert Stakes.of(IntentName.YES, frozenset()) is Stakes.PLAIN
    assert Stakes.of("orderDrink", frozenset()) is Stakes.PLAIN


def test_the_recogniser_gives_other_hypotheses_too() -> None:
    recognizer = CommandRecognizer(Store().find(BUNDLED), INTENTS)
    listed = [
        heard.utterance.hypotheses
        for text in ("no", "nope", "never mind", "softer", "a little numb")
        for heard in recognizer.hear(blocks(say(text, "awb")), ANSWERS)
    ]
    assert max(map(len, listed)) > 1
    for hypotheses in listed:
        scores = [each.score for each in hypotheses]
        assert scores[0] == 0.0
        assert scores == sorted(scores, reverse=True)


def test_numbers_that_sound_alike_are_rivals() -> None:
    def found(name: str, minutes: float) -> Interpretation:
        return Interpretation(1.0, Hypothesis((), 0.0), Intent(name, {"minutes": minutes}))

    nineteen = found("SetReminder", 19)
    ninety, others = found("SetReminder", 90), [found("SetDuration", 90), found("SetReminder", 20)]
    assert rival(nineteen, [nineteen, *others]) == {}
    assert rival(nineteen, [nineteen, *others, ninety]) == {"minutes": 90}
    assert rival(ninety, [ninety, nineteen]) == {"minutes": 19}
