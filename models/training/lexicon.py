"""Reads words and their pronunciations, in the 39 phones of the CMU dictionary."""

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
"""The phones of a word."""
Lexicon = dict[str, list[Pronunciation]]
"""Each word's pronunciations."""

VARIANT = re.compile(r"\(\d+\)$")
"""The number that marks a further pronunciation of a word in a dictionary: "read(2)"."""
_MODEL_WORD = re.compile(r"[a-z]+('[a-z]+)?$")


def read_dictionary(path: Path) -> Lexicon:
    """Return the pronunciations in a file of the CMU dictionary's format.

    Each line has a word and its phones.
    """
    lexicon: Lexicon = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, *phones = line.split()
        found = lexicon.setdefault(VARIANT.sub("", word), [])
        if tuple(phones) not in found:
            found.append(tuple(phones))
    return lexicon


def full_lexicon() -> Lexicon:
    """Return the CMU dictionary as pocketsphinx ships it, with `EXTRA` in front."""
    lexicon = read_dictionary(EXTRA)
    dictionary = Path(pocketsphinx.get_model_path("en-us/cmudict-en-us.dict"))
    for word, pronunciations in read_dictionary(dictionary).items():
        known = lexicon.setdefault(word, [])
        known += [found for found in pronunciations if found not in known]
    return lexicon


def word_log_probabilities(words: Iterable[str]) -> dict[str, float]:
    """Return the log probability of each word in the language model that pocketsphinx ships.

    The base of the logarithms is 1.0001.
    """
    logmath = pocketsphinx.LogMath()
    path = pocketsphinx.get_model_path("en-us/en-us.lm.bin")
    config = pocketsphinx.Config(lm=None)
    model = pocketsphinx.NGramModel(config, logmath, path)
    return {word: float(model.prob([word])) for word in words}


def choose_words(needed: Iterable[str], lexicon: Mapping[str, object], count: int) -> list[str]:
    """Return the needed words and the most frequent others, `count` in all, sorted.

    Raises:
        PronunciationError: a needed word has no pronunciation.
    """
    chosen = set(needed)
    missing = sorted(chosen - lexicon.keys())
    if missing:
        raise PronunciationError(f"no pronunciation of {', '.join(missing)}: add to {EXTRA.name}")
    others = [word for word in lexicon if _MODEL_WORD.match(word) and word not in chosen]
    likelihood = word_log_probabilities(others)
    others.sort(key=lambda word: (-likelihood[word], word))
    return sorted(chosen.union(others[: max(0, count - len(chosen))]))
