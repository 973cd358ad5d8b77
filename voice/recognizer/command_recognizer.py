"""Recognises spoken commands: blocks of sound go in, utterances with their intents come out.

This is what the rest of Floe listens with. It joins the recogniser, which turns sound into
hypotheses, with the rules that accept or reject a hypothesis as a command.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from intents.intent import ANSWERS, URGENT, Intent
from intents.library import Intents
from intents.understanding import Understanding
from models.folder import ModelFolder
from voice.recognizer.recognizer import Recognizer
from voice.recognizer.rejection import (
    MARGINS,
    choose_interpretation,
    interpretations,
    rival,
)
from voice.recognizer.utterance import Utterance


@dataclass(frozen=True)
class RecognitionResult:
    """One utterance, and its intent if it was accepted as a command."""

    utterance: Utterance
    intent: Intent | None
    """None where the utterance is no command, or too doubtful a one."""


class CommandRecognizer:
    """Finds the commands in a stream of sound; only a whole command counts."""

    def __init__(self, model: ModelFolder, intents: Intents, cache: Path | None = None) -> None:
        """Load a speech model and compile the grammar of ``intents`` for it.

        ``cache`` is the folder for the compiled graph, by default the user's own. Raises what
        `voice.recognizer.recognizer.Recognizer` raises.
        """
        self._intents = intents
        self.match = intents.match
        """Returns the intent of a text, or None where the text is not a whole command."""
        grammar = intents.grammar
        favoured = [word for word in grammar.arcs[grammar.start] if self._is_favoured(word)]
        self._recognizer = Recognizer(model, intents, URGENT, favoured, cache)
        self.lacking = self._recognizer.lacking
        """The words of the commands that the model does not know, so that those are not heard."""

    @cached_property
    def understanding(self) -> Understanding:
        """What understands the texts that are no command; read when it is first asked for.

        Raises:
            LearntError: what was learnt is missing or damaged.
        """
        return Understanding.load(self._intents)

    @property
    def hearing(self) -> bool:
        """Whether somebody is talking, or stopped less than a pause ago."""
        return self._recognizer.hearing

    def feed(self, block: bytes, asked: Collection[str] = ()) -> RecognitionResult | None:
        """Process 20 ms of int16 mono, and return the utterance that this block completes, if any.

        ``asked`` names the intents that would answer what Floe has just asked: they need less
        evidence.

        Raises:
            RecognizerError: libvosk failed on the sound.
        """
        return self._result(self._recognizer.feed(block), asked)

    def finish(self, asked: Collection[str] = ()) -> RecognitionResult | None:
        """End the utterance here and return it; None if nothing was said.

        Raises:
            RecognizerError: libvosk failed on the sound.
        """
        return self._result(self._recognizer.finish(), asked)

    def restart(self) -> None:
        """Forget everything that was heard; the audio's time begins at 0 again."""
        self._recognizer.restart()

    def hear(
        self, blocks: Iterable[bytes], asked: Collection[str] = ()
    ) -> Iterator[RecognitionResult]:
        """Yield every utterance of a recording, which is heard from its start to its end.

        Raises:
            RecognizerError: libvosk failed on the sound.
        """
        self.restart()
        for block in blocks:
            if result := self.feed(block, asked):
                yield result
        if result := self.finish(asked):
            yield result

    def _result(
        self, utterance: Utterance | None, asked: Collection[str]
    ) -> RecognitionResult | None:
        if utterance is None:
            return None
        chosen = choose_interpretation(utterance.hypotheses, self.match, MARGINS, asked)
        if chosen is None:
            return RecognitionResult(utterance, None)
        words = chosen.hypothesis.words
        intent = Intent(
            chosen.intent.name,
            chosen.intent.slots,
            chosen.hypothesis.text,
            words[0].start,
            words[-1].end,
            utterance.decided,
            rival(chosen, interpretations(utterance.hypotheses, self.match)),
        )
        return RecognitionResult(utterance, intent)

    def _is_favoured(self, word: str) -> bool:
        """Return whether ``word`` alone is an urgent command or an answer."""
        intent = self.match(word)
        return intent is not None and intent.name in URGENT | ANSWERS
