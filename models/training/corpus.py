"""All that the network learns from: the recordings, and what the synthesised voices say."""

import random
from pathlib import Path

from models.training.data import Recording, read_manifest
from models.training.lexicon import Lexicon, choose_words
from models.training.texts import Templates, group_words
from models.training.voices import Line, cast, speak

NEEDED = Path(__file__).with_name("words.txt")
WORD_COUNT = 7000
"""Words in the shipped lexicon."""

_SECTIONS = {"orders": (2400, 2), "commands": (3600, 2), "numbers": (1200, 1)}
"""Sentences per section of the templates, and voices that speak each."""
_TRANSCRIPT_COPIES = 2
_WORD_COPIES = 2
_NEEDED_COPIES = 6
_WORDS_PER_LINE = 3


def needed_words() -> list[str]:
    """Words that Floe's intents are made of, and others that its users may say."""
    return NEEDED.read_text(encoding="utf-8").split()


def model_words(lexicon: Lexicon) -> list[str]:
    """Words of the shipped lexicon: the needed ones and the most frequent others."""
    return choose_words(Templates.load().words().union(needed_words()), lexicon, WORD_COUNT)


def real_recordings(speech: Path, lexicon: Lexicon) -> list[Recording]:
    """Transcribed recordings for training of which every word has a pronunciation."""
    recordings = read_manifest(speech, "train")
    return [r for r in recordings if r.words and all(word in lexicon for word in r.words)]


def script(recordings: list[Recording], words: list[str]) -> list[Line]:
    """Lines for the synthesised voices."""
    templates = Templates.load()
    rng = random.Random(1)  # noqa: S311 - no secret
    lines: list[Line] = []
    for seed, (section, (count, copies)) in enumerate(_SECTIONS.items()):
        lines += cast(templates.draw(section, count, rng), copies, seed)
    sentences = sorted({" ".join(r.words) for r in recordings if len(r.words) > 1})
    lines += cast(sentences, _TRANSCRIPT_COPIES, len(_SECTIONS))
    seed = len(_SECTIONS) + 1
    for chosen, copies in ((words, _WORD_COPIES), (needed_words(), _NEEDED_COPIES)):
        for _ in range(copies):
            lines += cast(group_words(chosen, _WORDS_PER_LINE, rng), 1, seed)
            seed += 1
    return lines


def synthesised_recordings(
    recordings: list[Recording], words: list[str], folder: Path
) -> list[Recording]:
    """Have the whole script spoken into `folder`."""
    return speak(script(recordings, words), folder)
