"""Floe, should it hear itself, must not take what it says for a command."""

import re

import pytest

import voice.prompts
from intents.library import Intents
from voice.session.prompt import PROMPTS

COMMANDS_NAMED = ("help.", "offer.", "miss_twice")
"""These have to name commands, which offers are."""
PAUSE = "Pause"
MOMENTS = {"due": "two fifteen in the afternoon"}
SPANS = ("left", "planned", "elapsed", "ice", "shortest", "longest", "wait")


@pytest.fixture(scope="module")
def intents() -> Intents:
    return Intents.load()


def heard(key: str, text: str) -> list[str]:
    """What a pause before or after could cut out of a text: each clause, and each ending."""
    names = PROMPTS[key]
    values = {name: "nine minutes" if name in SPANS else "four" for name in names} | MOMENTS
    text = text.format_map(values).lower().replace("-", " ")
    clauses = [clause.split() for clause in re.split(r"[.,:?]", text)]
    words = re.sub(r"[.,:?]", " ", text).split()
    return [" ".join(part) for part in [*clauses, *(words[at:] for at in range(len(words)))]]


@pytest.mark.parametrize(
    "key",
    [
        key
        for key in PROMPTS
        # A counted number is at most a bare pain level, which counts only when asked for.
        if not key.startswith((*COMMANDS_NAMED, "spoken.", "condition.", "coach.count"))
    ],
)
def test_no_clause_and_no_ending_is_a_command(intents: Intents, key: str) -> None:
    for text in voice.prompts.load()[key]:
        found = {part: intents.match(part) for part in heard(key, text)}
        commands = {part: intent.name for part, intent in found.items() if intent}
        # Where Floe says so, the ice is off already, and so is it after what that would do.
        off = {
            part for part, name in commands.items() if part.startswith("take ") and name == PAUSE
        }
        assert commands.keys() - off == set(), commands
