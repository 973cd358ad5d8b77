"""Tells a microphone that gives nothing from one that is silent while nobody speaks."""

import numpy as np

from audio.sound import BLOCK, BLOCK_SECONDS

_DEAD = 1.5
"""Seconds without a change, where the microphone has had a noise of its own: muted, unplugged."""
_UNKNOWN = 5.0
"""Seconds without a change from the start on: it may be one that waits for somebody to speak."""
_STEADY = 5.0
"""Seconds of sound on end that only a microphone with a noise of its own gives."""
_LOUD = 328
"""Of 32768, -40 dBFS: a peak that is no microphone's own noise."""


class Silence:
    """Watches one microphone, block by block.

    A live one has a noise of its own, and a block without any change is not of this world.
    But some systems gate that noise away: of those, sound comes in short stretches with
    something loud in each, between perfect silences. Once that was seen, silence tells nothing.
    """

    def __init__(self) -> None:
        self._still = 0
        """Blocks without a change up to now."""
        self._sound = 0
        """Blocks of sound up to now, or before the stillness."""
        self._loud = False
        self._gated = False

    @property
    def dead(self) -> bool:
        """Whether the microphone must be taken for muted or unplugged."""
        patience = _DEAD if self._sound else _UNKNOWN
        return not self._gated and self._still * BLOCK_SECONDS >= patience

    def feed(self, block: bytes) -> None:
        """Take the next 20 ms of int16 mono."""
        if block == block[:2] * BLOCK:
            self._still += 1
            if self._still == 1 and self._loud:
                self._gated |= self._sound * BLOCK_SECONDS < _STEADY
            return
        if self._still:
            self._still, self._sound, self._loud = 0, 0, False
        self._sound += 1
        self._loud = self._loud or _peak(block) >= _LOUD


def _peak(block: bytes) -> int:
    samples = np.frombuffer(block, "<i2")
    return max(int(samples.max()), -int(samples.min()))
