"""A delay line: the recent past of a sound, read back at any delay.

`audio.echo.linear` keeps what was played and what was heard in one each. The delay need not be a
whole number of samples, and it may grow while it is read, so that the sound comes at the rate of
another device's clock.
"""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE

Samples = NDArray[np.float32]

REACH = 8
"""Samples on either side of a point between two samples that its interpolation needs."""
_PHASES = 256
"""Steps into which the distance between two samples is divided. A point is off by 1/512 sample at
most, which is an error of -54 dB at 2.5 kHz."""
_CAPACITY = 2 * RATE
"""Samples, 2 s, that can be read back."""
_BETA = 8.0
"""The shape of the Kaiser window of the interpolation: its side lobes are at -80 dB."""


class DelayLine:
    """The last 2 s of a sound."""

    def __init__(self) -> None:
        self._kernels = _interpolation_kernels()
        self.reset()

    def reset(self) -> None:
        """Forget the sound: its past is silence."""
        self._buffer = np.zeros(2 * _CAPACITY, np.float32)
        self._end = _CAPACITY
        """Where the newest sample in the buffer ends."""

    def add(self, block: Samples) -> None:
        """Append the next `BLOCK` samples."""
        if self._end == len(self._buffer):
            self._buffer[:_CAPACITY] = self._buffer[_CAPACITY:]
            self._end = _CAPACITY
        self._buffer[self._end : self._end + BLOCK] = block
        self._end += BLOCK

    def last(self, count: int) -> Samples:
        """Return the newest ``count`` samples, without any delay."""
        return self._buffer[self._end - count : self._end]

    def read(self, delay: float, rate: float, count: int) -> Samples:
        """Return ``count`` samples, of which the last lies ``delay`` samples before the newest.

        ``rate`` is how much the delay grows from one sample to the next: 1e-4 means 100 ppm.
        Where the interpolation reaches beyond the newest sample, it takes silence.
        """
        whole = round(delay)
        if delay == whole and not rate:
            return self._buffer[self._end - whole - count : self._end - whole]
        delays = delay + np.arange(count - 1, -1, -1) * (1 - rate)
        places = self._end - 1 - delays
        floor = np.floor(places).astype(np.intp)
        phases = np.rint((places - floor) * _PHASES).astype(np.intp)
        first = floor[0] - REACH + 1
        piece = self._buffer[first : min(floor[-1] + REACH + 1, self._end)]
        piece = np.pad(piece, (0, floor[-1] + REACH + 1 - first - len(piece)))
        windows = np.lib.stride_tricks.sliding_window_view(piece, 2 * REACH)[floor - floor[0]]
        read: Samples = np.einsum("nk,nk->n", windows, self._kernels[phases])
        return read


def _interpolation_kernels() -> Samples:
    """Return a windowed sinc for each phase: shape (`_PHASES` + 1, 2 * `REACH`)."""
    phases = np.arange(_PHASES + 1)[:, None] / _PHASES
    distances = np.arange(-REACH + 1, REACH + 1)[None, :] - phases
    window = np.i0(_BETA * np.sqrt(np.maximum(0, 1 - (distances / REACH) ** 2))) / np.i0(_BETA)
    kernels: Samples = (np.sinc(distances) * window).astype(np.float32)
    return kernels
