"""A furnished room, and a microphone that is not near: simulated.

40 m3 with a reverberation time of 0.4 s have a critical distance of 0.057 sqrt(V / RT60) =
0.57 m (Kuttruff, Room Acoustics, for a source that sounds alike to all sides); at 1.5 m the
reverberation is 8.4 dB louder than the direct sound.
"""

import numpy as np
from numpy.typing import NDArray

from voice.rehearsal.room.reverb import impulse_response

RT60 = 0.4
"""Seconds."""
DISTANCE = 1.5
"""Metres from the mouth to the microphone."""
_VOLUME = 40.0
"""Cubic metres."""

Samples = NDArray[np.float32]


def taps(rng: np.random.Generator, rt60: float = RT60, distance: float = DISTANCE) -> Samples:
    """Return the impulse response, of energy 1, from ``distance`` metres."""
    way = impulse_response(0.0, rt60, rng)
    critical = 0.057 * np.sqrt(_VOLUME / rt60)
    tail = np.sqrt(np.sum(np.square(way[1:])))
    way[1:] *= way[0] * (distance / critical) / tail
    even: Samples = (way / np.sqrt(np.sum(np.square(way)))).astype(np.float32)
    return even


def heard(speech: Samples, rng: np.random.Generator) -> Samples:
    """Return what arrives of ``speech``, with all of its reverberation."""
    return convolved(speech, taps(rng))


def convolved(speech: Samples, way: Samples) -> Samples:
    """Return all that arrives of ``speech`` by an impulse response."""
    size = len(speech) + len(way) - 1
    spectrum = np.fft.rfft(speech, size) * np.fft.rfft(way, size)
    return np.fft.irfft(spectrum, size).astype(np.float32)
