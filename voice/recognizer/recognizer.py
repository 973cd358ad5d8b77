"""Turns speech into text with libvosk and a strict grammar, one block of sound at a time."""

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
from voice.recognizer.dither import Dither
from voice.recognizer.overlay import strict_model
from voice.recognizer.partial_result_decider import PartialResultDecider
from voice.recognizer.utterance import Hypothesis, Utterance, Word
from voice.recognizer.vad import VoiceActivityDetector

_PARTIAL_BLOCKS = 3
"""While speech goes on, the partial result is looked at every third block; in a pause, at each."""

_HYPOTHESES = 10
"""How many hypotheses of an utterance libvosk is asked for."""


class Recognizer:
    """Turns blocks of sound into utterances, each decided as early as it can be."""

    def __init__(
        self, model: ModelFolder, intents: Intents, urgent: Collection[str],
        favoured: Collection[str] = (), cache: Path | None = None,
    ) -> None:  # fmt: skip
        """Load ``model`` with the grammar of ``intents``.

        ``urgent`` names the intents that are decided sooner, see `PartialResultDecider`;
        ``favoured`` are commands of one word that are recognised more easily than others;
        ``cache`` is the folder for the compiled graph, by default the user's own.

        Raises:
            ModelError: the model is missing, damaged or unsuitable.
            GrammarWordsMissing: the model's lexicon lacks words of intents that are not Floe's own;
                of Floe's own, what needs such words is not heard.
            GraphError: the graph cannot be written to the cache.
            RecognizerError: libvosk turns the model down.
        """
        model.check()
        vosk.SetLogLevel(-1)
        self._folder = model
        grammar = intents.grammar
        self.lacking = sorted(word for word in grammar.words if word not in model.words)
        """The words of the grammar that the model does not know."""
        if self.lacking and intents.own:
            grammar = grammar.without(self.lacking)
        self._model = _load(strict_model(model, grammar, cache, favoured=favoured), model)
        self._decider = PartialResultDecider(intents, urgent)
        self._vad = VoiceActivityDetector()
        # A static model is given to libvosk as it is, and libvosk adds its own dither.
        self._dither = Dither(0.0 if model.static else model.dither)
        self.restart()

    def restart(self) -> None:
        """Forget everything that was heard; the audio's time begins at 0 again."""
        self._vosk = _recognizer(self._model, self._folder)
        self._decider.reset()
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
        """Whether somebody is talking, or stopped less than a pause ago."""
        return self._vad.open

    def feed(self, block: bytes) -> Utterance | None:
        """Process 20 ms of int16 mono, and return the utterance that this block completes, if any.

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
        """End the utterance here and return it; None if nothing was said.

        Raises:
            RecognizerError: libvosk failed on the sound.
        """
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
            return self.finish() if self._decider.may_act_on(partial, self.now, pause) else None

    def _utterance(self, result: str) -> Utterance | None:
        """Return the utterance in libvosk's JSON; None if it has no words.

        libvosk's times count only the sound that was decoded, so what was skipped is added.
        """
        self._decider.reset()
        skipped = (self._heard - self._decoded) * BLOCK_SECONDS
        alternatives: list[dict[str, Any]] = json.loads(result)["alternatives"]
        hypotheses = tuple(
            Hypothesis(
                tuple(
                    Word(word["word"], word["start"] + skipped, word["end"] + skipped)
                    for word in alternative.get("result", ())
                ),
                alternative["confidence"] - alternatives[0]["confidence"],
            )
            for alternative in alternatives
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
