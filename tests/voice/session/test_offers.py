"""What can be said is offered where it is heard, and help names the same."""

import pytest

from intents.intent import IntentName as N
from intents.library import Intents
from tests.voice.session.talk import PROMPTS, Talk
from voice.session.event import Event, EventKind
from voice.session.phase import Phase

OFFERS = {key: texts for key, texts in PROMPTS.items() if key.startswith("offer.")}


@pytest.fixture(scope="module")
def intents() -> Intents:
    return Intents.load()


def massaged() -> Talk:
    """One whose massage is over, and which is asked about the pain."""
    return Talk().massage().until(lambda talk: talk.phase is Phase.IDLE)


def conversations() -> list[Talk]:
    """One in each phase, and one for each kind of question."""
    talks = [
        Talk(),
        Talk().hear(N.START_SESSION),
        Talk().screened(),
        Talk().massage(),
        Talk().massage().hear(N.PAUSE),
        Talk().massage().hear(N.REPORT_NUMB),
        Talk().massage().hear(N.REPORT_NUMB).hear(N.REPORT_WARM),
        Talk().massage().hear(N.STOP_SESSION).hear(N.START_SESSION),
        massaged(),
    ]
    helped = Talk([Event(EventKind.EMERGENCY, Talk().date, {"words": "my legs are numb"})])
    return [*talks, helped.hear(N.START_SESSION)]


@pytest.mark.parametrize("key", OFFERS)
def test_each_is_a_whole_command_and_no_two_mean_the_same(key: str, intents: Intents) -> None:
    matched = [intents.match(text) for text in OFFERS[key]]
    assert all(matched)
    meanings = {(one.name, str(one.slots)) for one in matched if one}
    assert len(meanings) == len(OFFERS[key])


def test_floe_does_something_about_each(intents: Intents) -> None:
    seen = set()
    for talk in conversations():
        snapshot = talk.controller.snapshot()
        seen.add((snapshot.phase, snapshot.question))
        assert snapshot.offers
        for text in (*snapshot.offers, *PROMPTS["offer.urgent"]):
            intent = intents.match(text)
            assert intent
            assert talk.controller.hears(intent.name), (snapshot, text)
    assert {phase for phase, _ in seen} == set(Phase)
    assert len({question for _, question in seen}) >= 6


def test_answers_come_first() -> None:
    talk = massaged()
    assert talk.controller.snapshot().offers[:3] == ("0", "1", "2")
    assert talk.controller.snapshot().asking == "From zero to ten, how strong is your pain now?"
    talk = Talk().massage().hear(N.STOP_SESSION).hear(N.START_SESSION)
    assert talk.controller.snapshot().offers[:2] == ("yes anyway", "no")
    assert Talk().massage().controller.snapshot().asking == ""


def test_help_names_what_is_offered() -> None:
    for talk in conversations():
        phase = talk.phase
        if phase is Phase.SCREENING:
            continue
        named = talk.hear(N.HELP).text.lower()
        for text in PROMPTS[f"offer.{phase}"]:
            assert text in named
    said = Talk().massage().hear(N.HELP).text
    assert said == (
        "Say my skin is numb, pause, how long is left, one more minute, or stop, as you need."
    )
