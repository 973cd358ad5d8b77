"""Barge-in: what the ear is given while Floe talks, so that it hears the person and not Floe."""

from collections import deque

import numpy as np

from audio.block import pack, rms
from audio.echo.echo import Cleaned
from audio.sound import BLOCK, BLOCK_SECONDS, SILENCE

_PREROLL = round(0.7 / BLOCK_SECONDS)
"""Blocks from before somebody was noticed that the ear is given too: the gate opens up to 0.35 s
late, and the recogniser wants some sound before the first word."""
_HOLD = round(1.0 / BLOCK_SECONDS)
"""Blocks after somebody was last noticed in which the gate stays open: a pause for thought."""
_TAIL = round(0.6 / BLOCK_SECONDS)
"""Blocks after the last sound played in which its echo may be heard: 0.3 s on its way, and as
much in the room."""
_UNNOTICED = round(0.36 / BLOCK_SECONDS)
"""Blocks in which somebody may have begun to talk without having been noticed yet."""
_NOISE_UP = 1.01
"""A block: the noise's level follows a louder room by 4 dB a second."""
_LOUDEST = 300.0
"""Of 32768, -41 dBFS: louder than this is no room's noise."""
_CATCHING_UP = 4
"""Blocks that the ear is given at once where it lags: more would make the loudspeaker stutter."""


class BargeIn:
    """Lets through to the ear what a person says, whoever talks first, and nothing of Floe's.

    While the loudspeaker plays and nobody talks over it, the ear is given noise as soft as the
    room's, 0.7 s late; when somebody does, what was held back first. So every block is given
    once, in order. Perfect silence would not do: what follows it sounds unlike a room.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begin anew: nothing is held back."""
        self._held: deque[bytes] = deque()
        self._open = 0
        self._tail = 0
        self._noise = 0.0
        self._rng = np.random.default_rng(0)

    @property
    def ringing(self) -> bool:
        """Whether something of Floe's may be in what the ear is given now."""
        return self._tail > 0 or len(self._held) > _CATCHING_UP

    def feed(self, cleaned: Cleaned, played: bytes) -> list[bytes]:
        """Take the microphone's next block, of what was ``played``; give the ear's next ones.

        What was not reliable is replaced by noise: half of Floe's words and half of the
        person's make no command, and the person, once Floe is silent, says it again.
        """
        playing = self._tail
        self._tail = _TAIL if played != SILENCE else max(0, self._tail - 1)
        self._open = _HOLD if cleaned.sure else max(0, self._open - 1)
        self._follow_noise(cleaned.block)
        self._held.append(cleaned.block if cleaned.reliable else self._comfort())
        if playing and not self._tail and not self._open:
            for index in range(len(self._held) - _UNNOTICED):
                self._held[index] = self._comfort()
        if self._open or not self._tail:
            return [self._held.popleft() for _ in range(min(len(self._held), _CATCHING_UP))]
        if len(self._held) <= _PREROLL:
            return []
        self._held.popleft()
        return [self._comfort()]

    def _follow_noise(self, block: bytes) -> None:
        level = rms(block)
        self._noise = min(level, self._noise * _NOISE_UP) if self._noise else level

    def _comfort(self) -> bytes:
        """Give noise as soft as the softest that was heard lately."""
        return pack(self._rng.normal(0.0, min(self._noise, _LOUDEST), BLOCK))
