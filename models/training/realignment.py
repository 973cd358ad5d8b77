"""Aligns all recordings with a network, on all processors."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from models.training.alignment import Alignment, Context, align
from models.training.data import TrainingRecording
from models.training.errors import AlignmentError
from models.training.features import FloatArray, normalise
from models.training.lexicon import Lexicon
from models.training.model import TrainedModel
from models.training.network import log_posteriors
from models.training.pseudo import doubt
from models.training.store import FeatureStore
from models.training.tree import Tree

_SCALE = 0.5
"""Scale of the network's scores, against the equal probabilities of all transitions."""


class _Pairs(dict[Context, tuple[int, int]]):
    """The outputs of each context, looked up in the tree once."""

    def __init__(self, tree: Tree) -> None:
        super().__init__()
        self._tree = tree

    def __missing__(self, context: Context) -> tuple[int, int]:
        self[context] = self._tree.pair(context)
        return self[context]


@dataclass(frozen=True)
class _Job:
    model: TrainedModel
    store: FeatureStore
    lexicon: Lexicon
    least: float | None

    def __call__(self, recording: TrainingRecording) -> tuple[Alignment, float] | None:
        torch.set_num_threads(1)
        model, pairs = self.model, _Pairs(self.model.tree)
        features = normalise(self.store[recording.name], model.global_mean)
        if len(features) == 0:
            return None
        scores = log_posteriors(model.network, features) - model.log_priors
        try:
            found, score = align(scores * _SCALE, recording.words, self.lexicon, pairs)
        except AlignmentError:
            return None
        if self.least is not None:
            found = doubt(found, _phone_scores(scores, found, pairs), self.least)
        return found, score


def _phone_scores(scores: FloatArray, alignment: Alignment, pairs: _Pairs) -> FloatArray:
    """Return the score of each frame's aligned phone: (frames,)."""
    found = np.zeros(len(scores), np.float32)
    for phone, left, right, start, end in alignment.tolist():
        outputs = list(pairs[phone, left, right])
        found[start:end] = scores[start:end, outputs].max(axis=1)
    return found


_job: list[_Job] = []


def _start(job: _Job) -> None:
    _job[:] = [job]


def _run(recording: TrainingRecording) -> tuple[Alignment, float] | None:
    return _job[0](recording)


def align_with(
    model: TrainedModel, store: FeatureStore, recordings: Sequence[TrainingRecording],
    lexicon: Lexicon, least: float | None = None,
) -> dict[str, tuple[Alignment, float]]:  # fmt: skip
    """Return alignments and mean scores of the recordings that fit their words, by name.

    Words with a mean score below `least` are marked as unknown.
    """
    job = _Job(model, store, lexicon, least)
    with ProcessPoolExecutor(os.cpu_count(), initializer=_start, initargs=(job,)) as pool:
        results = pool.map(_run, recordings, chunksize=32)
        pairs = zip(recordings, results, strict=True)
        return {recording.name: found for recording, found in pairs if found is not None}


def save(alignments: Mapping[str, tuple[Alignment, float]], path: Path) -> None:
    """Write alignments and their scores to a file of NumPy arrays."""
    rows = [found for found, _ in alignments.values()]
    np.savez(
        path,
        names=np.array(list(alignments)),
        scores=np.array([score for _, score in alignments.values()]),
        lengths=np.array([len(found) for found in rows]),
        rows=np.concatenate(rows) if rows else np.zeros((0, 5), np.int32),
    )


def load(path: Path) -> dict[str, tuple[Alignment, float]]:
    """Return what `save` has written."""
    with np.load(path) as content:
        ends = np.cumsum(content["lengths"])
        parts = np.split(content["rows"], ends[:-1])
        scores = content["scores"].tolist()
        return dict(zip(content["names"].tolist(), zip(parts, scores, strict=True), strict=True))
