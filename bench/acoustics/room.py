"""Simulates a furnished room, with a microphone at some distance from the talker.

A room of 40 cubic metres with a reverberation time of 0.4 s has a critical distance of
0.057 sqrt(V / RT60) = 0.57 m (Kuttruff, Room Acoustics, for a source that radiates equally in all
directions). At 1.5 m the reverberation is 8.4 dB louder than the direct sound.
"""

import numpy as np
from numpy.typing import NDArray

from voice.rehearsal.room.reverb import impulse_response

RT60 = 0.4
"""Reverberation time in seconds: how long the sound takes to fall by 60 dB."""
DISTANCE = 1.5
"""Distance from the mouth to the microphone in metres."""
_VOLUME = 40.0
"""Volume of the room in cubic metres."""

Samples = NDArray[np.float32]


def draw_impulse_response(
    rng: np.random.Generator, rt60: float = RT60, distance: float = DISTANCE
) -> Samples:
    """Return a random impulse response of the room, of energy 1, at `audio.sound.RATE`.

    ``rt60`` is the reverberation time in seconds, ``distance`` that to the source in metres.
    """
    taps = impulse_response(0.0, rt60, rng)
    critical = 0.057 * np.sqrt(_VOLUME / rt60)
    tail = np.sqrt(np.sum(np.square(taps[1:])))
    taps[1:] *= taps[0] * (distance / critical) / tail
    even: Samples = (taps / np.sqrt(np.sum(np.square(taps)))).astype(np.float32)
    return even


def reverberate(speech: Samples, rng: np.random.Generator) -> Samples:
    """Return what arrives of ``speech`` at the microphone, with all of its reverberation."""
    return convolve(speech, draw_impulse_response(rng))


def convolve(speech: Samples, impulse_response: Samples) -> Samples:
    """Return all of ``speech`` after an impulse response, longer than it by the response."""
    size = len(speech) + len(impulse_response) - 1
    spectrum = np.fft.rfft(speech, size) * np.fft.rfft(impulse_response, size)
    return np.fft.irfft(spectrum, size).astype(np.float32)
