"""Speech to text: libvosk over a strict grammar, one block of sound at a time."""

import contextlib
import json
from collections.abc import Collection, Iterator
from pathlib import Path

import vosk

from audio.sound import BLOCK_SECONDS, RATE
from intents.grammar import Grammar
from models.folder import ModelFolder
from voice.errors import RecognizerError
from voice.recognizer.decision import Decision, Urgent
from voice.recognizer.overlay import strict_model
from voice.recognizer.utterance import Utterance, Word
from voice.recognizer.vad import Vad

_PARTIAL_BLOCKS = 3
"""Blocks between looks at the partial result: the model gives an output every 30 ms."""


class Recognizer:
    """Turns blocks of sound into utterances, each decided as early as it can be."""

    def __init__(
        self, model: ModelFolder, grammar: Grammar, urgent: Urgent, favoured: Collection[str] = (),
        cache: Path | None = None,
    ) -> None:  # fmt: skip
        """Load ``model`` with ``grammar``.

        ``urgent`` tells which texts are acted on sooner; ``favoured`` are commands of one word
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
        self._model = _load(strict_model(model, grammar, cache, favoured=favoured), model)
        self._decision = Decision(grammar, urgent)
        self._vad = Vad()
        self.restart()

    def restart(self) -> None:
        """Forget all that was heard; the audio's time begins at 0 again."""
        self._vosk = _recognizer(self._model, self._folder)
        self._decision.reset()
        self._vad.reset()
        self._heard = 0
        self._decoded = 0

    @property
    def now(self) -> float:
        """Seconds of audio heard so far."""
        return self._heard * BLOCK_SECONDS

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
            if self._vosk.AcceptWaveform(block):
                return self._utterance(self._vosk.Result())
            if self._decoded % _PARTIAL_BLOCKS:
                return None
            partial: str = json.loads(self._vosk.PartialResult())["partial"]
            return (
                self.finish() if self._decision.stands(partial, self.now, self._vad.pause) else None
            )

    def _utterance(self, result: str) -> Utterance | None:
        """Read a result, of which the times count only what was decoded."""
        self._decision.reset()
        skipped = (self._heard - self._decoded) * BLOCK_SECONDS
        words = tuple(
            Word(word["word"], word["start"] + skipped, word["end"] + skipped)
            for word in json.loads(result).get("result", ())
        )
        return Utterance(words, self.now) if words else None


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
