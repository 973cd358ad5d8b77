"""Several channels made into one, whatever their phases.

The mean of two channels is the best of them where both hear the same: it has less noise. But some
microphones deliver the second channel upside down, and the mean of those is silence; and many
deliver only one, and the mean of that is fainter than it need be. Then the louder one is taken.
"""

import numpy as np
from numpy.typing import NDArray

from audio.sound import RATE

Samples = NDArray[np.float32]

_MEMORY = 2.0
"""Seconds of sound by which the channels are judged, as a time constant."""
_CANCELLED = 0.3
"""The power of the mean, as a share of that of the loudest channel, below which one channel is
taken. The mean of channels that have nothing in common keeps half of it, that of a channel and
silence a quarter, that of opposite phases nothing."""
_SOUND = 0.4
"""The same, above which the mean is taken again."""


class ChannelMixer:
    """Mixes the channels of one recording or microphone, piece by piece."""

    def __init__(self) -> None:
        self._powers: Samples | None = None
        """The power of each channel, and of their mean last."""
        self._chosen: int | None = None
        """The channel that is taken; None for the mean."""

    def mix(self, frames: Samples) -> Samples:
        """Return ``frames``, of shape (frames, channels), as one channel."""
        if frames.shape[1] == 1:
            return frames[:, 0]
        doubled = frames.shape[1] == 2 and np.array_equal(frames[:, 0], frames[:, 1])
        if doubled and self._chosen is None:
            return frames[:, 0]
        mean = frames.mean(axis=1, dtype=np.float32)
        self._judge(frames, mean)
        return mean if self._chosen is None else frames[:, self._chosen]

    def _judge(self, frames: Samples, mean: Samples) -> None:
        powers = np.append(np.mean(np.square(frames), axis=0), np.mean(np.square(mean)))
        weight = min(1.0, len(frames) / RATE / _MEMORY)
        before = self._powers
        now = powers if before is None else before + np.float32(weight) * (powers - before)
        self._powers = now
        loudest = int(np.argmax(now[:-1]))
        if now[-1] < _CANCELLED * now[loudest]:
            if self._chosen is None or now[self._chosen] < _CANCELLED * now[loudest]:
                self._chosen = loudest
        elif now[-1] > _SOUND * now[loudest]:
            self._chosen = None
