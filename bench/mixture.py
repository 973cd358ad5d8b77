"""Speech in noise at a known ratio.

The ratio is that of the speech's level to the mean power of the noise from the first active
frame of the speech to the last. The level is the mean power of the active frames of 20 ms:
those that are not more than 15.9 dB below that very mean, as ITU-T P.56 counts activity.
"""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE

LEAD = RATE // 2
"""Samples of noise before the speech."""
TAIL = RATE * 3 // 2
"""Samples of noise after it."""
_MARGIN = 10**-1.59
"""ITU-T P.56, method B: 15.9 dB."""
_FLOOR = 8
"""Root mean square of a microphone's own noise, of 32768."""
_PEAK = 32767

Samples = NDArray[np.float32]


def level(speech: Samples) -> float:
    """Return the mean power of the active frames; 0 where all is silence."""
    power = _powers(speech)
    active = power[_active(power)]
    return float(active.mean()) if len(active) else 0.0


def span(speech: Samples) -> slice:
    """Return the samples from the first active frame to the end of the last one."""
    found = np.flatnonzero(_active(_powers(speech)))
    return slice(int(found[0]) * BLOCK, int(found[-1] + 1) * BLOCK) if len(found) else slice(0, 0)


def quiet(speech: Samples, rng: np.random.Generator) -> NDArray[np.int16]:
    """Put ``speech`` into a still room: the faint noise of a microphone, `LEAD` and `TAIL`."""
    return _integers(_padded(speech) + rng.normal(0, _FLOOR, length(speech)))


def noisy(speech: Samples, noise: Samples, ratio: float) -> NDArray[np.int16]:
    """Put ``speech`` into ``noise`` of `length` samples, ``ratio`` dB below it.

    Where the sum is too loud during the speech, all of it is made softer; before and after,
    a sudden noise is clipped, as a microphone would.
    """
    during = span(speech)
    under = slice(during.start + LEAD, during.stop + LEAD)
    power = float(np.mean(np.square(noise[under], dtype=np.float64)))
    gain = np.sqrt(level(speech) / 10 ** (ratio / 10) / power) if power else 0.0
    mixed = _padded(speech) + gain * noise
    peak = float(np.abs(mixed[under]).max(initial=0))
    return _integers(mixed * min(1.0, _PEAK / peak) if peak else mixed)


def length(speech: Samples) -> int:
    """Return how many samples of noise ``speech`` needs."""
    return LEAD + len(speech) + TAIL


def _padded(speech: Samples) -> Samples:
    return np.pad(speech, (LEAD, TAIL))


def _powers(samples: Samples) -> NDArray[np.float64]:
    whole = samples[: len(samples) // BLOCK * BLOCK].reshape(-1, BLOCK)
    powers: NDArray[np.float64] = np.mean(np.square(whole, dtype=np.float64), axis=1)
    return powers


def _active(power: NDArray[np.float64]) -> NDArray[np.bool_]:
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
