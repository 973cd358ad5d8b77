"""Chooses what the network learns from: recordings, and what synthesised voices say."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models.training.data import TrainingRecording
from models.training.lexicon import Lexicon, choose_words
from models.training.texts import Templates, group_words
from models.training.voices import PLAIN, TRAINED, Shares, SpeechLine, cast, speak

NEEDED = Path(__file__).with_name("words.txt")
"""The list of words that the model must know."""
WORD_COUNT = 7000
"""How many words the shipped lexicon has."""

_WORDS_PER_LINE = 3
"""How many single words are spoken together."""


@dataclass(frozen=True)
class CorpusPlan:
    """How much one kind of voices speaks."""

    shares: Shares
    """The synthesisers, and how often each speaks."""
    sections: Mapping[str, tuple[int, int]]
    """By section of `sentences.yaml`: how many sentences, and how many voices say each."""
    transcripts: int
    """How many voices say each transcript of a recording."""
    words: int
    """How often each word of the lexicon is said."""
    needed: int
    """How often each needed word is said."""


_PLANS = (
    CorpusPlan(PLAIN, {"orders": (2400, 2), "commands": (3600, 2), "numbers": (1200, 1)}, 2, 2, 6),
    CorpusPlan(TRAINED, {"orders": (1200, 1), "commands": (3600, 2), "numbers": (600, 1)}, 1, 1, 4),
)


def needed_words() -> list[str]:
    """Return the words that Floe's intents are made of, and others that its users may say."""
    return NEEDED.read_text(encoding="utf-8").split()


def model_words(lexicon: Lexicon) -> list[str]:
    """Return the words of the shipped lexicon: the needed ones and the most frequent others."""
    return choose_words(Templates.load().words().union(needed_words()), lexicon, WORD_COUNT)


def transcribed(recordings: list[TrainingRecording], lexicon: Lexicon) -> list[TrainingRecording]:
    """Return those recordings of which every word has a pronunciation."""
    return [r for r in recordings if r.words and all(word in lexicon for word in r.words)]


def script(recordings: list[TrainingRecording], words: list[str]) -> list[SpeechLine]:
    """Return the lines that the synthesised voices are to speak."""
    templates = Templates.load()
    rng = random.Random(1)  # noqa: S311 - no secret
    sentences = sorted({" ".join(r.words) for r in recordings if len(r.words) > 1})
    lines: list[SpeechLine] = []
    for plan in _PLANS:
        parts = [
            (templates.draw(section, count, rng), copies)
            for section, (count, copies) in plan.sections.items()
        ]
        parts.append((sentences, plan.transcripts))
        for chosen, copies in ((words, plan.words), (needed_words(), plan.needed)):
            parts += [(group_words(chosen, _WORDS_PER_LINE, rng), 1) for _ in range(copies)]
        for seed, (texts, copies) in enumerate(parts):
            lines += cast(texts, copies, seed, plan.shares)
    return lines


def synthesised_recordings(
    recordings: list[TrainingRecording], words: list[str], folder: Path
) -> list[TrainingRecording]:
    """Return recordings of the whole `script`, spoken into `folder`."""
    return speak(script(recordings, words), folder)
