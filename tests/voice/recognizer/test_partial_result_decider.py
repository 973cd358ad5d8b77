from pathlib import Path

import pytest

from intents.library import Intents
from voice.recognizer.partial_result_decider import (
    COMPLETE,
    EXTENDABLE,
    URGENT_COMPLETE,
    URGENT_EXTENDABLE,
    DecisionThresholds,
    PartialResultDecider,
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
def decider(intents: Intents) -> PartialResultDecider:
    return PartialResultDecider(intents, {"Halt", "Numb", "Help"})


@pytest.mark.parametrize(
    ("text", "thresholds"),
    [
        ("go back please", COMPLETE),
        ("go back", COMPLETE),
        ("next step", COMPLETE),
        ("go", EXTENDABLE),
        ("make it nine", EXTENDABLE),
        ("make it nine minutes", COMPLETE),
        ("halt at once", URGENT_COMPLETE),
        ("halt", URGENT_COMPLETE),
        ("cold", URGENT_EXTENDABLE),
    ],
)
def test_a_whole_command_is_decided_in_the_pause_that_it_needs(
    decider: PartialResultDecider, text: str, thresholds: DecisionThresholds
) -> None:
    assert not decider.may_act_on(text, 1.0, 0.0)
    late = 1.01 + thresholds.unchanged_in_pause
    assert not decider.may_act_on(text, late, thresholds.pause - 0.01)
    assert decider.may_act_on(text, late, thresholds.pause)


@pytest.mark.parametrize("text", ["", "next", "[unk] next step", "next step cold"])
def test_what_is_no_whole_command_is_never_decided(
    decider: PartialResultDecider, text: str
) -> None:
    assert not decider.may_act_on(text, 1.0, 0.0)
    assert not decider.may_act_on(text, 9.0, 5.0)


@pytest.mark.parametrize(
    ("text", "thresholds"), [("halt", URGENT_COMPLETE), ("next step", COMPLETE)]
)
def test_without_a_pause_a_command_is_decided_when_it_has_lasted(
    decider: PartialResultDecider, text: str, thresholds: DecisionThresholds
) -> None:
    assert not decider.may_act_on(text, 1.0, 0.0)
    assert not decider.may_act_on(text, 0.99 + thresholds.unchanged, 0.0)
    assert decider.may_act_on(text, 1.01 + thresholds.unchanged, 0.0)


def test_an_urgent_one_that_changes_begins_anew(decider: PartialResultDecider) -> None:
    pause = URGENT_COMPLETE.pause
    assert not decider.may_act_on("halt at once", 1.0, 0.0)
    assert not decider.may_act_on("halt at", 1.1, pause)
    assert not decider.may_act_on("halt at once", 1.2, pause)
    assert not decider.may_act_on("halt at once", 1.3, pause)
    assert decider.may_act_on("halt at once", 1.4, pause)


def test_a_new_utterance_begins_anew(decider: PartialResultDecider) -> None:
    assert not decider.may_act_on("halt", 1.0, 0.0)
    decider.reset()
    assert not decider.may_act_on("halt", 9.0, 0.0)


def test_what_stops_needs_least() -> None:
    assert URGENT_COMPLETE.pause < COMPLETE.pause < URGENT_EXTENDABLE.pause < EXTENDABLE.pause
    assert URGENT_COMPLETE.unchanged < COMPLETE.unchanged


def test_a_command_goes_on_by_the_shortest_way(intents: Intents) -> None:
    longer = [" ".join(words) for words in continuations(intents.grammar, ["make", "it", "nine"])]
    assert sorted(longer) == ["make it nine and a half", "make it nine minutes"]
    assert list(continuations(intents.grammar, ["go", "back", "please"])) == []
