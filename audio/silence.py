"""Detection of a microphone that delivers nothing because it is muted or unplugged.

`audio.stream.Stream` feeds every block heard to a `SilenceDetector`, so that Floe can tell the
user instead of waiting for words that cannot come.
"""

import numpy as np

from audio.sound import BLOCK, BLOCK_SECONDS

_DEAD_AFTER = 1.5
"""Seconds of digital silence after which a microphone that was heard before counts as dead."""
_DEAD_FROM_START_AFTER = 5.0
"""Seconds of digital silence from the start after which a microphone counts as dead. It is given
longer than `_DEAD_AFTER`, because it may gate its noise and nobody may have spoken yet."""
_UNGATED_AFTER = 5.0
"""Seconds of uninterrupted sound that only a microphone which does not gate its noise delivers."""
_LOUD = 328
"""Peak, with full scale at 32768 (-40 dBFS), that is louder than any microphone's own noise."""


class SilenceDetector:
    """Tells digital silence that means a dead microphone from a pause in which nobody speaks.

    Digital silence is a block whose samples are all equal. A working microphone has a noise of its
    own, so it never delivers that. But some systems gate the noise away: they deliver short
    stretches of sound, each with something loud in it, between stretches of digital silence.
    Once a microphone has been seen to do so, its silence is never taken for a fault.
    """

    def __init__(self) -> None:
        self._silent_blocks = 0
        """Blocks of digital silence since the last sound."""
        self._sounding_blocks = 0
        """Blocks in the current stretch of sound, or in the last one while there is silence."""
        self._was_loud = False
        """Whether something in that stretch was louder than a microphone's own noise."""
        self._gated = False

    @property
    def dead(self) -> bool:
        """Whether the microphone must be taken for muted or unplugged."""
        patience = _DEAD_AFTER if self._sounding_blocks else _DEAD_FROM_START_AFTER
        return not self._gated and self._silent_blocks * BLOCK_SECONDS >= patience

    def feed(self, block: bytes) -> None:
        """Take the next block heard: `BLOCK` samples of int16 mono."""
        if block == block[:2] * BLOCK:
            self._silent_blocks += 1
            if self._silent_blocks == 1 and self._was_loud:
                self._gated |= self._sounding_blocks * BLOCK_SECONDS < _UNGATED_AFTER
            return
        if self._silent_blocks:
            self._silent_blocks, self._sounding_blocks, self._was_loud = 0, 0, False
        self._sounding_blocks += 1
        self._was_loud = self._was_loud or _peak(block) >= _LOUD


def _peak(block: bytes) -> int:
    samples = np.frombuffer(block, "<i2")
    return max(int(samples.max()), -int(samples.min()))
