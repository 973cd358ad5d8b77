"""How far the loudspeaker's clock has run from the microphone's, to a fraction of a sample.

Where the echo comes a little later than predicted, the error is the prediction's slope times
that little. A Kalman filter with two states, the delay and its growth, weighs what each block
says of it; who talks meanwhile is noise to it.
"""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK

Samples = NDArray[np.float32]

_GROWTH = 0.02
"""Samples a block that two devices drift apart, as standard deviation: 60 ppm."""
_FASTEST = 0.06
"""Samples a block: 190 ppm, more than any two crystals."""
_JITTER = 1e-6
_CHANGE = 1e-9
"""Variances by which the delay, in samples, and its growth wander from block to block."""
_COLOUR = 3.0
"""Times: how much less a block's samples say than independent ones would."""
_FAINTEST = 1e-6
"""Energy of the slope below which a block says nothing."""


class ClockDrift:
    """The delay between two clocks in samples, and its growth."""

    def __init__(self) -> None:
        self.delay = 0.0
        """Samples that the loudspeaker's sound comes late; set it when it is found elsewhere."""
        self.reset()

    def reset(self) -> None:
        """Know nothing of the growth."""
        self._growth = 0.0
        self._spread = (1e-2, 0.0, _GROWTH**2)

    @property
    def rate(self) -> float:
        """How much the delay grows in a sample: 1e-4 are 100 ppm."""
        return self._growth / BLOCK

    def wait(self) -> None:
        """Let a block's time pass."""
        self.delay = max(self.delay + self._growth, 0.0)

    def follow(self, echo: Samples, error: Samples) -> None:
        """Learn from a block's predicted ``echo`` and what it left of the sound as ``error``."""
        delays, both, growths = self._spread
        delays += 2 * both + growths + _JITTER
        both += growths
        growths += _CHANGE
        self._spread = delays, both, growths
        slope = 0.5 * (echo[2:] - echo[:-2])
        energy = float(slope @ slope)
        noise = float(error @ error)
        if energy < _FAINTEST or noise > float(echo @ echo):
            return
        late = -float(error[1:-1] @ slope) / energy
        late = min(max(late, -1.0), 1.0)
        sure = 1 / (delays + _COLOUR * noise / BLOCK / energy)
        self.delay = max(self.delay + delays * sure * late, 0.0)
        growth = self._growth + both * sure * late
        self._growth = min(max(growth, -_FASTEST), _FASTEST)
        self._spread = (
            delays - delays * delays * sure,
            both - delays * both * sure,
            growths - both * both * sure,
        )
