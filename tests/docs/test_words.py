"""What people are told to say is understood, and what Floe is told to say it says."""

import ast
import re
from collections.abc import Iterator

import pytest
import yaml

import voice.prompts
from intents.intent import IntentName
from intents.library import Intents
from models.catalogue import Catalogue
from models.command import size
from tests.docs.page import ROOT, page
from voice.display import words as display
from voice.display.address import PORT
from voice.history.serialization import COLUMNS
from voice.session.state import Outcome

README, GUIDE = page("README.md"), page("docs/guide.md")
SAY = "You want to"
CODE = ("audio", "floe", "intents", "models", "voice")
_ENTRY = re.compile(r"^\d\d:\d\d\.\d  (\w+) +(.*?)(?:  \[(.*)\])?$")
_FILLED = re.compile(r"\\\{\w+\\\}")


def phrases(rows: list[list[str]]) -> list[str]:
    return [phrase for row in rows for phrase in re.findall(r'"([^"]+)"', row[1])]


@pytest.fixture(scope="module")
def intents() -> Intents:
    return Intents.load(persons={"anna": "Anna"})


def test_all_that_can_be_said_is_understood(intents: Intents) -> None:
    said = phrases(list(GUIDE.tables(SAY)))
    assert [phrase for phrase in said if intents.match(phrase) is None] == []


def test_every_intent_has_a_phrase_in_the_guide(intents: Intents) -> None:
    found = {
        intent.name for each in phrases(list(GUIDE.tables(SAY))) if (intent := intents.match(each))
    }
    assert found == {name.value for name in IntentName}


def test_ten_things_to_say() -> None:
    rows = list(README.tables(SAY))
    assert len(rows) == 10
    assert set(phrases(rows)) <= set(phrases(list(GUIDE.tables(SAY))))


def transcript() -> list[tuple[str, str, str]]:
    """Return who says what in the README, and in brackets what it was taken for."""
    (text,) = (text for _, text in README.blocks if text.startswith("00:00"))
    whole = re.sub(r"\n {10,}", " ", text)
    found = [_ENTRY.match(line) for line in whole.splitlines() if line != "..."]
    return [(entry[1], entry[2], entry[3] or "") for entry in found if entry]


def test_the_transcript_is_read_whole() -> None:
    (text,) = (text for _, text in README.blocks if text.startswith("00:00"))
    assert len(transcript()) == len(re.findall(r"^\d\d:", text, re.MULTILINE)) > 10


def test_what_floe_says_in_the_transcript_is_a_prompt() -> None:
    prompts = [text for texts in voice.prompts.load().values() for text in texts]
    patterns = [_FILLED.sub(".+", re.escape(text)) for text in prompts]
    for who, text, _ in transcript():
        if who == "Floe":
            assert any(re.fullmatch(pattern, text, re.IGNORECASE) for pattern in patterns), text


def test_what_the_person_says_in_the_transcript_means_that(intents: Intents) -> None:
    heard = [(text, taken) for who, text, taken in transcript() if who == "Person" and taken]
    assert heard
    for text, taken in heard:
        intent = intents.match(text)
        assert intent
        slots = " ".join(f"{name}={value}" for name, value in intent.slots.items())
        assert taken == f"{intent.name}, {slots}".removesuffix(", "), text


def constants() -> Iterator[str]:
    """Return every text that the code may print, and that its files of words hold."""
    for package in CODE:
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
    yield from (text for texts in voice.prompts.load().values() for text in texts)
    yield from display.load().values()
    for name in ("Makefile", "packages.sh"):
        yield (ROOT / name).read_text(encoding="utf-8")


def messages() -> list[str]:
    """Return what the first columns of the page of symptoms have as a message."""
    trouble = page("docs/troubleshooting.md")
    found = []
    for head in ("Message", "What happens"):
        for cells in trouble.tables(head):
            found += re.findall(r"`([^`]+)`", cells[0])
            found += re.findall(r'Floe says "([^"]+)"', cells[0])
    return [message for message in found if not message.startswith("floe ")]


def test_every_message_is_one_of_floes() -> None:
    texts = "\n".join(constants())
    assert len(messages()) > 50
    lost = []
    for message in messages():
        parts = [part.strip() for part in message.split("...")]
        lost += [(part, message) for part in parts if part and part not in texts]
    assert lost == []


def test_columns_and_outcomes_are_those_that_are_written() -> None:
    rows = list(page("docs/course.md").tables("CSV column, JSON key"))
    named = [name for cells in rows for name in re.findall(r"`(\w+)`", cells[0])]
    assert sorted(named) == sorted(COLUMNS)
    (outcomes,) = (cells[1] for cells in rows if cells[0] == "`outcome`")
    assert set(re.findall(r"`([\w ]+)`", outcomes)) == {outcome.value for outcome in Outcome}


def test_models_and_their_sizes_are_those_of_the_catalogue() -> None:
    catalogue = Catalogue.load()
    found = re.findall(r"`(vosk-[\w.-]+)`(?: \(([^)]+)\))?", page("docs/models.md").text)
    assert len(found) >= 3
    for name, told in found:
        entry = catalogue.find(name)
        assert entry, name
        assert not told or told == size(entry), name


def test_yaml_in_the_pages_is_yaml() -> None:
    found = [
        text
        for name in ("docs/settings.md", "CONTRIBUTING.md")
        for kind, text in page(name).blocks
        if kind == "yaml"
    ]
    assert len(found) == 4
    assert all(yaml.safe_load(text) for text in found)


def test_the_port_is_that_of_the_page() -> None:
    assert f"127.0.0.1:{PORT}/" in page("docs/display.md").text
