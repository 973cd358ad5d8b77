"""The search for the echo's delay, by generalised cross-correlation with phase transform (PHAT).

`audio.echo.linear` searches several times a second, to find the echo at first and to notice when
its delay has jumped.
"""

import numpy as np
from numpy.typing import NDArray

from audio.sound import RATE

Samples = NDArray[np.float32]

WINDOW = 8192
"""Samples of what was heard that are compared with what was played, 0.5 s."""
LONGEST_DELAY = round(0.4 * RATE)
"""The longest delay that is searched for, in samples."""
_FFT_SIZE = 2 * WINDOW
_FADE = 512
"""Samples over which the window fades in and out. If both sounds were cut off sharply, the cuts
would be common to both, as an echo with a delay of 0 or of `LONGEST_DELAY`."""
_BAND = slice(round(200 / RATE * _FFT_SIZE), round(6000 / RATE * _FFT_SIZE))
"""The bins that are compared, 200 to 6000 Hz: below there is hum, above little is ever played."""
_CLEAR = 7.0
"""How many times the root mean square of the correlation its peak must reach. The peak among 5000
lags of noise reaches 4.5 times."""
_AUDIBLE = 1e-5
"""The power of a bin, as a share of the loudest bin played (-50 dB), from which on it is compared.
What softer bins have in common is only their rounding."""
_BROAD = 1 / 16
"""The share of the band in which something must be played. A tone is too narrow: it correlates at
every period."""
_FAINTEST = 1e-6
"""The mean square of what is played, -60 dBFS, below which no echo can be found."""
_SLOPE = np.sin(np.linspace(0, np.pi / 2, _FADE)) ** 2
_WINDOW = np.concatenate([_SLOPE, np.ones(WINDOW - 2 * _FADE), _SLOPE[::-1]]).astype(np.float32)


def find_delay(heard: Samples, played: Samples) -> int | None:
    """Return the delay in samples of the strongest echo, or None if no echo stands out.

    ``heard`` holds the newest `WINDOW` samples heard, with full scale at 1.0; ``played`` holds the
    `WINDOW` samples played at the same time and the `LONGEST_DELAY` samples before them.
    """
    if played @ played < _FAINTEST * len(played):
        return None
    source = np.fft.rfft(played, _FFT_SIZE)[_BAND]
    power = source.real**2 + source.imag**2
    audible = power > _AUDIBLE * power.max()
    if np.mean(audible) < _BROAD:
        return None
    common = np.fft.rfft(heard * _WINDOW, _FFT_SIZE)[_BAND] * np.conj(source)
    weighed = np.zeros(_FFT_SIZE // 2 + 1, common.dtype)
    weighed[_BAND] = np.where(audible, common / (np.abs(common) + 1e-9), 0)
    # Played begins LONGEST_DELAY samples earlier, so a delay of 0 stands at -LONGEST_DELAY.
    correlation = np.abs(np.fft.irfft(weighed))
    lags = np.roll(correlation, LONGEST_DELAY)[: LONGEST_DELAY + 1]
    best = int(lags.argmax())
    if lags[best] < _CLEAR * np.sqrt(np.mean(lags**2)):
        return None
    return best
