"""The ear: sound in, intents out."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from intents.intent import ANSWERS, Intent
from intents.library import Intents
from models.folder import ModelFolder
from voice.recognizer.recognizer import Recognizer
from voice.recognizer.rejection import MARGINS, URGENT, believed
from voice.recognizer.utterance import Utterance


@dataclass(frozen=True)
class Heard:
    """One utterance, and what it means if it is a whole command."""

    utterance: Utterance
    intent: Intent | None


class CommandRecognizer:
    """The recogniser and the intents together: only a whole command counts."""

    def __init__(self, model: ModelFolder, intents: Intents, cache: Path | None = None) -> None:
        """Load ``model`` with the grammar of ``intents``; raises what `Recognizer` raises."""
        self.match = intents.match
        """What a text means, if it is a whole command."""
        grammar = intents.grammar
        favoured = [word for word in grammar.arcs[grammar.start] if self._favoured(word)]
        self._recognizer = Recognizer(model, intents, URGENT, favoured, cache)

    @property
    def hearing(self) -> bool:
        """Whether somebody is talking, or has only just stopped."""
        return self._recognizer.hearing

    def feed(self, block: bytes, asked: Collection[str] = ()) -> Heard | None:
        """Take 20 ms of int16 mono; give the utterance that it decides, if it does.

        ``asked`` names the intents that would answer what Floe has just asked.
        """
        return self._heard(self._recognizer.feed(block), asked)

    def finish(self, asked: Collection[str] = ()) -> Heard | None:
        """End the utterance here and give it, if anything was said."""
        return self._heard(self._recognizer.finish(), asked)

    def restart(self) -> None:
        """Forget all that was heard; the audio's time begins at 0 again."""
        self._recognizer.restart()

    def hear(self, blocks: Iterable[bytes], asked: Collection[str] = ()) -> Iterator[Heard]:
        """Return every utterance of a recording from its start to its end."""
        self.restart()
        for block in blocks:
            if heard := self.feed(block, asked):
                yield heard
        if heard := self.finish(asked):
            yield heard

    def _heard(self, utterance: Utterance | None, asked: Collection[str]) -> Heard | None:
        if utterance is None:
            return None
        found = believed(utterance.hypotheses, self.match, MARGINS, asked)
        if found is None:
            return Heard(utterance, None)
        words = found.hypothesis.words
        intent = Intent(
            found.intent.name,
            found.intent.slots,
            found.hypothesis.text,
            words[0].start,
            words[-1].end,
            utterance.decided,
        )
        return Heard(utterance, intent)

    def _favoured(self, word: str) -> bool:
        intent = self.match(word)
        return intent is not None and intent.name in URGENT | ANSWERS
