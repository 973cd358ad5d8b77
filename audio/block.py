"""Conversions between blocks of sound as bytes and as arrays of samples.

Devices, files and recognisers exchange bytes: 16-bit little-endian integers, mono. Arithmetic is
done on float32 samples in the same unit, so that full scale is 32768.
"""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK

_FULL_SCALE = 32_768


def to_samples(block: bytes) -> NDArray[np.float32]:
    """Return the samples of an int16 block as float32, with full scale at 32768."""
    return np.frombuffer(block, "<i2").astype(np.float32)


def to_bytes(samples: NDArray[np.floating]) -> bytes:
    """Return samples, with full scale at 32768, as int16 bytes: rounded, and clipped to int16."""
    clipped: bytes = (
        np.clip(np.rint(samples), -_FULL_SCALE, _FULL_SCALE - 1).astype("<i2").tobytes()
    )
    return clipped


def rms(block: bytes) -> float:
    """Return the root mean square of an int16 block, with full scale at 32768."""
    return float(np.sqrt(np.mean(np.square(to_samples(block)))))


def to_blocks(sound: NDArray[np.int16]) -> list[bytes]:
    """Split a sound into blocks of `BLOCK` samples; the last one is padded with silence."""
    data = np.pad(sound, (0, -len(sound) % BLOCK)).astype("<i2").tobytes()
    return [data[at : at + 2 * BLOCK] for at in range(0, len(data), 2 * BLOCK)]
