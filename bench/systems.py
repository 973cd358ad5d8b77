"""The systems that are measured: Floe's recogniser, and others that one might use instead.

Each is given the same samples, and what it recognises counts as a command by the same rule: the
text must be a whole command of the same intents. The others do not get Floe's voice activity
detector.
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
"""The systems that Floe is compared with."""
_CHUNK = 4000
"""How many samples are passed to libvosk at once: as many as in Vosk's own examples."""


class System(Protocol):
    """Takes sound and returns commands."""

    def hear(self, samples: NDArray[np.int16], asked: Collection[str] = ()) -> list[Intent]:
        """Return the commands in one recording, int16 mono at 16 kHz.

        ``asked`` names the intents that would answer a question; only Floe makes use of it.
        """
        ...


class FloeRecognizer:
    """The recogniser that Floe listens with."""

    def __init__(self, model: ModelFolder, intents: Intents) -> None:
        """Load the model with the grammar of ``intents``."""
        self._recognizer = CommandRecognizer(model, intents)

    def hear(self, samples: NDArray[np.int16], asked: Collection[str] = ()) -> list[Intent]:
        """Return the commands in one recording, with the times of the decisions."""
        results = self._recognizer.hear(to_blocks(samples), asked)
        return [result.intent for result in results if result.intent]


class LibvoskGrammar:
    """libvosk with the same model and its own run-time grammar."""

    def __init__(self, model: ModelFolder, intents: Intents) -> None:
        """Load the model, and list sentences of ``intents`` for the run-time grammar."""
        vosk.SetLogLevel(-1)
        self._model = vosk.Model(str(model.path))
        self._intents = intents
        self._phrases = json.dumps([*phrases(intents.grammar), "[unk]"])

    def hear(self, samples: NDArray[np.int16], asked: Collection[str] = ()) -> list[Intent]:
        """Return the commands in one recording: the results of libvosk that are whole commands."""
        recognizer = vosk.KaldiRecognizer(self._model, RATE, self._phrases)
        results = [
            recognizer.Result()
            for start in range(0, len(samples), _CHUNK)
            if recognizer.AcceptWaveform(samples[start : start + _CHUNK].tobytes())
        ]
        results.append(recognizer.FinalResult())
        found = [self._intents.match(json.loads(result)["text"]) for result in results]
        return [intent for intent in found if intent]


def reason_missing(name: str) -> str:
    """Return why the system ``name`` cannot be measured; empty if it can."""
    if name == SPHINX and importlib.util.find_spec("pocketsphinx") is None:
        return "not measured: pocketsphinx is not installed"
    return ""


@cache
def recognizer(model: Path) -> CommandRecognizer:
    """Return the ear with Floe's own commands; it is made once in each process: it is costly."""
    return CommandRecognizer(ModelFolder(model), Intents.load())


@cache
def system(name: str, model: Path, intents: Path | None) -> System:
    """Return the system ``name``; it is made once in each process, because that is costly.

    ``model`` is the folder of the speech model, ``intents`` a hassil file, None for Floe's own.

    Raises:
        FloeError: the model or the intents cannot be used.
    """
    if name == SPHINX:
        return PocketSphinx(Intents.load(intents))
    system_class = FloeRecognizer if name == FLOE else LibvoskGrammar
    return system_class(ModelFolder(model), Intents.load(intents))
