"""Draws sentences for the synthesised voices from the templates of `sentences.yaml`."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from models.training.errors import SentenceError

TEMPLATES = Path(__file__).with_name("sentences.yaml")
"""The file of templates."""
_PIECE = re.compile(r"[()|\[\]]|<[a-z]+>|[^()|\[\]<>\s]+")


@dataclass(frozen=True)
class Templates:
    """The templates of a file, in which (a|b) is a choice and [a] may be left out."""

    lists: dict[str, list[str]]
    """What `<name>` in a template stands for, by the name."""
    sections: dict[str, list[str]]
    """The templates of whole sentences, by the kind of sentence."""

    @classmethod
    def load(cls, path: Path = TEMPLATES) -> "Templates":
        """Return the templates of a file."""
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls(content["lists"], content["sections"])

    def words(self) -> set[str]:
        """Return every word that the templates can say."""
        templates = [t for group in (self.lists, self.sections) for v in group.values() for t in v]
        pieces = (piece for template in templates for piece in _PIECE.findall(template))
        return {piece for piece in pieces if piece[0] not in "()|[]<"}

    def draw(self, section: str, count: int, rng: random.Random) -> list[str]:
        """Return up to `count` different sentences, drawn equally often from each template.

        Raises:
            SentenceError: a template's brackets are unbalanced.
        """
        templates = self.sections[section]
        found: dict[str, None] = {}
        for attempt in range(count * 6):
            if len(found) == count:
                break
            template = templates[attempt % len(templates)]
            found.setdefault(self._expand(template, rng))
        return list(found)

    def _expand(self, template: str, rng: random.Random) -> str:
        pieces = _PIECE.findall(template)
        words, rest = self._alternatives(pieces, 0, rng)
        if rest != len(pieces):
            raise SentenceError(f"unbalanced brackets in the template {template!r}")
        return " ".join(words)

    def _alternatives(
        self, pieces: list[str], start: int, rng: random.Random
    ) -> tuple[list[str], int]:
        branches: list[list[str]] = [[]]
        position = start
        while position < len(pieces) and pieces[position] not in ")]":
            piece = pieces[position]
            if piece == "|":
                branches.append([])
            elif piece in "([":
                inner, position = self._alternatives(pieces, position + 1, rng)
                if position == len(pieces):
                    raise SentenceError(f"unbalanced brackets in {' '.join(pieces)!r}")
                branches[-1] += inner if piece == "(" or rng.random() < 0.5 else []
            elif piece[0] == "<":
                branches[-1] += self._expand(rng.choice(self.lists[piece[1:-1]]), rng).split()
            else:
                branches[-1].append(piece)
            position += 1
        return rng.choice(branches), position


def group_words(words: Iterable[str], size: int, rng: random.Random) -> list[str]:
    """Return all words, shuffled, in lines of `size`, so that rare words are heard too."""
    shuffled = list(words)
    rng.shuffle(shuffled)
    return [" ".join(shuffled[i : i + size]) for i in range(0, len(shuffled), size)]
