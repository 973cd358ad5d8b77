"""What is measured: Floe's ear, and what a user would pick instead.

Each is given the same samples, and what it hears counts as a command by the same rule: its
text is a whole command of the same intents. The others do not get Floe's detector of speech.
"""

import importlib.util
import json
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
import vosk
from numpy.typing import NDArray

from audio.block import to_blocks
from audio.sound import RATE
from bench.phrases import phrases
from bench.sphinx import PocketSphinx
from intents.intent import Intent
from intents.library import Intents
from models.folder import ModelFolder
from voice.recognizer.command_recognizer import CommandRecognizer

FLOE = "Floe"
LIBVOSK = "libvosk's own grammar"
SPHINX = "PocketSphinx"
RIVALS = (LIBVOSK, SPHINX)
_CHUNK = 4000
"""Samples that Vosk's own examples give it at once."""


class System(Protocol):
    """Sound in, commands out."""

    def hear(self, samples: NDArray[np.int16], asked: Collection[str] = ()) -> list[Intent]:
        """Return the commands in one recording, int16 mono at 16 kHz.

        ``asked`` names the intents that would answer a question, for those who care.
        """
        ...


class FloeEar:
    """The ear that Floe listens with."""

    def __init__(self, model: ModelFolder, intents: Intents) -> None:
        self._ear = CommandRecognizer(model, intents)

    def hear(self, samples: NDArray[np.int16], asked: Collection[str] = ()) -> list[Intent]:
        """Return the commands in one recording, with the times of the decisions."""
        return [heard.intent for heard in self._ear.hear(to_blocks(samples), asked) if heard.intent]


class LibvoskGrammar:
    """libvosk with the same model and its own run-time grammar."""

    def __init__(self, model: ModelFolder, intents: Intents) -> None:
        vosk.SetLogLevel(-1)
        self._model = vosk.Model(str(model.path))
        self._intents = intents
        self._phrases = json.dumps([*phrases(intents.grammar), "[unk]"])

    def hear(self, samples: NDArray[np.int16], asked: Collection[str] = ()) -> list[Intent]:
        """Return the commands in one recording: of each of its results, if it is a whole one."""
        recognizer = vosk.KaldiRecognizer(self._model, RATE, self._phrases)
        results = [
            recognizer.Result()
            for start in range(0, len(samples), _CHUNK)
            if recognizer.AcceptWaveform(samples[start : start + _CHUNK].tobytes())
        ]
        results.append(recognizer.FinalResult())
        found = [self._intents.match(json.loads(result)["text"]) for result in results]
        return [intent for intent in found if intent]


def missing(name: str) -> str:
    """Tell why a system cannot be measured; empty if it can."""
    if name == SPHINX and importlib.util.find_spec("pocketsphinx") is None:
        return "not measured: pocketsphinx is not installed"
    return ""


@cache
def system(name: str, model: Path, intents: Path | None) -> System:
    """Make a system, once in each process: it is costly.

    Raises:
        FloeError: the model or the intents cannot be used.
    """
    if name == SPHINX:
        return PocketSphinx(Intents.load(intents))
    kind = FloeEar if name == FLOE else LibvoskGrammar
    return kind(ModelFolder(model), Intents.load(intents))
