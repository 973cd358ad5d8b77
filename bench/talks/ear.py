"""How Floe takes in what is said: as text, or as the sound of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from audio.block import to_blocks
from audio.sound import RATE
from intents.intent import IntentName
from intents.situation import EXPECTED, Situation
from intents.understanding import Meaning, Understanding
from voice.comprehension import Comprehension
from voice.recognizer.command_recognizer import CommandRecognizer, RecognitionResult

_PAUSE = 1.2
"""Seconds of quiet around what is said."""
_QUIET = 8.0
"""Of int16: the noise of a quiet room."""


class Ear(Protocol):
    """Takes in one saying."""

    def take(
        self, text: str, situation: Situation, useless: frozenset[IntentName], now: float
    ) -> list[Meaning]:
        """Return what is meant, for each stretch of speech in it; it is said at ``now``."""
        ...


class TextEar:
    """Reads what is said."""

    def __init__(self, understanding: Understanding) -> None:
        self._comprehension = Comprehension(understanding)

    def take(
        self, text: str, situation: Situation, useless: frozenset[IntentName], now: float
    ) -> list[Meaning]:
        """Return what is meant."""
        return [self._comprehension.read(text, situation, useless, now)]


class SoundEar:
    """Hears what is said, in a synthetic voice in a quiet room."""

    def __init__(
        self, recognizer: CommandRecognizer, speak: Callable[[str], NDArray[np.int16]]
    ) -> None:
        """Hear with ``recognizer``; ``speak`` gives a text as speech, int16 mono at 16 kHz."""
        self._recognizer = recognizer
        self._comprehension = Comprehension(recognizer.understanding)
        self._speak = speak
        self._rng = np.random.default_rng(1)

    def take(
        self, text: str, situation: Situation, useless: frozenset[IntentName], now: float
    ) -> list[Meaning]:
        """Return what is meant, for each stretch of speech that is heard."""
        pause = np.zeros(int(_PAUSE * RATE), np.int16)
        said = np.concatenate([pause, self._speak(text), pause])
        sound = said + self._rng.normal(0.0, _QUIET, len(said))
        blocks = to_blocks(np.clip(sound, -32768, 32767).astype(np.int16))
        return [
            self._comprehension.comprehend(_at(now, heard), situation, useless)
            for heard in self._recognizer.hear(blocks, EXPECTED.get(situation, ()))
        ]


def _at(now: float, heard: RecognitionResult) -> RecognitionResult:
    """Return what was heard as decided at ``now``: the recogniser counts from each saying on."""
    return replace(heard, utterance=replace(heard.utterance, decided=now))
