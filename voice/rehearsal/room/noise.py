"""Sounds of a room that nobody speaks: its noise, made as a loop, and single noises."""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE

BACKGROUND_NOISES = ("silence", "pink", "hum")
SINGLE_NOISES = ("cough", "knock")

LOOP_SAMPLES = 1600 * BLOCK
"""Samples of a loop: 32 s, long enough not to be heard as one, and of whole blocks."""

Samples = NDArray[np.float32]


def noise_loop(kind: str, level: float, rng: np.random.Generator) -> Samples:
    """Return one loop of a noise, without a seam, at ``level`` dBFS (rms) in units of int16.

    ``silence`` is what a still microphone makes of itself: white.
    """
    frequency = np.fft.rfftfreq(LOOP_SAMPLES, 1 / RATE)
    if kind == "hum":
        shape = np.zeros(len(frequency))
        for harmonic, strength in ((1, 1.0), (2, 0.7), (3, 0.3), (5, 0.15)):  # a fridge's
            shape[round(50 * harmonic * LOOP_SAMPLES / RATE)] = strength
    elif kind == "pink":
        shape = 1 / np.sqrt(np.maximum(frequency, 50))
    else:
        shape = np.ones(len(frequency))
    phase = np.exp(2j * np.pi * rng.random(len(frequency)))
    sound = np.fft.irfft(shape * phase, LOOP_SAMPLES).astype(np.float32)
    return sound * np.float32(gain_to_reach(sound, level))


def single_noise(kind: str, rng: np.random.Generator) -> Samples:
    """Return one of `SINGLE_NOISES`, at no level in particular."""
    bursts = ((0.0, 0.16), (0.24, 0.30)) if kind == "cough" else ((0.0, 0.05), (0.18, 0.05))
    band = (250, 3500) if kind == "cough" else (80, 600)
    sound = np.zeros(int(0.8 * RATE))
    for start, length in bursts:
        count, first = int(length * RATE), int(start * RATE)
        fade = np.linspace(1, 0, count) ** 2 * np.minimum(np.arange(count) / 80, 1)
        sound[first : first + count] = rng.standard_normal(count) * fade
    return band_limited(sound.astype(np.float32), *band)


def band_limited(samples: Samples, low: float, high: float) -> Samples:
    """Keep only the frequencies from ``low`` to ``high`` Hz."""
    spectrum = np.fft.rfft(samples)
    frequency = np.fft.rfftfreq(len(samples), 1 / RATE)
    spectrum[(frequency < low) | (frequency > high)] = 0
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)


def gain_to_reach(samples: Samples, level: float) -> float:
    """Return the factor that brings the root mean square to ``level`` dBFS, in units of int16."""
    rms = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0
    return 32768 * 10 ** (level / 20) / rms if rms else 0.0
