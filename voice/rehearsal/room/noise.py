"""The noises of a rehearsal room: its steady background, made as a loop, and single noises.

Samples are float32 with full scale at 32768, at `audio.sound.RATE`.
"""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE

BACKGROUND_NOISES = ("silence", "pink", "hum")
"""The kinds of noise that `noise_loop` makes. Silence is what a microphone adds by itself."""
SINGLE_NOISES = ("cough", "knock")
"""The kinds of noise that `single_noise` makes."""

LOOP_SAMPLES = 1600 * BLOCK
"""The length of a loop: 32 s, which is a whole number of blocks, and too long to be heard as a
loop."""

Samples = NDArray[np.float32]


def noise_loop(kind: str, level: float, rng: np.random.Generator) -> Samples:
    """Return a loop of one of `BACKGROUND_NOISES`, without a seam: `LOOP_SAMPLES` samples.

    ``level`` is its root mean square in dBFS. ``silence`` is the white noise of the microphone.
    """
    frequency = np.fft.rfftfreq(LOOP_SAMPLES, 1 / RATE)
    if kind == "hum":
        spectrum = np.zeros(len(frequency))
        for harmonic, strength in ((1, 1.0), (2, 0.7), (3, 0.3), (5, 0.15)):  # a fridge's
            spectrum[round(50 * harmonic * LOOP_SAMPLES / RATE)] = strength
    elif kind == "pink":
        spectrum = 1 / np.sqrt(np.maximum(frequency, 50))
    else:
        spectrum = np.ones(len(frequency))
    phase = np.exp(2j * np.pi * rng.random(len(frequency)))
    sound = np.fft.irfft(spectrum * phase, LOOP_SAMPLES).astype(np.float32)
    return sound * np.float32(gain_to_reach(sound, level))


def single_noise(kind: str, rng: np.random.Generator) -> Samples:
    """Return one of `SINGLE_NOISES`, 0.8 s long and at no level in particular."""
    bursts = ((0.0, 0.16), (0.24, 0.30)) if kind == "cough" else ((0.0, 0.05), (0.18, 0.05))
    band = (250, 3500) if kind == "cough" else (80, 600)
    sound = np.zeros(int(0.8 * RATE))
    for start, length in bursts:
        count, first = int(length * RATE), int(start * RATE)
        fade = np.linspace(1, 0, count) ** 2 * np.minimum(np.arange(count) / 80, 1)
        sound[first : first + count] = rng.standard_normal(count) * fade
    return band_limited(sound.astype(np.float32), *band)


def band_limited(samples: Samples, low: float, high: float) -> Samples:
    """Return ``samples`` with only the frequencies from ``low`` to ``high`` Hz left in them."""
    spectrum = np.fft.rfft(samples)
    frequency = np.fft.rfftfreq(len(samples), 1 / RATE)
    spectrum[(frequency < low) | (frequency > high)] = 0
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)


def gain_to_reach(samples: Samples, level: float) -> float:
    """Return the factor that brings the root mean square of ``samples`` to ``level`` dBFS.

    It is 0 where there are no samples, or all of them are 0.
    """
    rms = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0
    return 32768 * 10 ** (level / 20) / rms if rms else 0.0
