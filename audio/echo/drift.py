"""Clock drift: how far the loudspeaker's clock has run away from the microphone's.

Two devices sample by two crystals, so the delay of the echo grows or shrinks slowly.
`audio.echo.linear` corrects it to a fraction of a sample with what is estimated here: where the
echo comes slightly later than predicted, the prediction error is the slope of the prediction times
that lateness. A Kalman filter with two states, the delay and its growth per block, weighs what each
block says of them. Somebody who talks meanwhile is noise to it.
"""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK

Samples = NDArray[np.float32]

_INITIAL_GROWTH = 0.02
"""Samples per block by which two devices drift apart, as a standard deviation: 60 ppm."""
_FASTEST_GROWTH = 0.06
"""Samples per block that the growth never exceeds: 190 ppm, more than any two crystals differ."""
_INITIAL_DELAY_VARIANCE = 1e-2
"""The variance of the delay, in samples squared, when it was just found."""
_DELAY_PROCESS_NOISE = 1e-6
"""The variance, in samples squared, by which the delay wanders from block to block."""
_GROWTH_PROCESS_NOISE = 1e-9
"""The variance, in (samples per block) squared, by which the growth wanders from block to block."""
_COLOUR = 3.0
"""How many times less the samples of a block say than as many independent ones would."""
_FAINTEST = 1e-6
"""The energy of the slope below which a block says nothing."""


class ClockDrift:
    """Estimates the delay between two clocks in samples, and how fast it grows."""

    def __init__(self) -> None:
        self.delay = 0.0
        """Samples by which the loudspeaker's sound comes late. Whoever finds it out by other means
        sets it."""
        self.reset()

    def reset(self) -> None:
        """Forget the growth; the delay stays what it is."""
        self._growth = 0.0
        """Samples per block by which the delay grows."""
        self._covariance = (_INITIAL_DELAY_VARIANCE, 0.0, _INITIAL_GROWTH**2)
        """The variance of the delay, its covariance with the growth, the variance of the growth."""

    @property
    def rate(self) -> float:
        """How much the delay grows per sample: 1e-4 means 100 ppm."""
        return self._growth / BLOCK

    def advance(self) -> None:
        """Let the delay grow by one block's time."""
        self.delay = max(self.delay + self._growth, 0.0)

    def follow(self, echo: Samples, error: Samples) -> None:
        """Learn from a block's predicted ``echo`` and the ``error`` of that prediction."""
        delay_variance, covariance, growth_variance = self._covariance
        delay_variance += 2 * covariance + growth_variance + _DELAY_PROCESS_NOISE
        covariance += growth_variance
        growth_variance += _GROWTH_PROCESS_NOISE
        self._covariance = delay_variance, covariance, growth_variance
        slope = 0.5 * (echo[2:] - echo[:-2])
        energy = float(slope @ slope)
        noise = float(error @ error)
        if energy < _FAINTEST or noise > float(echo @ echo):
            return
        lateness = -float(error[1:-1] @ slope) / energy
        lateness = min(max(lateness, -1.0), 1.0)
        precision = 1 / (delay_variance + _COLOUR * noise / BLOCK / energy)
        self.delay = max(self.delay + delay_variance * precision * lateness, 0.0)
        growth = self._growth + covariance * precision * lateness
        self._growth = min(max(growth, -_FASTEST_GROWTH), _FASTEST_GROWTH)
        self._covariance = (
            delay_variance - delay_variance * delay_variance * precision,
            covariance - delay_variance * covariance * precision,
            growth_variance - covariance * covariance * precision,
        )
