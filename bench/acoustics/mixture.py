"""Mixes speech with noise at a known ratio.

The signal-to-noise ratio is that of the speech's active power to the mean power of the noise, both
taken from the first active frame of the speech to the last. The active power is the mean power of
the active frames of 20 ms: those that are not more than 15.9 dB below that very mean, as ITU-T P.56
defines activity.

Sound is mono at `audio.sound.RATE`, on the scale of int16 samples, also where it is held as floats.
"""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE

LEAD = RATE // 2
"""Samples of noise before the speech: 0.5 s."""
TAIL = RATE * 3 // 2
"""Samples of noise after the speech: 1.5 s."""
_MARGIN = 10**-1.59
"""Share of the active power that a frame must exceed to be active: -15.9 dB (ITU-T P.56, B)."""
_FLOOR = 8
"""Root mean square of a microphone's own noise."""
_PEAK = 32767

Samples = NDArray[np.float32]


def active_power(speech: Samples) -> float:
    """Return the mean power of the active frames; 0 where all is silence."""
    power = _powers(speech)
    active = power[_active(power)]
    return float(active.mean()) if len(active) else 0.0


def active_span(speech: Samples) -> slice:
    """Return the samples from the start of the first active frame to the end of the last one."""
    found = np.flatnonzero(_active(_powers(speech)))
    return slice(int(found[0]) * BLOCK, int(found[-1] + 1) * BLOCK) if len(found) else slice(0, 0)


def in_quiet(speech: Samples, rng: np.random.Generator) -> NDArray[np.int16]:
    """Return ``speech`` with only a microphone's own noise, which begins before and ends after it.

    The result has `padded_length` samples.
    """
    return _integers(_padded(speech) + rng.normal(0, _FLOOR, padded_length(speech)))


def in_noise(speech: Samples, noise: Samples, ratio: float) -> NDArray[np.int16]:
    """Return ``speech`` in ``noise`` at a signal-to-noise ratio of ``ratio`` dB.

    ``noise`` and the result have `padded_length` samples. Where the sum is too loud during the
    speech, all of it is made softer; before and after the speech a sudden noise is clipped, as a
    microphone would clip it.
    """
    during = active_span(speech)
    under = slice(during.start + LEAD, during.stop + LEAD)
    power = float(np.mean(np.square(noise[under], dtype=np.float64)))
    gain = np.sqrt(active_power(speech) / 10 ** (ratio / 10) / power) if power else 0.0
    mixed = _padded(speech) + gain * noise
    peak = float(np.abs(mixed[under]).max(initial=0))
    return _integers(mixed * min(1.0, _PEAK / peak) if peak else mixed)


def padded_length(speech: Samples) -> int:
    """Return how many samples ``speech`` has with `LEAD` before and `TAIL` after it."""
    return LEAD + len(speech) + TAIL


def _padded(speech: Samples) -> Samples:
    return np.pad(speech, (LEAD, TAIL))


def _powers(samples: Samples) -> NDArray[np.float64]:
    """Return the mean power of each whole frame of 20 ms."""
    whole = samples[: len(samples) // BLOCK * BLOCK].reshape(-1, BLOCK)
    powers: NDArray[np.float64] = np.mean(np.square(whole, dtype=np.float64), axis=1)
    return powers


def _active(power: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which frames are active, found by repeating until the mean no longer changes."""
    active = power > 0
    while active.any():
        again = power > power[active].mean() * _MARGIN
        if (again == active).all():
            break
        active = again
    return active


def _integers(samples: NDArray[np.floating]) -> NDArray[np.int16]:
    clipped: NDArray[np.int16] = np.clip(np.rint(samples), -_PEAK - 1, _PEAK).astype(np.int16)
    return clipped
