"""Keeps the features of many recordings in one file."""

import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.training.data import TrainingRecording, load_audio
from models.training.features import MEL_BINS, FloatArray, log_mel

HalfArray = NDArray[np.float16]


class FeatureStore:
    """Log Mel energies by the recordings' names, kept on disk in half precision."""

    def __init__(self, path: Path) -> None:
        """Open what `build` has written at `path`."""
        self._data: HalfArray = np.load(path.with_suffix(".npy"), mmap_mode="r")
        index = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        self._spans: dict[str, tuple[int, int]] = {k: (a, b) for k, (a, b) in index.items()}

    def __getitem__(self, name: str) -> FloatArray:
        """Return the features of one recording: (frames, MEL_BINS)."""
        start, end = self._spans[name]
        return self._data[start:end].astype(np.float32)

    def __contains__(self, name: str) -> bool:
        return name in self._spans

    def frames(self, name: str) -> int:
        """Return the length of a recording in frames."""
        start, end = self._spans[name]
        return end - start

    @classmethod
    def build(cls, recordings: Sequence[TrainingRecording], path: Path) -> "FeatureStore":
        """Return the features of all recordings, computed unless `path` has them already."""
        if path.with_suffix(".json").exists():
            return cls(path)
        paths = [recording.path for recording in recordings]
        with ProcessPoolExecutor(2) as pool:
            parts = list(pool.map(_features, paths, chunksize=64))
        data = np.concatenate(parts) if parts else np.zeros((0, MEL_BINS), np.float16)
        ends = np.cumsum([len(part) for part in parts]).tolist()
        starts = [0, *ends[:-1]]
        index = {
            recording.name: (start, end)
            for recording, start, end in zip(recordings, starts, ends, strict=True)
        }
        np.save(path.with_suffix(".npy"), data)
        path.with_suffix(".json").write_text(json.dumps(index), encoding="utf-8")
        return cls(path)


def _features(path: Path) -> HalfArray:
    return log_mel(load_audio(path)).astype(np.float16)
