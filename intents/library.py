"""The commands that are understood: text to intent, by the templates of one file."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from hassil.recognize import RecognizeResult, recognize_all

from floe.document import Document
from intents.grammar import Grammar
from intents.intent import Intent, SlotValue
from intents.nfa import NFA, build_nfa
from intents.spelling import normaliser
from intents.templates import TemplateGroup, parse_groups

PERSONS = "person"
"""The list that takes the names of a house."""
BUNDLED = Path(__file__).with_name("en.yaml")


class Intents:
    """The templates of one hassil file, ready to match."""

    def __init__(self, document: Document) -> None:
        """Take a file's contents.

        Raises:
            IntentsError: it is not in hassil's format, or no grammar can be made of it.
        """
        self.document = document
        """The file, for the lines of its keys."""
        with _uncollected():
            self._blocks: list[TemplateGroup] = parse_groups(document)
            self._network: NFA = build_nfa(document, self._blocks)
        self._speak = normaliser(document.data["language"])
        self.names = tuple(dict.fromkeys(block.name for block in self._blocks))
        """The intents' names, in the file's order."""

    @classmethod
    def load(cls, path: Path | None = None, persons: Mapping[str, str] | None = None) -> "Intents":
        """Read a hassil file; Floe's own where ``path`` is None.

        ``persons`` are more values for its list of that name: what is said, and who it is.

        Raises:
            DocumentError: the file cannot be read or used; names file, line and key.
        """
        document = Document.load(path or BUNDLED)
        if persons:
            values = document.data["lists"][PERSONS]["values"]
            values += [{"in": said, "out": name} for said, name in persons.items()]
        return cls(document)

    @cached_property
    def grammar(self) -> Grammar:
        """The grammar of the same templates."""
        with _uncollected():
            return Grammar(self._network)

    def match(self, text: str) -> Intent | None:
        """Return the intent of which ``text`` is a whole command, or None.

        Case, punctuation and hyphens do not matter; digits count as spelled out. Where two
        templates match, the one with the more literal text wins, then the first in the file.
        """
        words = self._speak(text).split()
        spoken = " ".join(words)
        best = max(self._results(spoken, words), key=_literal_length, default=None)
        if best is None:
            return None
        slots = {name: _slot(entity.value) for name, entity in best.entities.items()}
        return Intent(name=best.intent.name, slots=slots, text=spoken)

    def _results(self, spoken: str, words: list[str]) -> Iterator[RecognizeResult]:
        """Let hassil match the blocks that hold this very sentence, and no other."""
        for label in self._network.ended_by(words):
            yield from recognize_all(spoken, self._blocks[label].alone)


def _literal_length(result: RecognizeResult) -> int:
    return result.text_chunks_matched


def _slot(value: Any) -> SlotValue:
    return value.strip() if isinstance(value, str) else value


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold off the garbage collector, which would find nothing and take half of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
