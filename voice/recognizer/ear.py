"""The ear: sound in, intents out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from intents.intent import Intent, IntentName
from intents.library import Intents
from models.folder import ModelFolder
from voice.recognizer.recognizer import Recognizer
from voice.recognizer.utterance import Utterance

URGENT = frozenset(
    {
        IntentName.STOP_SESSION,
        IntentName.PAUSE,
        IntentName.REPORT_NUMB,
        IntentName.REPORT_EMERGENCY,
    }
)
"""What needs less evidence than anything else: a missed one costs skin."""
ANSWERS = frozenset({IntentName.YES, IntentName.NO})
"""What is said alone more often than anything else, and short; mostly asked for."""


@dataclass(frozen=True)
class Heard:
    """One utterance, and what it means if it is a whole command."""

    utterance: Utterance
    intent: Intent | None


class Ear:
    """The recogniser and the intents together: only a whole command counts."""

    def __init__(self, model: ModelFolder, intents: Intents, cache: Path | None = None) -> None:
        """Load ``model`` with the grammar of ``intents``; raises what `Recognizer` raises."""
        self._intents = intents
        grammar = intents.grammar
        favoured = [word for word in grammar.arcs[grammar.start] if self._favoured(word)]
        self._recognizer = Recognizer(model, grammar, self._urgent, favoured, cache)

    def feed(self, block: bytes) -> Heard | None:
        """Take 20 ms of int16 mono; give the utterance that it decides, if it does."""
        return self._heard(self._recognizer.feed(block))

    def finish(self) -> Heard | None:
        """End the utterance here and give it, if anything was said."""
        return self._heard(self._recognizer.finish())

    def restart(self) -> None:
        """Forget all that was heard; the audio's time begins at 0 again."""
        self._recognizer.restart()

    def hear(self, blocks: Iterable[bytes]) -> Iterator[Heard]:
        """Give every utterance of a recording from its start to its end."""
        self.restart()
        for block in blocks:
            if heard := self.feed(block):
                yield heard
        if heard := self.finish():
            yield heard

    def _heard(self, utterance: Utterance | None) -> Heard | None:
        if utterance is None:
            return None
        found = self._intents.match(utterance.text)
        if found is None:
            return Heard(utterance, None)
        intent = Intent(
            found.name,
            found.slots,
            utterance.text,
            utterance.start,
            utterance.end,
            utterance.decided,
        )
        return Heard(utterance, intent)

    def _urgent(self, text: str) -> bool:
        intent = self._intents.match(text)
        return intent is not None and intent.name in URGENT

    def _favoured(self, word: str) -> bool:
        intent = self._intents.match(word)
        return intent is not None and intent.name in URGENT | ANSWERS
