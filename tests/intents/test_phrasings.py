"""Every intent by what people really say, and by what only sounds like it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from intents.intent import IntentName
from intents.library import Intents

HERE = Path(__file__).parent
OFTEN_SAID = {
    IntentName.START_SESSION,
    IntentName.NEXT_STEP,
    IntentName.PAUSE,
    IntentName.RESUME,
    IntentName.STOP_SESSION,
    IntentName.REPORT_NUMB,
    IntentName.REPORT_WARM,
    IntentName.REPORT_EMERGENCY,
    IntentName.TIME_LEFT,
    IntentName.SET_DURATION,
    IntentName.ADD_TIME,
    IntentName.REPORT_PAIN,
    IntentName.YES,
    IntentName.NO,
}


def read(name: str) -> dict[str, Any]:
    found = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def phrasings() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (name, phrase, {}) if isinstance(phrase, str) else (name, *phrase)
        for name, phrases in read("phrasings.yaml").items()
        for phrase in phrases
    ]


@pytest.mark.parametrize(("name", "text", "slots"), phrasings())
def test_is_understood(english: Intents, name: str, text: str, slots: dict[str, Any]) -> None:
    intent = english.match(text)
    assert intent is not None
    assert (intent.name, intent.slots) == (name, slots)


@pytest.mark.parametrize(("text", "name"), list(read("misses.yaml").items()))
def test_is_not_mistaken(english: Intents, text: str, name: str | None) -> None:
    intent = english.match(text)
    assert (intent and intent.name) == name


@pytest.mark.parametrize("name", IntentName)
def test_has_enough_phrasings(name: IntentName) -> None:
    assert len(read("phrasings.yaml")[name]) >= (8 if name in OFTEN_SAID else 5)


@pytest.mark.parametrize(("name", "text", "slots"), phrasings())
def test_nothing_may_stand_around_it(
    english: Intents, name: str, text: str, slots: dict[str, Any]
) -> None:
    assert english.match(f"he said {text}") is None, (name, slots)
    assert english.match(f"{text} he said") is None, (name, slots)
