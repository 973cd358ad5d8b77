"""Which utterances are made: for each number, what is said, by whom and how fast."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from models.training.kokoro import VOICES, KokoroVoice
from models.training.sayings import Draw

SHARES = {
    "commands": 0.35, "wordings": 0.15, "transcripts": 0.1, "examples": 0.2, "orders": 0.05,
    "words": 0.09, "numbers": 0.06,
}  # fmt: skip
"""How often an utterance is of each kind of text."""

SLOWEST, FASTEST = 0.8, 1.25
_MIXED = 0.6
"""How often two voices are mixed."""
_LEAST_SHARE = 0.25
"""Of a voice in a mixture."""
_ENDINGS = {"": 0.45, ".": 0.3, "!": 0.1, "?": 0.15}
"""How a text that has no mark at its end is read."""
_SHARD = 1000
"""Utterances in a folder."""


@dataclass(frozen=True)
class PlannedUtterance:
    """What is to be said, and how."""

    number: int
    kind: str
    text: str
    voice: KokoroVoice
    speed: float

    @property
    def file(self) -> str:
        """Path in the output folder."""
        return f"{self.number // _SHARD:03}/{self.number:06}.flac"


class SynthesisPlan:
    """Gives each number its utterance: always the same from the same texts."""

    def __init__(self, texts: Mapping[str, Draw]) -> None:
        """Take what draws each kind of text; kinds of `SHARES` may be missing."""
        self._texts = texts
        self._kinds = [kind for kind in SHARES if kind in texts]

    def __getitem__(self, number: int) -> PlannedUtterance:
        rng = random.Random(f"kokoro {number}")  # noqa: S311 - no secret
        voice, speed = _pick_voice(rng), round(rng.uniform(SLOWEST, FASTEST), 2)
        (kind,) = rng.choices(self._kinds, [SHARES[kind] for kind in self._kinds])
        text = self._texts[kind](rng)
        if text[-1].isalpha():
            text += rng.choices(list(_ENDINGS), list(_ENDINGS.values()))[0]
        return PlannedUtterance(number, kind, text, voice, speed)


def _pick_voice(rng: random.Random) -> KokoroVoice:
    name = rng.choice(VOICES)
    if rng.random() >= _MIXED:
        return KokoroVoice(name)
    others = [voice for voice in VOICES if voice[0] == name[0] and voice != name]
    share = round(rng.uniform(_LEAST_SHARE, 1 - _LEAST_SHARE), 2)
    return KokoroVoice(name, rng.choice(others), share)
