"""The library of commands: what the templates of one file, or one folder, understand.

`Intents` is the entrance to this package. The recogniser takes its `Intents.grammar`, and matches
with `Intents.match` what it has heard.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from hassil.recognize import RecognizeResult, recognize_all

from floe.document import Document
from intents.dfa import DFATooLarge
from intents.errors import TooLargeError
from intents.grammar import Grammar
from intents.intent import Intent, SlotValue
from intents.limits import LONGEST_TEXT
from intents.nfa import NFA, build_nfa
from intents.slots import fill_in
from intents.spelling import normaliser
from intents.templates import TemplateGroup, parse_groups

PERSONS = "person"
"""The list in Floe's own file to which the names of those who live in the house are added."""
UNNAMED = "_"
"""A list's value that a template names so, ``{minutes:_}``, is no slot."""
BUNDLED = Path(__file__).with_name("en")
"""The folder of Floe's own intents."""


class Intents:
    """The templates of one hassil file, ready to be matched with text."""

    def __init__(self, document: Document) -> None:
        """Take the contents of a file.

        Raises:
            IntentsError: they are not in hassil's format, or no grammar can be made of them.
        """
        self.document = document
        """The file that they come from."""
        with _garbage_collection_paused():
            self._groups: list[TemplateGroup] = parse_groups(document)
            self._nfa: NFA = build_nfa(document, self._groups)
        self._normalise = normaliser(document.data["language"])
        self.names = tuple(dict.fromkeys(group.name for group in self._groups))
        """The names of the intents, in the order of the file."""

    @classmethod
    def load(cls, path: Path | None = None, persons: Mapping[str, str] | None = None) -> "Intents":
        """Read the hassil file at ``path``, or all in that folder; by default Floe's own.

        ``persons`` are names to be understood: what is said, and the name that it stands for. They
        are added to the file's list `PERSONS`.

        Raises:
            DocumentError: the file cannot be read or used; the message names its line and key.
        """
        document = load_document(path or BUNDLED)
        if persons:
            values = document.data["lists"][PERSONS]["values"]
            values += [{"in": said, "out": name} for said, name in persons.items()]
        return cls(document)

    @property
    def own(self) -> bool:
        """Whether they are Floe's own, and not of some other file."""
        return self.document.path == BUNDLED

    @cached_property
    def grammar(self) -> Grammar:
        """The recogniser's grammar of the same templates; it is made when it is first asked for.

        Raises:
            TooLargeError: they need too many states.
        """
        try:
            with _garbage_collection_paused():
                return Grammar.of(self._nfa)
        except DFATooLarge:
            problem = "too many sentences begin alike and end differently to make a grammar of them"
            raise TooLargeError(self.document, problem, "intents") from None

    def match(self, text: str) -> Intent | None:
        """Return the intent of which ``text`` is a whole command, or None if it is no command.

        Case, punctuation and hyphens do not matter, and digits are the same as words. Where several
        templates match, the one with the most literal text wins, and among equals the first in the
        file. A text that is longer than anybody speaks is no command.
        """
        spoken = self.normalised(text)
        words = spoken.split()
        best = max(self._results(spoken, words), key=_literal_length, default=None)
        if best is None:
            return None
        slots = {
            name: _slot(entity.value)
            for name, entity in best.entities.items()
            if not name.startswith(UNNAMED)
        }
        return Intent(name=best.intent.name, slots=fill_in(slots, spoken), text=spoken)

    def normalised(self, text: str) -> str:
        """Return a text as it is spoken; nothing if it is longer than anybody speaks."""
        return " ".join(self._normalise(text).split()) if len(text) <= LONGEST_TEXT else ""

    def _results(self, spoken: str, words: list[str]) -> Iterator[RecognizeResult]:
        """Yield what hassil makes of the text; only groups that hold the sentence are matched."""
        for label in self._nfa.labels_of(words):
            yield from recognize_all(spoken, self._groups[label].alone)


def load_document(path: Path) -> Document:
    """Read a hassil file, or all that are in a folder as one.

    Raises:
        DocumentError: one of them cannot be read.
    """
    return Document.load_folder(path) if path.is_dir() else Document.load(path)


def _literal_length(result: RecognizeResult) -> int:
    return result.text_chunks_matched


def _slot(value: Any) -> SlotValue:
    return value.strip() if isinstance(value, str) else value


@contextmanager
def _garbage_collection_paused() -> Iterator[None]:
    """Pause garbage collection: it would find nothing, and take half of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
