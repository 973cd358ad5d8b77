"""Blocks of sound: as the bytes that are handed on, and as the samples that are reckoned with."""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK

_FULL = 32_768


def samples(block: bytes) -> NDArray[np.float32]:
    """Return the samples of int16 mono, of 32768."""
    return np.frombuffer(block, "<i2").astype(np.float32)


def pack(sound: NDArray[np.floating]) -> bytes:
    """Return samples, of 32768, as int16 mono: rounded, and cut off at full scale."""
    clipped: bytes = np.clip(np.rint(sound), -_FULL, _FULL - 1).astype("<i2").tobytes()
    return clipped


def rms(block: bytes) -> float:
    """Return the root mean square of int16 mono, of 32768."""
    return float(np.sqrt(np.mean(np.square(samples(block)))))


def cut(sound: NDArray[np.int16]) -> list[bytes]:
    """Cut a sound into blocks, the last filled up with silence."""
    data = np.pad(sound, (0, -len(sound) % BLOCK)).astype("<i2").tobytes()
    return [data[at : at + 2 * BLOCK] for at in range(0, len(data), 2 * BLOCK)]
