from collections import Counter

import pytest

from audio.sound import RATE
from bench import dialogues, voices
from bench.commands import commands
from bench.prompts import texts
from bench.run import Run
from intents.intent import IntentName
from tests.bench.conftest import needs


def test_every_prompt_is_spoken_with_its_values() -> None:
    found = texts()
    assert len(found) == len(set(found)) > 150
    assert not any("{" in text for text in found)
    assert "Half of it is done. three minutes and twenty seconds to go." in found
    assert {"zero", "ten"} < set(found)


def test_sessions_are_in_every_voice_over_prompts_that_are_long_enough(run: Run) -> None:
    needs("flite", "espeak-ng")
    run.every = 5
    found = dialogues.sessions(run)
    assert [len(session.turns) for session in found] == [6] * 5
    assert all(session.turns[0].said is None for session in found)
    heard = Counter(turn.command.voice for s in found for turn in s.turns if turn.command)
    assert heard == {voice: 5 for _, voice in voices.HELD_OUT}
    assert len({session.place for session in found}) == 5
    for turn in (turn for session in found for turn in session.turns[1:]):
        assert turn.said is not None
        assert 0.3 <= turn.begins <= len(turn.prompt) / RATE - 1
    assert dialogues.sessions(run) is found
    first = [session.turns for session in dialogues.first_words(run)]
    assert first == [session.turns[1:2] for session in found]


def test_a_repeated_command_is_said_in_every_voice(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voices, "synthesise", lambda *_: b"")
    found = dialogues.repeated(run, (IntentName.STOP_SESSION,))
    said = [turn.command for session in found for turn in session.turns if turn.command]
    assert said == [c for c in commands() if c.name == IntentName.STOP_SESSION]


def test_all_prompts_are_played_with_nobody_talking(run: Run) -> None:
    found = dialogues.monologues(run, 240, 1)
    turns = [turn for session in found for turn in session.turns]
    assert len(turns) == len(texts())
    assert all(turn.command is None and turn.said is None for turn in turns)
    assert len({turn.volume for turn in turns}) == 3
    slow = [turn for session in dialogues.monologues(run, 100, 1) for turn in session.turns]
    assert sum(len(turn.prompt) for turn in slow) > 1.5 * sum(len(turn.prompt) for turn in turns)
