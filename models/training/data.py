"""Reads the recordings to train on, and their list, the manifest."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from models.training.errors import SpeechError

SAMPLE_RATE = 16_000
"""Samples a second of everything that the model hears."""

_NOT_SPOKEN = re.compile(r"[^a-z' ]+")


@dataclass(frozen=True)
class TrainingRecording:
    """One recording and what is said in it."""

    name: str
    """Unique among all recordings."""
    path: Path
    """The sound file."""
    speaker: str
    words: tuple[str, ...]
    """The words in lower case; none where it is not known what is said."""
    group: str
    """The corpus or the synthesiser that it comes from."""


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a transcript in lower case and without punctuation."""
    cleaned = _NOT_SPOKEN.sub(" ", text.lower().replace("\u2019", "'"))
    words = (word.strip("'") if word.strip("'") else "" for word in cleaned.split())
    return tuple(word for word in words if word)


def read_manifest(speech: Path, use: str) -> list[TrainingRecording]:
    """Return the recordings in the folder `speech` that its manifest lists for one use.

    Uses are `train`, `test` and `noise`.

    Raises:
        SpeechError: the manifest cannot be read.
    """
    manifest = speech / "manifest.tsv"
    try:
        lines = manifest.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SpeechError(f"cannot read {manifest}: {error.strerror}") from error
    recordings = []
    for line in lines[1:]:
        path, line_use, speaker, _, transcript = line.split("\t")[:5]
        if line_use == use:
            group = path.split("/", 1)[0]
            recordings.append(
                TrainingRecording(path, speech / path, speaker, plain_words(transcript), group)
            )
    return recordings


def load_audio(path: Path) -> NDArray[np.float32]:
    """Return the mono samples of a recording at 16 kHz, in [-1, 1].

    Raises:
        SpeechError: the recording cannot be read.
    """
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as error:
        raise SpeechError(f"cannot read {path}: {error}") from error
    mono: NDArray[np.float32] = samples.mean(axis=1)
    if rate != SAMPLE_RATE:
        mono = soxr.resample(mono, rate, SAMPLE_RATE).astype(np.float32)
    return mono
