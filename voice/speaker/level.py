"""Makes rendered speech ready to play: no silence around it, always equally loud."""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE

LEVEL = -21.0
"""dBFS, RMS over the parts where the voice speaks."""
PEAK = 0.9
"""Highest sample, of full scale: the level gives way to it, so nothing clips."""
_QUIET = 0.01
"""Of the loudest sample: what is below, before and after the speech, is trimmed."""
_BEFORE, _AFTER = RATE // 100, RATE // 20
"""Samples kept around the speech, so that soft sounds at its edges survive."""


def level(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    """Trim and scale one utterance; silence becomes an empty array."""
    trimmed = _trim(samples.astype(np.float64) / 32_768)
    if not len(trimmed):
        return np.empty(0, np.int16)
    gain = min(10 ** (LEVEL / 20) / _loudness(trimmed), PEAK / np.abs(trimmed).max())
    scaled = np.rint(trimmed * gain * 32_767)
    ramp = np.linspace(0, 1, min(_BEFORE, len(scaled)))
    scaled[: len(ramp)] *= ramp
    scaled[len(scaled) - len(ramp) :] *= ramp[::-1]
    return np.asarray(scaled, np.int16)


def _trim(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    loud = np.flatnonzero(np.abs(samples) > _QUIET * np.abs(samples).max(initial=0))
    if not len(loud):
        return samples[:0]
    return samples[max(0, loud[0] - _BEFORE) : loud[-1] + _AFTER]


def _loudness(samples: NDArray[np.float64]) -> float:
    """RMS of the blocks within 30 dB of the loudest."""
    padded = np.pad(samples, (0, -len(samples) % BLOCK)).reshape(-1, BLOCK)
    power = np.mean(padded**2, axis=1)
    return float(np.sqrt(power[power > power.max() / 1000].mean()))
