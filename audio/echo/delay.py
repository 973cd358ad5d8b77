"""Where in what was heard the loudspeaker's sound lies: generalised cross-correlation (PHAT)."""

import numpy as np
from numpy.typing import NDArray

from audio.sound import RATE

Samples = NDArray[np.float32]

WINDOW = 8192
"""Samples of what was heard that are compared, 0.5 s."""
LONGEST_DELAY = round(0.4 * RATE)
"""Samples: the longest delay that is looked for."""
_SIZE = 2 * WINDOW
_FADE = 512
"""Samples over which the window begins and ends: where both sounds are cut off at once, the cuts
would be in common, as a delay of 0 or of `LONGEST_DELAY`."""
_BAND = slice(round(200 / RATE * _SIZE), round(6000 / RATE * _SIZE))
"""Bins, 200 to 6000 Hz: below hums, above nothing much is played."""
_CLEAR = 7.0
"""Times the root mean square of the correlation: 5000 lags of noise reach 4.5."""
_AUDIBLE = 1e-5
"""Of the power of the loudest bin played, -50 dB: in softer ones only rounding is in common."""
_BROAD = 1 / 16
"""Share of the band in which something must be played: a tone comes as late as it likes."""
_FAINTEST = 1e-6
"""Mean square of the reference, -60 dBFS: with less, nothing can be found."""
_SLOPE = np.sin(np.linspace(0, np.pi / 2, _FADE)) ** 2
_WINDOW = np.concatenate([_SLOPE, np.ones(WINDOW - 2 * _FADE), _SLOPE[::-1]]).astype(np.float32)


def find_delay(heard: Samples, played: Samples) -> int | None:
    """Return the delay in samples of the loudest way from ``played`` to ``heard``, if it is clear.

    ``heard`` has `WINDOW` samples, ``played`` the `LONGEST_DELAY` before them too.
    """
    if played @ played < _FAINTEST * len(played):
        return None
    source = np.fft.rfft(played, _SIZE)[_BAND]
    power = source.real**2 + source.imag**2
    audible = power > _AUDIBLE * power.max()
    if np.mean(audible) < _BROAD:
        return None
    common = np.fft.rfft(heard * _WINDOW, _SIZE)[_BAND] * np.conj(source)
    weighed = np.zeros(_SIZE // 2 + 1, common.dtype)
    weighed[_BAND] = np.where(audible, common / (np.abs(common) + 1e-9), 0)
    # Played begins LONGEST samples earlier, so a delay of 0 stands at -LONGEST.
    ring = np.abs(np.fft.irfft(weighed))
    lags = np.roll(ring, LONGEST_DELAY)[: LONGEST_DELAY + 1]
    best = int(lags.argmax())
    if lags[best] < _CLEAR * np.sqrt(np.mean(lags**2)):
        return None
    return best
