"""Measures how many spoken coffee orders are accepted.

Real people speak them, and the intents are not Floe's, but the recogniser is the same.
"""

from collections.abc import Sequence
from functools import cache, partial

import numpy as np

from audio import wave
from bench import noise
from bench.acoustics import mixture
from bench.condition import CLEAN, RATIOS, ListeningCondition
from bench.corpus import Order
from bench.run import COFFEE, BenchJob, Run
from bench.systems import FLOE, system
from bench.table import Count

_MARGIN = 4000
"""Samples kept before and after the active speech: 0.25 s, for its faint sounds."""
_MEAN_OVER = tuple(ratio for ratio in RATIOS if ratio >= 6)
"""The ratios in dB that Picovoice's published mean is taken over."""


def measure(run: Run) -> None:
    """Print the shares of orders of which the intent and every slot are right."""
    tuned = accepted(run, FLOE, CLEAN, tuned=True)
    test = accepted(run, FLOE, CLEAN)
    run.table.row(
        "coffee orders accepted, clean, all", Count(tuned.hits + test.hits, tuned.of + test.of)
    )
    _row(run, CLEAN)
    _row(run, ListeningCondition(room=True))
    for kind, in_room in (*((kind, False) for kind in noise.KINDS), (noise.KINDS[0], True)):
        conditions = [ListeningCondition(kind, ratio, in_room) for ratio in RATIOS]
        for condition in conditions:
            _row(run, condition)
        _mean(run, [c for c in conditions if c.ratio in _MEAN_OVER])


def _row(run: Run, condition: ListeningCondition) -> None:
    count = accepted(run, FLOE, condition)
    run.results.acceptance[condition] = count
    run.table.row(f"coffee orders accepted, {condition.name}, test half", count)


def _mean(run: Run, conditions: Sequence[ListeningCondition]) -> None:
    counts = [accepted(run, FLOE, condition) for condition in conditions]
    percent = np.mean([count.percent for count in counts])
    name = conditions[0].name.removesuffix(f" {conditions[0].ratio} dB")
    run.table.row(
        f"coffee orders accepted, {name}, mean of {conditions[0].ratio} to "
        f"{conditions[-1].ratio} dB, test half",
        f"{percent:.1f} % (of {len(conditions)} times {counts[0].of})",
    )


@cache
def accepted(run: Run, name: str, condition: ListeningCondition, *, tuned: bool = False) -> Count:
    """Return how many orders of one half the system ``name`` accepts; measured once in a run.

    ``tuned`` takes the half that settings were chosen on, not the test half.
    """
    orders = run.some([order for order in run.corpus.orders if order.tuned == tuned])
    job = partial(_right, BenchJob(run.corpus, run.model.path, name, condition))
    return Count.over(run.pool.map(job, orders))


def _right(job: BenchJob, order: Order) -> bool:
    samples = wave.read(order.file)
    if job.condition != CLEAN:
        active = mixture.active_span(samples.astype(np.float32))
        spoken = samples[max(0, active.start - _MARGIN) : active.stop + _MARGIN]
        samples, _ = job.condition.apply(spoken, job.corpus, order.file.name)
    found = system(job.system, job.model, COFFEE).hear(samples)
    return len(found) == 1 and dict(found[0].slots) == order.slots
