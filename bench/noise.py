"""Makes noise that nothing was trained on: sounds of a home, and babble of the test readers."""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio import wave
from audio.sound import BLOCK
from bench.acoustics.mixture import active_power
from bench.corpus import Corpus

KINDS = ("household noise", "babble")
"""The kinds of noise, as the table of figures names them."""
_AT_ONCE = 2
"""How many sounds of a home are heard together."""
_TALKERS = 6
"""How many readers make up babble."""
_PADDING = 1e-5
"""Share of the loudest frame's power below which a clip's ends are padding, not sound."""

Samples = NDArray[np.float32]


def stretch(kind: str, corpus: Corpus, length: int, rng: np.random.Generator) -> Samples:
    """Return ``length`` samples of one of `KINDS`, mono at `audio.sound.RATE`, at no given level.

    Raises:
        SpeechIncomplete: there are no recordings for it.
        audio.errors.SoundFileError: one cannot be read.
    """
    if kind == "babble":
        readers = _readers(corpus)
        chosen = rng.choice(len(readers), min(_TALKERS, len(readers)), replace=False)
        return _sum([_cut(readers[at], length, rng) for at in chosen])
    clips = _clips(corpus)
    return _sum([_joined(clips, length, rng) for _ in range(_AT_ONCE)])


def _joined(clips: list[Samples], length: int, rng: np.random.Generator) -> Samples:
    """Return clips drawn at random, joined, from somewhere in the first one on."""
    pieces = [clips[rng.integers(len(clips))]]
    start = int(rng.integers(len(pieces[0])))
    while sum(map(len, pieces)) < start + length:
        pieces.append(clips[rng.integers(len(clips))])
    return np.concatenate(pieces)[start : start + length]


def _cut(sound: Samples, length: int, rng: np.random.Generator) -> Samples:
    return np.resize(np.roll(sound, -int(rng.integers(len(sound)))), length)


def _sum(parts: list[Samples]) -> Samples:
    total: Samples = np.sum(parts, axis=0, dtype=np.float32)
    return total


@cache
def _clips(corpus: Corpus) -> list[Samples]:
    """Return each noise of a home without its padding, at a mean power of 1."""
    return [_normalised(_unpadded(_read(file))) for file in corpus.household]


@cache
def _readers(corpus: Corpus) -> list[Samples]:
    """Return the recordings of each reader in one piece, at an active power of 1."""
    pieces = [np.concatenate([_read(f) for f in files]) for files in corpus.readers.values()]
    return [_scaled(sound, active_power(sound)) for sound in pieces]


def _read(file: Path) -> Samples:
    return wave.read(file).astype(np.float32)


def _unpadded(sound: Samples) -> Samples:
    frames = np.pad(sound, (0, -len(sound) % BLOCK)).reshape(-1, BLOCK)
    power = np.mean(np.square(frames), axis=1)
    heard = np.flatnonzero(power > _PADDING * power.max())
    return sound[heard[0] * BLOCK : (heard[-1] + 1) * BLOCK] if len(heard) else sound


def _normalised(sound: Samples) -> Samples:
    return _scaled(sound, float(np.mean(np.square(sound))))


def _scaled(sound: Samples, power: float) -> Samples:
    """Return ``sound``, which has this ``power``, scaled to a power of 1."""
    return sound * np.float32(1 / np.sqrt(power) if power else 0)
