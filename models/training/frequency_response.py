"""The colour of a loudspeaker or a microphone: some ways through it are louder than others."""

import numpy as np
from numpy.typing import NDArray

from audio.sound import RATE

_TAPS = 128
_ROUGH = 4.0
"""dB: standard deviation of the curve at each of `_POINTS` frequencies."""
_POINTS = 9
_UNCOLOURED = 0.4
"""Share of those that are flat."""

Samples = NDArray[np.float32]


def colour(rng: np.random.Generator, way: Samples) -> Samples:
    """Return an impulse response as heard through hardware drawn at random, of energy 1."""
    if rng.random() < _UNCOLOURED:
        return way
    sound = np.convolve(way, _minimum_phase(_curve(rng)))
    even: Samples = (sound / np.sqrt(np.sum(np.square(sound)))).astype(np.float32)
    return even


def _curve(rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw a gain in dB for each bin: 12 dB an octave in the bass, 24 in the treble, and bumps."""
    hertz = np.linspace(0, RATE / 2, _TAPS // 2 + 1)
    lowest, highest = rng.uniform(50, 350), rng.uniform(4500, 9000)
    bass = np.log2(np.maximum(lowest / np.maximum(hertz, 20), 1))
    treble = np.log2(np.maximum(hertz / highest, 1))
    points = np.linspace(0, RATE / 2, _POINTS)
    bumps = np.interp(hertz, points, rng.normal(0, _ROUGH, _POINTS))
    curve: NDArray[np.float64] = bumps - 12 * bass - 24 * treble
    return curve


def _minimum_phase(curve: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the impulse response with this gain whose sound comes soonest, by its cepstrum."""
    gain = np.log(10 ** (curve / 20))
    cepstrum = np.fft.irfft(gain, _TAPS)
    cepstrum[1 : _TAPS // 2] *= 2
    cepstrum[_TAPS // 2 + 1 :] = 0
    return np.fft.irfft(np.exp(np.fft.rfft(cepstrum)), _TAPS)
