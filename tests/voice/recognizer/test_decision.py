from pathlib import Path

import pytest

from intents.library import Intents
from voice.recognizer.decision import (
    OPEN,
    PLAIN,
    URGENT,
    URGENT_OPEN,
    Evidence,
    PartialDecision,
    continuations,
)

_FILE = """
language: en
intents:
  Go: {data: [{sentences: ["go"]}]}
  Back: {data: [{sentences: ["go back [please]"]}]}
  Halt: {data: [{sentences: ["halt [at once]", "halt now"]}]}
  Quiet: {data: [{sentences: ["halt the talking"]}]}
  Numb: {data: [{sentences: ["cold"]}]}
  Help: {data: [{sentences: ["cold all over"]}]}
  Next: {data: [{sentences: ["next step [please]"]}]}
  Set: {data: [{sentences: ["make it {minutes} [minutes]"]}]}
lists:
  minutes: {values: [{in: "nine", out: 9}, {in: "nine and a half", out: 9.5}]}
"""


@pytest.fixture
def intents(tmp_path: Path) -> Intents:
    file = tmp_path / "intents.yaml"
    file.write_text(_FILE, encoding="utf-8")
    return Intents.load(file)


@pytest.fixture
def decision(intents: Intents) -> PartialDecision:
    return PartialDecision(intents, {"Halt", "Numb", "Help"})


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("go back please", PLAIN),
        ("go back", PLAIN),
        ("next step", PLAIN),
        ("go", OPEN),
        ("make it nine", OPEN),
        ("make it nine minutes", PLAIN),
        ("halt at once", URGENT),
        ("halt", URGENT),
        ("cold", URGENT_OPEN),
    ],
)
def test_a_whole_command_is_decided_in_the_pause_that_it_needs(
    decision: PartialDecision, text: str, evidence: Evidence
) -> None:
    assert not decision.stands(text, 1.0, 0.0)
    late = 1.01 + evidence.steady
    assert not decision.stands(text, late, evidence.pause - 0.01)
    assert decision.stands(text, late, evidence.pause)


@pytest.mark.parametrize("text", ["", "next", "[unk] next step", "next step cold"])
def test_what_is_no_whole_command_is_never_decided(decision: PartialDecision, text: str) -> None:
    assert not decision.stands(text, 1.0, 0.0)
    assert not decision.stands(text, 9.0, 5.0)


@pytest.mark.parametrize(("text", "evidence"), [("halt", URGENT), ("next step", PLAIN)])
def test_without_a_pause_a_command_is_decided_when_it_has_lasted(
    decision: PartialDecision, text: str, evidence: Evidence
) -> None:
    assert not decision.stands(text, 1.0, 0.0)
    assert not decision.stands(text, 0.99 + evidence.lasting, 0.0)
    assert decision.stands(text, 1.01 + evidence.lasting, 0.0)


def test_an_urgent_one_that_changes_begins_anew(decision: PartialDecision) -> None:
    pause = URGENT.pause
    assert not decision.stands("halt at once", 1.0, 0.0)
    assert not decision.stands("halt at", 1.1, pause)
    assert not decision.stands("halt at once", 1.2, pause)
    assert not decision.stands("halt at once", 1.3, pause)
    assert decision.stands("halt at once", 1.4, pause)


def test_a_new_utterance_begins_anew(decision: PartialDecision) -> None:
    assert not decision.stands("halt", 1.0, 0.0)
    decision.reset()
    assert not decision.stands("halt", 9.0, 0.0)


def test_what_stops_needs_least() -> None:
    assert URGENT.pause < PLAIN.pause < URGENT_OPEN.pause < OPEN.pause
    assert URGENT.lasting < PLAIN.lasting


def test_a_command_goes_on_by_the_shortest_way(intents: Intents) -> None:
    longer = [" ".join(words) for words in continuations(intents.grammar, ["make", "it", "nine"])]
    assert sorted(longer) == ["make it nine and a half", "make it nine minutes"]
    assert list(continuations(intents.grammar, ["go", "back", "please"])) == []
