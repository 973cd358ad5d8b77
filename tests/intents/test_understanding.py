"""What people say who taught Floe nothing: by templates, by what was learnt, and by stakes."""

from collections.abc import Sequence

import pytest

from intents.intent import GRAVE, IntentName
from intents.learnt.classifier import NOT_FOR_FLOE
from intents.library import Intents
from intents.situation import Situation, useless
from intents.training.corpus import Saying, Subset, read
from intents.training.evaluation import measure, understood
from intents.understanding import Reading, Understanding, Verdict


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    return Understanding.load(Intents.load())


@pytest.fixture(scope="module")
def unseen() -> Sequence[Saying]:
    return read([Subset.TEST])


def test_writers_that_taught_nothing_are_understood(
    understanding: Understanding, unseen: Sequence[Saying]
) -> None:
    """One saying in eight; docs/understanding.md has the figures of all."""
    figures = measure(understood(unseen[::8], understanding))
    assert figures.right > 0.87
    assert figures.safety > 0.9
    assert figures.wrong < 0.04
    assert figures.taken < 0.05
    assert figures.grave <= 1
    assert figures.calibration < 0.05


def test_denials_never_do_the_opposite(
    understanding: Understanding, unseen: Sequence[Saying]
) -> None:
    denials = [each for each in unseen if each.denial and each.intent in GRAVE]
    assert len(denials) > 50
    assert [one.saying.text for one in understood(denials, understanding) if one.opposite] == []


def test_a_template_is_sure(understanding: Understanding) -> None:
    meaning = understanding.understand("my skin is numb")
    assert (meaning.verdict, meaning.certainty) == (Verdict.ACT, 1)
    assert meaning.likelihoods == {}


def test_an_answer_that_nobody_asked_for_may_be_something_else(
    understanding: Understanding,
) -> None:
    useless = {IntentName.YES, IntentName.NO}
    assert understanding.understand("go ahead", Situation.PAUSED).intent
    meaning = understanding.understand("go ahead", Situation.PAUSED, useless)
    assert meaning.likelihoods
    assert (
        meaning.intent is None
        or meaning.intent.name not in useless
        or (meaning.verdict is Verdict.LEAVE)
    )


@pytest.mark.parametrize(
    ("text", "situation", "name", "slots"),
    [
        ("it was a seven but now it's like a five love", "pain", "ReportPain", {"level": 5}),
        ("would you ever give me another two minutes", "massaging", "AddTime", {"minutes": 2}),
        ("she says it's gone a funny white colour", "massaging", "ReportSkin", {"look": "white"}),
        ("give us a nudge at half past three", "idle", "SetReminder", {"when": "03:30?"}),
    ],
)
def test_what_is_told_is_found_in_the_sentence(
    understanding: Understanding, text: str, situation: str, name: str, slots: dict[str, object]
) -> None:
    intent = understanding.understand(text, Situation(situation)).intent
    assert intent
    assert (intent.name, dict(intent.slots)) == (name, slots)


def test_several_readings_are_weighed(understanding: Understanding) -> None:
    readings = [
        Reading("my skin is gone numb on me", 0.5),
        Reading("my skip is gone none on me", 0.5),
    ]
    meaning = understanding.weigh(readings, Situation.MASSAGING)
    assert meaning.intent
    assert meaning.intent.name == IntentName.REPORT_NUMB
    alone = understanding.understand(readings[0].text, Situation.MASSAGING)
    assert meaning.certainty < alone.certainty


@pytest.mark.parametrize("text", ["", "   ", "?!", "word " * 10_000])
def test_nothing_is_made_of_nothing(understanding: Understanding, text: str) -> None:
    meaning = understanding.understand(text, Situation.MASSAGING)
    assert (meaning.verdict, meaning.intent) == (Verdict.LEAVE, None)


def test_names_are_left_to_the_templates(understanding: Understanding) -> None:
    meaning = understanding.understand("it's denise here now not bob", Situation.IDLE)
    assert meaning.verdict is Verdict.LEAVE


def test_without_what_was_learnt_there_are_the_templates() -> None:
    understanding = Understanding(Intents.load(), None)
    assert understanding.understand("stop").verdict is Verdict.ACT
    assert understanding.understand("oh do give over").verdict is Verdict.LEAVE


def test_what_is_not_for_floe_is_left(
    understanding: Understanding, unseen: Sequence[Saying]
) -> None:
    others = [each for each in unseen if each.intent == NOT_FOR_FLOE][::8]
    taken = [one for one in understood(others, understanding) if one.acted in GRAVE]
    assert taken == []


@pytest.mark.parametrize(
    ("situation", "text"),
    [
        ("massaging", "two more minutes would kill me"),
        ("massaging", "my friend does ten minutes"),
        ("paused", "i'll carry on tomorrow"),
        ("screening", "no actually i do"),
        ("screening", "i'd be lying if i said no"),
        ("screening", "only in winter"),
        ("screening", "sometimes my fingers go white"),
        ("checking", "yes well sort of"),
        ("warming", "half of it is warm"),
        ("warming", "i wish it was warm"),
        ("warming", "not all the feeling's back"),
    ],
)
def test_what_is_half_said_is_not_acted_on(
    understanding: Understanding, situation: str, text: str
) -> None:
    here = Situation(situation)
    assert understanding.understand(text, here, useless(here)).verdict is not Verdict.ACT


@pytest.mark.parametrize(
    ("situation", "text", "slot"),
    [
        ("asked", "yeah i'm perfectly fine thanks dear", "fine"),
        ("paused", "let's start over again from the top", "unsure"),
    ],
)
def test_what_templates_would_tell_is_told(
    understanding: Understanding, situation: str, text: str, slot: str
) -> None:
    intent = understanding.understand(text, Situation(situation)).intent
    assert intent
    assert dict(intent.slots) == {slot: True}


@pytest.mark.parametrize(
    ("text", "minutes"), [("remind me in zero to five minutes", 5), ("in five to ten minutes", 10)]
)
def test_a_range_of_minutes_is_no_time_of_day(
    understanding: Understanding, text: str, minutes: int
) -> None:
    intent = understanding.understand(text, Situation.IDLE).intent
    assert intent
    assert intent.slots.get("minutes") == minutes
    assert "when" not in intent.slots
