"""Makes rendered speech ready to play: trims the silence around it, and makes it equally loud."""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE

LEVEL = -21.0
"""The loudness of all speech: the RMS over the parts where the voice speaks, in dBFS."""
PEAK = 0.9
"""The highest sample allowed, as a share of full scale. A text that would exceed it is played more
softly, so that nothing clips."""
_QUIET = 0.01
"""Sound before and after the speech that is below this share of the loudest sample is trimmed."""
_BEFORE, _AFTER = RATE // 100, RATE // 20
"""Samples kept before and after the speech, 10 and 50 ms, so that soft sounds there survive."""


def normalise_loudness(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    """Return ``samples``, mono at `RATE`, trimmed and scaled to `LEVEL`; empty if all is silent."""
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
    """Return the RMS over the blocks within 30 dB of the loudest one."""
    padded = np.pad(samples, (0, -len(samples) % BLOCK)).reshape(-1, BLOCK)
    power = np.mean(padded**2, axis=1)
    return float(np.sqrt(power[power > power.max() / 1000].mean()))
