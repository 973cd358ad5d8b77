"""Speech to text: libvosk over a strict grammar, one block of sound at a time."""

import contextlib
import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import vosk

from audio.sound import BLOCK_SECONDS, RATE
from intents.library import Intents
from models.folder import ModelFolder
from voice.errors import RecognizerError
from voice.recognizer.decision import PartialDecision
from voice.recognizer.dither import Dither
from voice.recognizer.overlay import strict_model
from voice.recognizer.utterance import Hypothesis, Utterance, Word
from voice.recognizer.vad import Vad

_PARTIAL_BLOCKS = 3
"""Blocks between looks at the partial result while speech goes on; in a pause each is looked at."""

_HYPOTHESES = 10
"""Readings of an utterance that are weighed against each other."""


class Recognizer:
    """Turns blocks of sound into utterances, each decided as early as it can be."""

    def __init__(
        self, model: ModelFolder, intents: Intents, urgent: Collection[str],
        favoured: Collection[str] = (), cache: Path | None = None,
    ) -> None:  # fmt: skip
        """Load ``model`` with the grammar of ``intents``.

        ``urgent`` names what is acted on sooner; ``favoured`` are commands of one word
        that are believed more easily than others.

        Raises:
            ModelError: the model is missing, damaged or unsuitable.
            GrammarWordsMissing: the model's lexicon lacks words of the grammar.
            GraphError: the graph cannot be written to the cache.
            RecognizerError: libvosk turns the model down.
        """
        model.check()
        vosk.SetLogLevel(-1)
        self._folder = model
        self._model = _load(strict_model(model, intents.grammar, cache, favoured=favoured), model)
        self._decision = PartialDecision(intents, urgent)
        self._vad = Vad()
        # A static model is given to libvosk as it is, its own noise with it.
        self._dither = Dither(0.0 if model.static else model.dither)
        self.restart()

    def restart(self) -> None:
        """Forget all that was heard; the audio's time begins at 0 again."""
        self._vosk = _recognizer(self._model, self._folder)
        self._decision.reset()
        self._vad.reset()
        self._dither.reset()
        self._heard = 0
        self._decoded = 0

    @property
    def now(self) -> float:
        """Seconds of audio heard so far."""
        return self._heard * BLOCK_SECONDS

    @property
    def hearing(self) -> bool:
        """Whether somebody is talking, or has only just stopped."""
        return self._vad.open

    def feed(self, block: bytes) -> Utterance | None:
        """Take 20 ms of int16 mono; give the utterance that it decides, if it does.

        Raises:
            RecognizerError: libvosk failed on the sound.
        """
        self._heard += 1
        was_open = self._vad.open
        decided = None
        for each in self._vad.feed(block):
            decided = self._decode(each) or decided
        closed = was_open and not self._vad.open
        return decided or (self.finish() if closed else None)

    def finish(self) -> Utterance | None:
        """End the utterance here and give it, if anything was said."""
        with _failing():
            return self._utterance(self._vosk.FinalResult())

    def _decode(self, block: bytes) -> Utterance | None:
        self._decoded += 1
        with _failing():
            if self._vosk.AcceptWaveform(self._dither.feed(block)):
                return self._utterance(self._vosk.Result())
            pause = self._vad.pause
            if not pause and self._decoded % _PARTIAL_BLOCKS:
                return None
            partial: str = json.loads(self._vosk.PartialResult())["partial"]
            return self.finish() if self._decision.stands(partial, self.now, pause) else None

    def _utterance(self, result: str) -> Utterance | None:
        """Read a result, of which the times count only what was decoded."""
        self._decision.reset()
        skipped = (self._heard - self._decoded) * BLOCK_SECONDS
        readings: list[dict[str, Any]] = json.loads(result)["alternatives"]
        hypotheses = tuple(
            Hypothesis(
                tuple(
                    Word(word["word"], word["start"] + skipped, word["end"] + skipped)
                    for word in reading.get("result", ())
                ),
                reading["confidence"] - readings[0]["confidence"],
            )
            for reading in readings
        )
        return Utterance(hypotheses, self.now) if hypotheses[0].words else None


def _load(folder: Path, model: ModelFolder) -> "vosk.Model":
    try:
        return vosk.Model(str(folder))
    except Exception as error:  # libvosk's binding raises nothing narrower
        raise _turned_down(model) from error


def _recognizer(loaded: "vosk.Model", model: ModelFolder) -> "vosk.KaldiRecognizer":
    try:
        recognizer = vosk.KaldiRecognizer(loaded, RATE)
    except Exception as error:  # libvosk's binding raises nothing narrower
        raise _turned_down(model) from error
    recognizer.SetWords(True)
    recognizer.SetMaxAlternatives(_HYPOTHESES)
    return recognizer


def _turned_down(model: ModelFolder) -> RecognizerError:
    return RecognizerError(
        f"{model.path}: libvosk cannot load this model; install it again, "
        "or choose another with `floe models use`"
    )


@contextlib.contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except RecognizerError:
        raise
    except Exception as error:  # libvosk's binding raises nothing narrower
        raise RecognizerError(f"the recogniser failed on a block of sound: {error}") from error
