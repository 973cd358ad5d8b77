"""All that the network learns from: the recordings, and what the synthesised voices say."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models.training.data import TrainingRecording
from models.training.lexicon import Lexicon, choose_words
from models.training.texts import Templates, group_words
from models.training.voices import PLAIN, TRAINED, Shares, SpeechLine, cast, speak

NEEDED = Path(__file__).with_name("words.txt")
WORD_COUNT = 7000
"""Words in the shipped lexicon."""

_WORDS_PER_LINE = 3


@dataclass(frozen=True)
class CorpusPlan:
    """How much a kind of voices speaks: sentences, and voices for each."""

    shares: Shares
    sections: Mapping[str, tuple[int, int]]
    transcripts: int
    words: int
    needed: int


_PLANS = (
    CorpusPlan(PLAIN, {"orders": (2400, 2), "commands": (3600, 2), "numbers": (1200, 1)}, 2, 2, 6),
    CorpusPlan(TRAINED, {"orders": (1200, 1), "commands": (3600, 2), "numbers": (600, 1)}, 1, 1, 4),
)


def needed_words() -> list[str]:
    """Words that Floe's intents are made of, and others that its users may say."""
    return NEEDED.read_text(encoding="utf-8").split()


def model_words(lexicon: Lexicon) -> list[str]:
    """Words of the shipped lexicon: the needed ones and the most frequent others."""
    return choose_words(Templates.load().words().union(needed_words()), lexicon, WORD_COUNT)


def transcribed(recordings: list[TrainingRecording], lexicon: Lexicon) -> list[TrainingRecording]:
    """The recordings of which every word has a pronunciation."""
    return [r for r in recordings if r.words and all(word in lexicon for word in r.words)]


def script(recordings: list[TrainingRecording], words: list[str]) -> list[SpeechLine]:
    """Lines for the synthesised voices."""
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
    """Have the whole script spoken into `folder`."""
    return speak(script(recordings, words), folder)
