"""How much of the echo the linear branch takes away: the echo return loss enhancement (ERLE)."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

ENOUGH = 50.0
"""Times less power, 17 dB: over 0.7 s this measure lies some dB below the one of seconds."""
_NEAR_NOISE = 4.0
"""Times the room's noise: an echo this faint makes no words either."""
_KEEP = 0.97
"""From block to block: a time constant of 0.7 s."""
_PLAYED = 1e-5
"""Mean square of the reference, -50 dBFS, above which the loudspeaker counts as talking."""
_DOUBTFUL = 20
"""Blocks, 0.4 s, that count only once nobody was found to talk in them: the gate opens late."""
_FIRST = 30
"""Blocks, 0.6 s, before anything can be said."""


class ErleEstimator:
    """Measured while only the loudspeaker talks, and held while somebody else does."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Know nothing."""
        self._heard = 0.0
        self._left = 0.0
        self._noise = 0.0
        self._count = 0
        self._doubtful: deque[tuple[float, float]] = deque()

    def feed(
        self, heard: Samples, left: Samples, played: Samples, noise: float, talking: bool
    ) -> None:
        """Take a block of all three, and the mean square of the room's ``noise``."""
        if talking:
            self._doubtful.clear()
        if float(played @ played) < _PLAYED * len(played):
            return
        self._count += 1
        if talking:
            return
        self._noise = noise
        self._doubtful.append((float(heard @ heard), float(left @ left)))
        if len(self._doubtful) > _DOUBTFUL:
            before, after = self._doubtful.popleft()
            self._heard += (1 - _KEEP) * (before / len(heard) - self._heard)
            self._left += (1 - _KEEP) * (after / len(left) - self._left)

    @property
    def known(self) -> bool:
        """Whether enough was played to say anything."""
        return self._count >= _FIRST

    @property
    def reliable(self) -> bool:
        """Whether so little is left that words in it are somebody's."""
        if not self.known:
            return False
        enough = self._left * ENOUGH < self._heard
        return enough or self._left < _NEAR_NOISE * self._noise

    @property
    def inaudible(self) -> bool:
        """Whether no echo is heard over the room's noise, whatever is taken away."""
        return self.known and self._heard < _NEAR_NOISE * self._noise

    @property
    def harmful(self) -> bool:
        """Whether the branch adds more than it takes."""
        return self._left > self._heard
