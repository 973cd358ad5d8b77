"""Simulates the frequency response of a loudspeaker or a microphone."""

import numpy as np
from numpy.typing import NDArray

from audio.sound import RATE

_TAPS = 128
"""Length of the response in samples."""
_ROUGH = 4.0
"""Standard deviation in dB of the gain at each of `_POINTS` frequencies."""
_POINTS = 9
_FLAT = 0.4
"""Share of responses that are flat."""

Samples = NDArray[np.float32]


def colour(rng: np.random.Generator, impulse_response: Samples) -> Samples:
    """Return an impulse response as heard through random hardware, of energy 1."""
    if rng.random() < _FLAT:
        return impulse_response
    sound = np.convolve(impulse_response, _minimum_phase(_curve(rng)))
    even: Samples = (sound / np.sqrt(np.sum(np.square(sound)))).astype(np.float32)
    return even


def _curve(rng: np.random.Generator) -> NDArray[np.float64]:
    """Return a random gain in dB for each of the `_TAPS` // 2 + 1 bins.

    It falls by 12 dB an octave in the bass and by 24 in the treble, with bumps in between.
    """
    hertz = np.linspace(0, RATE / 2, _TAPS // 2 + 1)
    lowest, highest = rng.uniform(50, 350), rng.uniform(4500, 9000)
    bass = np.log2(np.maximum(lowest / np.maximum(hertz, 20), 1))
    treble = np.log2(np.maximum(hertz / highest, 1))
    points = np.linspace(0, RATE / 2, _POINTS)
    bumps = np.interp(hertz, points, rng.normal(0, _ROUGH, _POINTS))
    curve: NDArray[np.float64] = bumps - 12 * bass - 24 * treble
    return curve


def _minimum_phase(curve: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the minimum-phase impulse response with this gain in dB, by way of the cepstrum."""
    gain = np.log(10 ** (curve / 20))
    cepstrum = np.fft.irfft(gain, _TAPS)
    cepstrum[1 : _TAPS // 2] *= 2
    cepstrum[_TAPS // 2 + 1 :] = 0
    return np.fft.irfft(np.exp(np.fft.rfft(cepstrum)), _TAPS)
