"""What was played, read back at any delay: also between samples, and at another clock's rate."""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE

Samples = NDArray[np.float32]

REACH = 8
"""Samples on either side that an interpolation needs."""
_PHASES = 256
"""Steps between two samples: an error of 1/512 sample, -54 dB at 2.5 kHz."""
_KEPT = 2 * RATE
"""Samples that can be read back."""
_BETA = 8.0
"""Of the Kaiser window: side lobes of -80 dB."""


class DelayLine:
    """The loudspeaker's past."""

    def __init__(self) -> None:
        self._kernels = _kernels()
        self.reset()

    def reset(self) -> None:
        """Forget what was played."""
        self._sound = np.zeros(2 * _KEPT, np.float32)
        self._end = _KEPT

    def add(self, block: Samples) -> None:
        """Take the next `BLOCK` samples."""
        if self._end == len(self._sound):
            self._sound[:_KEPT] = self._sound[_KEPT:]
            self._end = _KEPT
        self._sound[self._end : self._end + BLOCK] = block
        self._end += BLOCK

    def last(self, count: int) -> Samples:
        """Return the newest ``count`` samples, as they were played."""
        return self._sound[self._end - count : self._end]

    def read(self, delay: float, rate: float, count: int) -> Samples:
        """Return ``count`` samples, the last of them ``delay`` samples before the newest.

        ``rate`` is how much the delay grows from a sample to the next: 1e-4 are 100 ppm.
        What would be nearer to the end than an interpolation reaches counts as silence.
        """
        whole = round(delay)
        if delay == whole and not rate:
            return self._sound[self._end - whole - count : self._end - whole]
        ages = delay + np.arange(count - 1, -1, -1) * (1 - rate)
        places = self._end - 1 - ages
        floor = np.floor(places).astype(np.intp)
        phases = np.rint((places - floor) * _PHASES).astype(np.intp)
        first = floor[0] - REACH + 1
        piece = self._sound[first : min(floor[-1] + REACH + 1, self._end)]
        piece = np.pad(piece, (0, floor[-1] + REACH + 1 - first - len(piece)))
        windows = np.lib.stride_tricks.sliding_window_view(piece, 2 * REACH)[floor - floor[0]]
        read: Samples = np.einsum("nk,nk->n", windows, self._kernels[phases])
        return read


def _kernels() -> Samples:
    """Return a windowed sinc for each phase, shape (phases + 1, taps)."""
    phases = np.arange(_PHASES + 1)[:, None] / _PHASES
    away = np.arange(-REACH + 1, REACH + 1)[None, :] - phases
    window = np.i0(_BETA * np.sqrt(np.maximum(0, 1 - (away / REACH) ** 2))) / np.i0(_BETA)
    kernels: Samples = (np.sinc(away) * window).astype(np.float32)
    return kernels
