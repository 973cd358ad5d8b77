"""A change of the sample rate, one block after the other.

A block has a whole number of samples at every rate that sound cards have, so each block is made
by the same sums from its own samples and the end of the block before. soxr, which
reads files, would do; but it gives its samples in clumps of its own size, and was measured to be
37 ms late from 48 kHz to 16 kHz. This is late by 1 ms.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE

Samples = NDArray[np.float32]

_REACH = 16
"""Samples, at the lower of the two rates, on either side of a point that its value is made from."""
_PASSED = 0.94
"""The share of the lower rate's band that is passed on; what is above it fades out."""
_BETA = 7.0
"""The shape of the Kaiser window: its side lobes are at -70 dB."""


def block_size(rate: int) -> int | None:
    """Return the samples of a block at ``rate``; None where that is no whole number."""
    size, rest = divmod(rate * BLOCK, RATE)
    return None if rest else size


class BlockResampler:
    """Changes the rate of blocks of 20 ms."""

    def __init__(self, source: int, target: int) -> None:
        """Take the two rates, of which `block_size` gives a number."""
        self._kernels, self._firsts, past = _kernels(source, target)
        self._past = np.zeros(past, np.float32)

    def feed(self, block: Samples) -> Samples:
        """Return the next block at the target's rate."""
        sound = np.concatenate([self._past, block])
        self._past = sound[len(sound) - len(self._past) :]
        near = np.lib.stride_tricks.sliding_window_view(sound, self._kernels.shape[1])
        # No product of matrices: for a small one, its threads take longer to meet than to multiply.
        resampled: Samples = np.einsum("nk,nk->n", near[self._firsts], self._kernels)
        return resampled


@cache
def _kernels(source: int, target: int) -> tuple[Samples, NDArray[np.intp], int]:
    """Return how each sample of a block is made from those of the past and of a block.

    It is a kernel for each of them, the first sample that the kernel weighs, and the past's length.
    """
    made = target * BLOCK // RATE
    reach = round(_REACH * max(1.0, source / target))
    places = reach + np.arange(made) * (source / target)
    firsts = np.floor(places).astype(np.intp) - reach + 1
    away = firsts[:, None] + np.arange(2 * reach)[None, :] - places[:, None]
    window = np.i0(_BETA * np.sqrt(np.maximum(0, 1 - (away / reach) ** 2)))
    kernels = np.sinc(_PASSED * min(1.0, target / source) * away) * window
    kernels /= kernels.sum(axis=1, keepdims=True)
    return kernels.astype(np.float32), firsts, 2 * reach
