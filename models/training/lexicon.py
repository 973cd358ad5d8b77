"""Words and their pronunciations, in the 39 phones of the CMU dictionary."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pocketsphinx

from models.training.errors import PronunciationError

PHONES = (
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH",
    "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH",
    "UW", "V", "W", "Y", "Z", "ZH",
)  # fmt: skip

EXTRA = Path(__file__).with_name("extra.dict")
"""Pronunciations that the CMU dictionary lacks, and weak forms of common words."""

Pronunciation = tuple[str, ...]
Lexicon = dict[str, list[Pronunciation]]

VARIANT = re.compile(r"\(\d+\)$")
_MODEL_WORD = re.compile(r"[a-z]+('[a-z]+)?$")


def read_dictionary(path: Path) -> Lexicon:
    """Pronunciations of a file in the CMU dictionary's format, a word and its phones a line."""
    lexicon: Lexicon = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, *phones = line.split()
        found = lexicon.setdefault(VARIANT.sub("", word), [])
        if tuple(phones) not in found:
            found.append(tuple(phones))
    return lexicon


def full_lexicon() -> Lexicon:
    """The CMU dictionary as pocketsphinx ships it, with `EXTRA` in front."""
    lexicon = read_dictionary(EXTRA)
    dictionary = Path(pocketsphinx.get_model_path("en-us/cmudict-en-us.dict"))
    for word, pronunciations in read_dictionary(dictionary).items():
        known = lexicon.setdefault(word, [])
        known += [found for found in pronunciations if found not in known]
    return lexicon


def word_log_probabilities(words: Iterable[str]) -> dict[str, float]:
    """How likely single words are in the language model that pocketsphinx ships."""
    logmath = pocketsphinx.LogMath()
    path = pocketsphinx.get_model_path("en-us/en-us.lm.bin")
    config = pocketsphinx.Config(lm=None)
    model = pocketsphinx.NGramModel(config, logmath, path)
    return {word: float(model.prob([word])) for word in words}


def choose_words(needed: Iterable[str], lexicon: Mapping[str, object], count: int) -> list[str]:
    """The needed words, and as many of the most frequent others as make up `count`, sorted."""
    chosen = set(needed)
    missing = sorted(chosen - lexicon.keys())
    if missing:
        raise PronunciationError(f"no pronunciation of {', '.join(missing)}: add to {EXTRA.name}")
    others = [word for word in lexicon if _MODEL_WORD.match(word) and word not in chosen]
    likelihood = word_log_probabilities(others)
    others.sort(key=lambda word: (-likelihood[word], word))
    return sorted(chosen.union(others[: max(0, count - len(chosen))]))
