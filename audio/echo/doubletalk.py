"""Tells whether somebody talks while the loudspeaker plays.

A recurrent network weighs what is heard against what was played, and gives each block the
probability that somebody talks in it. The gate opens when that stays high, closes when it stays
low.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from audio.echo.features import ERROR_BANDS, Features
from audio.echo.network import TalkNetwork
from audio.sound import BLOCK

Samples = NDArray[np.float32]
Bands = NDArray[np.float64]

_OPEN = 0.9
"""Probability from which a block counts as talk, ..."""
_RUN = 2
"""... blocks of it in a row that open the gate, ..."""
_SURE = 6
"""... in all, 0.12 s, that make sure of it, ..."""
_CLOSED = 0.5
_HOLD = 15
"""... and blocks, 0.3 s, below this one that close it."""
_NOISE_UP = 1.01
"""A block: the noise's floor follows a louder room by 2 dB a second."""
_SILENT = 1e-6
"""Power of a band below which noise does not matter: -87 dBFS."""


class TalkProbability(Protocol):
    """Gives the probability of talk, block by block."""

    def __call__(self, features: Samples) -> float:
        """Take the features of the next block."""
        ...

    def reset(self) -> None:
        """Forget all blocks so far."""
        ...


class DoubleTalkDetector:
    """Fed every block while something plays or may still ring."""

    def __init__(self, judge: TalkProbability | None = None) -> None:
        self._features = Features()
        self._judge = judge or TalkNetwork()
        self.reset()

    def reset(self) -> None:
        """Know nothing of the room."""
        self._features.reset()
        self._judge.reset()
        self._noise: Bands | None = None
        self.rest()

    def rest(self) -> None:
        """Close: nothing plays any more, and who talked then does not interrupt what follows."""
        self._run = self._held = self._talk = 0

    @property
    def sure(self) -> bool:
        """Whether it has been open for more than a slip: words heard now are somebody's."""
        return self._talk >= _SURE

    @property
    def noise(self) -> float:
        """Mean square of the room's noise, of 1.0 as full scale."""
        if self._noise is None:
            return 0.0
        # A Hann window keeps 3/8 of the power, and one side of the spectrum is summed.
        return float(self._noise.sum()) / (2 * BLOCK) ** 2 * 2 * 8 / 3

    def feed(self, heard: Samples, echo: Samples, error: Samples, played: Samples) -> bool:
        """Take a block, the echo predicted in it, the error and what was ``played`` then.

        Tells whether somebody talks.
        """
        features = self._features.feed(heard, echo, error, played)
        self._follow_noise(10.0 ** features[ERROR_BANDS].astype(np.float64))
        self._decide(self._judge(features))
        return self._held > 0

    def _decide(self, probability: float) -> None:
        talk = probability > _OPEN
        self._run = self._run + 1 if talk else 0
        if self._run >= _RUN or (self._held and probability > _CLOSED):
            self._held = _HOLD
        elif self._held:
            self._held -= 1
        self._talk = self._talk + talk if self._held or self._run else 0

    def _follow_noise(self, left: Bands) -> None:
        if left.max() < _SILENT:
            # A microphone that gives zeros, as some do at first, tells nothing of the room.
            return
        if self._noise is None:
            self._noise = left
        down = 0.7 * self._noise + 0.3 * left
        up = np.minimum(self._noise * _NOISE_UP, left)
        self._noise = np.maximum(np.where(left < self._noise, down, up), _SILENT)
