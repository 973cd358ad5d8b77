from pathlib import Path

import pytest

from intents.library import Intents
from voice.recognizer.decision import (
    LONG_PAUSE_SECONDS,
    LONG_STEADY_SECONDS,
    PAUSE_SECONDS,
    SHORT_PAUSE_SECONDS,
    STEADY_SECONDS,
    Decision,
)

_FILE = """
language: en
intents:
  Go: {data: [{sentences: ["go", "go back"]}]}
  Halt: {data: [{sentences: ["halt", "halt at once"]}]}
  Next: {data: [{sentences: ["next step"]}]}
"""


@pytest.fixture
def decision(tmp_path: Path) -> Decision:
    file = tmp_path / "intents.yaml"
    file.write_text(_FILE, encoding="utf-8")
    return Decision(Intents.load(file).grammar, lambda text: text.startswith("halt"))


def test_a_whole_command_is_decided_in_the_pause_after_it(decision: Decision) -> None:
    assert not decision.stands("next step", 1.0, 0.0)
    assert not decision.stands("next step", 9.0, PAUSE_SECONDS - 0.01)
    assert decision.stands("next step", 9.1, PAUSE_SECONDS)


def test_part_of_a_command_is_never_decided(decision: Decision) -> None:
    assert not decision.stands("next", 1.0, 0.0)
    assert not decision.stands("next", 9.0, 5.0)
    assert not decision.stands("", 9.5, 5.0)


def test_a_command_that_may_go_on_needs_a_longer_pause(decision: Decision) -> None:
    assert not decision.stands("go", 1.0, PAUSE_SECONDS)
    assert decision.stands("go", 1.3, LONG_PAUSE_SECONDS)


def test_an_urgent_one_needs_a_short_pause_even_if_it_may_go_on(decision: Decision) -> None:
    assert not decision.stands("halt", 1.0, 0.0)
    assert not decision.stands("halt", 1.0 + STEADY_SECONDS, 0.0)
    assert decision.stands("halt", 1.0 + STEADY_SECONDS, SHORT_PAUSE_SECONDS)


def test_where_there_is_never_a_pause_standing_longer_is_enough(decision: Decision) -> None:
    assert not decision.stands("halt", 1.0, 0.0)
    assert decision.stands("halt", 1.0 + LONG_STEADY_SECONDS, 0.0)


def test_an_urgent_one_that_changes_begins_anew(decision: Decision) -> None:
    pause = SHORT_PAUSE_SECONDS
    assert not decision.stands("halt at once", 1.0, 0.0)
    assert not decision.stands("halt at", 1.1, 0.0)
    assert not decision.stands("halt at once", 1.2, pause)
    assert not decision.stands("halt at once", 1.3, pause)
    assert decision.stands("halt at once", 1.4, pause)


def test_a_new_utterance_begins_anew(decision: Decision) -> None:
    assert not decision.stands("halt", 1.0, 0.0)
    decision.reset()
    assert not decision.stands("halt", 9.0, 0.0)


def test_garbage_is_no_command(decision: Decision) -> None:
    assert not decision.stands("[unk] next step", 1.0, 0.0)
    assert not decision.stands("[unk] next step", 9.0, 5.0)
