"""Adds a faint noise to the sound, because the acoustic model was never trained on pure silence.

Kaldi adds such a dither too, but a different one each time: the same recording was heard now one
way, now another. Here the same sound always gives the same words.
"""

import numpy as np

from audio.block import to_bytes, to_samples
from audio.sound import BLOCK, RATE

_LOOP = RATE // BLOCK
"""Number of blocks after which the noise repeats: 1 s, far longer than anything that the network
looks at."""


class Dither:
    """Adds noise to one block after another."""

    def __init__(self, level: float) -> None:
        """Take the noise's root mean square, on the scale of int16 samples."""
        rng = np.random.default_rng(0)
        self._noise = np.rint(rng.normal(0.0, level, (_LOOP, BLOCK))).astype(np.int32)
        self.reset()

    def reset(self) -> None:
        """Begin with the noise's first block."""
        self._next = 0

    def feed(self, block: bytes) -> bytes:
        """Return 20 ms of int16 mono with the next block of noise added."""
        noise = self._noise[self._next]
        self._next = (self._next + 1) % _LOOP
        return to_bytes(to_samples(block) + noise)
