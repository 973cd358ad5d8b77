"""Makes endless training batches: recordings strung together, augmented, and their targets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import IterableDataset

from models.training.alignment import (
    SILENCE_CONTEXT,
    UNKNOWN,
    Alignment,
)
from models.training.augmentation import Augmenter
from models.training.criteria import IGNORED
from models.training.data import TrainingRecording
from models.training.features import LOG_FLOOR, MEL_BINS, FloatArray, normalise
from models.training.network import SUBSAMPLING
from models.training.store import FeatureStore
from models.training.tree import Tree

SEQUENCE_FRAMES = 999
"""Feature frames of a training sequence: 10 s."""
_LONGEST = 500
"""Feature frames that a sequence takes of one recording at the most: 5 s."""
_NOISE_CHANCE = 0.75
"""How often a sequence has noise."""
_MADE_CHANCE = 0.35
"""How often the noise is synthetic, not recorded."""
_BABBLE_CHANCE = 0.25
"""How often there is babble in the background."""
_LONG_PAUSE_CHANCE = 0.15
"""How often the pause between two recordings is a long one."""
_BIN_MASKS, _MASKED_BINS = 2, 7
"""How many masks over bins a sequence has at the most, and how wide they may be (SpecAugment)."""
_TIME_MASKS, _MASKED_FRAMES = 6, 13
"""The same for masks over time."""


@dataclass(frozen=True)
class TrainingMaterial:
    """The recordings of one group, and how often one of them is drawn."""

    store: FeatureStore
    recordings: Sequence[TrainingRecording]
    alignments: Mapping[str, Alignment]
    """By the recordings' names."""
    share: float
    """How often this group is drawn, relative to the others' shares."""


@dataclass(frozen=True)
class TrainingSource:
    """Everything that batches are made of."""

    materials: Sequence[TrainingMaterial]
    noise: tuple[FeatureStore, Sequence[TrainingRecording]]
    """Recordings of noise."""
    tree: Tree
    global_mean: FloatArray
    """Mean of the log Mel energies: (MEL_BINS,)."""


class Batches(IterableDataset[tuple[Tensor, Tensor]]):
    """Yields normalised features, (batch, frames, MEL_BINS), and their targets, see `criteria`."""

    def __init__(self, source: TrainingSource, batch: int, seed: int) -> None:
        """Draw from `source` by the shares of its materials; the same seed draws the same."""
        self.source = source
        self._batch = batch
        self._seed = seed

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        worker = torch.utils.data.get_worker_info()
        number = worker.id if worker is not None else 0
        maker = _Maker(self.source, np.random.default_rng([self._seed, number]))
        while True:
            sequences = [maker.sequence() for _ in range(self._batch)]
            mean = self.source.global_mean
            features = np.stack([maker.mask(normalise(found, mean)) for found, _ in sequences])
            targets = np.stack([found for _, found in sequences])
            yield torch.from_numpy(features), torch.from_numpy(targets)

    def estimate_mean(self, sequences: int) -> FloatArray:
        """Return the mean of the augmented features over so many sequences: (MEL_BINS,)."""
        maker = _Maker(self.source, np.random.default_rng([self._seed, 10**6]))
        means = [maker.sequence()[0].mean(0) for _ in range(sequences)]
        mean: FloatArray = np.mean(means, axis=0).astype(np.float32)
        return mean


class _Maker:
    """Makes one training sequence after another."""

    def __init__(self, source: TrainingSource, rng: np.random.Generator) -> None:
        self._materials = source.materials
        self._noise = source.noise
        self._tree = source.tree
        self._rng = rng
        self._augmenter = Augmenter(rng)
        shares = np.array([m.share for m in self._materials])
        self._shares = shares / shares.sum()
        self._pairs: dict[tuple[int, int, int], tuple[int, int]] = {}

    def sequence(self) -> tuple[FloatArray, NDArray[np.int64]]:
        """Return the log Mel energies and the targets of one sequence."""
        features = np.full((SEQUENCE_FRAMES, MEL_BINS), LOG_FLOOR, np.float32)
        pairs = np.tile(np.array(self._pair(SILENCE_CONTEXT)), (SEQUENCE_FRAMES, 1))
        phones = np.zeros(SEQUENCE_FRAMES, np.int64)
        position = self._pause()
        number = 1
        while position < SEQUENCE_FRAMES - 40:
            found, alignment = self._recording()
            length = min(len(found), SEQUENCE_FRAMES - position)
            features[position : position + length] = found[:length]
            for row in alignment.tolist():
                phone, start, end = row[0], position + row[3], position + row[4]
                number += 1
                phones[start:end] = number
                context = (row[0], row[1], row[2])
                pairs[start:end] = IGNORED if phone == UNKNOWN else self._pair(context)
            position += length
            number += 1
            phones[position:] = number
            position += self._pause()
        return self._finish(features, pairs, phones)

    def mask(self, features: FloatArray) -> FloatArray:
        """Return `features` after blanking some bins and times in place.

        So the network learns to rely on none of them alone.
        """
        rng = self._rng
        for _ in range(rng.integers(_BIN_MASKS + 1)):
            low = int(rng.integers(MEL_BINS))
            features[:, low : low + int(rng.integers(1, _MASKED_BINS))] = 0
        for _ in range(rng.integers(_TIME_MASKS + 1)):
            start = int(rng.integers(len(features)))
            features[start : start + int(rng.integers(1, _MASKED_FRAMES))] = 0
        return features

    def _finish(
        self, features: FloatArray, pairs: NDArray[np.int64], phones: NDArray[np.int64]
    ) -> tuple[FloatArray, NDArray[np.int64]]:
        rng = self._rng
        if rng.random() < _NOISE_CHANCE:
            features = self._augmenter.add_noise(features, self._noise_frames())
        babble = [self._babble() for _ in range(3)] if rng.random() < _BABBLE_CHANCE else []
        features = self._augmenter.place(features, babble)
        grid = np.arange(0, SEQUENCE_FRAMES, SUBSAMPLING)
        before = np.maximum(grid - SUBSAMPLING, 0)
        staying = (phones[grid] == phones[before]).astype(np.int64)
        staying[0] = 0
        return features, np.concatenate([staying[:, None], pairs[grid]], 1)

    def _recording(self) -> tuple[FloatArray, Alignment]:
        rng = self._rng
        material = self._materials[int(rng.choice(len(self._materials), p=self._shares))]
        recording = material.recordings[int(rng.integers(len(material.recordings)))]
        features, alignment = self._crop(
            material.store[recording.name], material.alignments[recording.name]
        )
        if recording.group == "espeak-ng":
            features = self._augmenter.flatten(features)
        features, alignment = self._augmenter.another_speaker(features, alignment)
        return self._augmenter.louder(features), alignment

    def _crop(self, features: FloatArray, alignment: Alignment) -> tuple[FloatArray, Alignment]:
        """Return a random span of a long recording, so that a sequence holds several recordings."""
        if len(features) <= _LONGEST:
            return features, alignment
        start = int(self._rng.integers(len(features) - _LONGEST + 1))
        rows = alignment[(alignment[:, 4] > start) & (alignment[:, 3] < start + _LONGEST)].copy()
        rows[:, 3:] = np.clip(rows[:, 3:] - start, 0, _LONGEST)
        return features[start : start + _LONGEST], rows

    def _pair(self, context: tuple[int, int, int]) -> tuple[int, int]:
        if context not in self._pairs:
            self._pairs[context] = self._tree.pair(context)
        return self._pairs[context]

    def _pause(self) -> int:
        if self._rng.random() < _LONG_PAUSE_CHANCE:
            return int(self._rng.integers(60, 500))
        return int(self._rng.integers(0, 50))

    def _noise_frames(self) -> FloatArray:
        if self._rng.random() < _MADE_CHANCE:
            return self._augmenter.household(SEQUENCE_FRAMES)
        store, recordings = self._noise
        found = store[recordings[int(self._rng.integers(len(recordings)))].name]
        start = int(self._rng.integers(len(found)))
        looped: FloatArray = found[(start + np.arange(SEQUENCE_FRAMES)) % len(found)]
        return looped

    def _babble(self) -> FloatArray:
        material = self._materials[int(self._rng.integers(len(self._materials)))]
        found = material.store[
            material.recordings[int(self._rng.integers(len(material.recordings)))].name
        ]
        looped: FloatArray = found[np.arange(SEQUENCE_FRAMES) % len(found)]
        return looped
