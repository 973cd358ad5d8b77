"""The echo return loss enhancement (ERLE): how much of the echo the linear canceller removes.

`audio.echo.canceller` uses the estimate to decide whether the linear canceller's output is better
than the microphone's sound, and whether words recognised in it can be a person's.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

ENOUGH = 50.0
"""The ratio of powers, 17 dB, above which no words are recognised in what is left of an echo. Taken
over 0.7 s, as here, ERLE comes out some dB lower than if it is taken over several seconds."""
_NEAR_NOISE = 4.0
"""The ratio of an echo's power to the noise's below which no words are recognised in the echo."""
_KEEP = 0.97
"""The share of the averages that is kept from block to block: a time constant of 0.7 s."""
_PLAYED = 1e-5
"""The mean square of what is played, -50 dBFS, above which the loudspeaker counts as playing."""
_DOUBTFUL = 20
"""Blocks, 0.4 s, that wait before they are counted. They are dropped if somebody is found to talk
meanwhile, since the double-talk detector opens late."""
_FIRST = 30
"""Blocks, 0.6 s, that must be played before there is an estimate."""


class ErleEstimator:
    """Estimates ERLE while the loudspeaker plays, and holds the estimate while somebody talks."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the estimate."""
        self._heard_power = 0.0
        self._left_power = 0.0
        self._noise = 0.0
        self._played_blocks = 0
        self._doubtful: deque[tuple[float, float]] = deque()
        """The energies heard and left of the blocks that wait."""

    def feed(
        self, heard: Samples, left: Samples, played: Samples, noise: float, talking: bool
    ) -> None:
        """Take the next block of what is heard, what is left of it, and what was played.

        ``noise`` is the mean square of the room's noise, with full scale at 1.0 as in the blocks;
        ``talking`` is whether somebody talks.
        """
        if talking:
            self._doubtful.clear()
        if float(played @ played) < _PLAYED * len(played):
            return
        self._played_blocks += 1
        if talking:
            return
        self._noise = noise
        self._doubtful.append((float(heard @ heard), float(left @ left)))
        if len(self._doubtful) > _DOUBTFUL:
            before, after = self._doubtful.popleft()
            self._heard_power += (1 - _KEEP) * (before / len(heard) - self._heard_power)
            self._left_power += (1 - _KEEP) * (after / len(left) - self._left_power)

    @property
    def known(self) -> bool:
        """Whether enough was played for an estimate."""
        return self._played_blocks >= _FIRST

    @property
    def reliable(self) -> bool:
        """Whether so little echo is left that words recognised in it are a person's."""
        if not self.known:
            return False
        enough = self._left_power * ENOUGH < self._heard_power
        return enough or self._left_power < _NEAR_NOISE * self._noise

    @property
    def inaudible(self) -> bool:
        """Whether the echo is drowned by the room's noise even if nothing of it is removed."""
        return self.known and self._heard_power < _NEAR_NOISE * self._noise

    @property
    def harmful(self) -> bool:
        """Whether the linear canceller adds more power than it removes."""
        return self._left_power > self._heard_power
