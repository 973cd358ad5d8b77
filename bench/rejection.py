"""Measures false commands: how often speech that is not for Floe is taken for a command."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from audio import wave
from audio.sound import RATE
from bench.run import Run
from bench.systems import FLOE, system
from bench.table import Rate
from intents.intent import ANSWERS, Intent

_TOGETHER = 20
"""How many recordings are joined to one stream."""


def measure(run: Run) -> None:
    """Print the false commands of each source with their texts, and how many come in an hour."""
    minded = 0
    for source, files in run.corpus.other_speech.items():
        chosen = run.some(files)
        batches = [chosen[at : at + _TOGETHER] for at in range(0, len(chosen), _TOGETHER)]
        outcomes = run.pool.map(partial(_taken, run.model.path), batches)
        intents = [intent for found, _ in outcomes for intent in found]
        taken = Counter(intent.text for intent in intents)
        minded += sum(not _answers(intent) for intent in intents)
        hours = sum(seconds for _, seconds in outcomes) / 3600
        run.results.false[source] = Rate(taken.total(), hours)
        which = ", ".join(f"{text} ({n})" for text, n in taken.most_common(4)) or "none"
        run.table.row(
            f"false commands, {source}, {60 * hours:.0f} min", f"{taken.total()}: {which}"
        )
    rates = run.results.false.values()
    total = Rate(sum(rate.count for rate in rates), sum(rate.hours for rate in rates))
    run.table.row("false commands per hour, all of it", total)
    run.table.row("the same while Floe asks nothing", Rate(minded, total.hours))


def _answers(intent: Intent) -> bool:
    """Return whether ``intent`` does nothing unless Floe has asked: yes, no, or a number alone."""
    return intent.name in ANSWERS or bool(intent.slots.get("bare"))


def _taken(model: Path, files: Sequence[Path]) -> tuple[list[Intent], float]:
    """Return the commands heard in a stream of recordings, and its length in seconds."""
    samples = np.concatenate([wave.read(file) for file in files])
    return system(FLOE, model, None).hear(samples), len(samples) / RATE
