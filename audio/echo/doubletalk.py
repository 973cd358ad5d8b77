"""The double-talk detector: tells whether somebody talks while the loudspeaker plays.

A recurrent network compares what is heard with what was played, and estimates for each block the
probability that somebody talks in it. The detector opens when the probability stays high for a
moment, and closes when it stays low for longer. `audio.echo.canceller` feeds it.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from audio.echo.features import ERROR_BANDS, Features
from audio.echo.network import TalkNetwork
from audio.sound import BLOCK

Samples = NDArray[np.float32]
Bands = NDArray[np.float64]

_TALK = 0.9
"""The probability above which a block counts as talk."""
_OPEN_AFTER = 2
"""Blocks of talk in a row, 0.04 s, after which the detector opens."""
_SURE_AFTER = 6
"""Blocks of talk in one opening, 0.12 s, after which somebody talks for sure. They need not come in
a row."""
_STAY_OPEN = 0.5
"""The probability above which a block keeps the detector open once it has opened."""
_HOLD = 15
"""Blocks without that, 0.3 s, for which the detector stays open before it closes."""
_NOISE_RISE = 1.01
"""The factor by which the estimate of the noise grows at most per block: it follows a room that
gets louder by 2 dB a second."""
_SILENT = 1e-6
"""The power of a band below which noise does not matter: -87 dBFS."""


class TalkProbability(Protocol):
    """Estimates the probability of talk, block by block."""

    def __call__(self, features: Samples) -> float:
        """Return the probability, 0 to 1, that somebody talks in the next block.

        ``features`` are those of that block, as `audio.echo.features.Features.feed` returns them.
        """
        ...

    def reset(self) -> None:
        """Forget all blocks so far."""
        ...


class DoubleTalkDetector:
    """Decides whether somebody talks; it is open while somebody does.

    It is fed every block in which the loudspeaker plays or may still reverberate.
    """

    def __init__(self, probability: TalkProbability | None = None) -> None:
        """Go by the estimates of ``probability``, by default those of the trained network."""
        self._features = Features()
        self._probability = probability or TalkNetwork()
        self.reset()

    def reset(self) -> None:
        """Forget the room and close."""
        self._features.reset()
        self._probability.reset()
        self._noise: Bands | None = None
        self.close()

    def close(self) -> None:
        """Close because nothing plays any more: who talked then must not interrupt what follows."""
        self._talk_in_a_row = 0
        self._talk_since_open = 0
        self._hold = 0
        """Blocks for which it still stays open; 0 when it is closed."""

    @property
    def sure(self) -> bool:
        """Whether there was so much talk in this opening that words heard now are a person's."""
        return self._talk_since_open >= _SURE_AFTER

    @property
    def noise(self) -> float:
        """The mean square of the room's noise, with full scale at 1.0; 0 before it is known."""
        if self._noise is None:
            return 0.0
        # A Hann window keeps 3/8 of the power, and one side of the spectrum is summed.
        return float(self._noise.sum()) / (2 * BLOCK) ** 2 * 2 * 8 / 3

    def feed(self, heard: Samples, echo: Samples, error: Samples, played: Samples) -> bool:
        """Take the next block of each signal, and return whether somebody talks.

        ``echo`` is the echo predicted in ``heard``, ``error`` is what remains without it, and
        ``played`` is what the loudspeaker played at the time: `audio.sound.BLOCK` samples each.
        """
        features = self._features.feed(heard, echo, error, played)
        self._follow_noise(10.0 ** features[ERROR_BANDS].astype(np.float64))
        self._decide(self._probability(features))
        return self._hold > 0

    def _decide(self, probability: float) -> None:
        talk = probability > _TALK
        self._talk_in_a_row = self._talk_in_a_row + 1 if talk else 0
        if self._talk_in_a_row >= _OPEN_AFTER or (self._hold and probability > _STAY_OPEN):
            self._hold = _HOLD
        elif self._hold:
            self._hold -= 1
        opening = self._hold or self._talk_in_a_row
        self._talk_since_open = self._talk_since_open + talk if opening else 0

    def _follow_noise(self, powers: Bands) -> None:
        if powers.max() < _SILENT:
            # A microphone that delivers zeros, as some do at first, says nothing about the room.
            return
        if self._noise is None:
            self._noise = powers
        down = 0.7 * self._noise + 0.3 * powers
        up = np.minimum(self._noise * _NOISE_RISE, powers)
        self._noise = np.maximum(np.where(powers < self._noise, down, up), _SILENT)
