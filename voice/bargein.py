"""Barge-in: what the recogniser is given while Floe talks, so that it hears only the person."""

from collections import deque

import numpy as np

from audio.block import rms, to_bytes
from audio.echo.canceller import CleanedBlock
from audio.sound import BLOCK, BLOCK_SECONDS, SILENCE

_PREROLL = round(0.7 / BLOCK_SECONDS)
"""Blocks from before somebody was noticed that the recogniser is given too: the detector of talk is
up to 0.35 s late, and the recogniser wants some sound before the first word."""
_HOLD = round(1.0 / BLOCK_SECONDS)
"""Blocks for which the person is still let through after they were last noticed: they may pause to
think."""
_TAIL = round(0.6 / BLOCK_SECONDS)
"""Blocks after the last sound played in which its echo may be heard: 0.3 s on its way, and as
much in the room."""
_UNNOTICED = round(0.36 / BLOCK_SECONDS)
"""Blocks in which somebody may have begun to talk without having been noticed yet."""
_BEGINNING = round(0.2 / BLOCK_SECONDS)
"""Blocks before somebody was noticed in which the first word may have begun."""
_PAUSE = round(0.3 / BLOCK_SECONDS)
"""Soft blocks without talk after which an utterance is over."""
_LONGEST = round(1.5 / BLOCK_SECONDS)
"""Blocks without talk after which an utterance is over, however loud they are."""
_SOFT = 4.0
"""What is fainter than the noise times this is no word."""
_NOISE_UP = 1.01
"""Factor by which the noise's level may rise in a block: 4 dB a second, to follow a louder room."""
_LOUDEST = 300.0
"""Of 32768, -41 dBFS: louder than this is no room's noise."""
_CATCHING_UP = 4
"""Blocks that the recogniser is given at once where it lags: more of them would take it so long
that the loudspeaker stutters."""


class BargeIn:
    """Lets through to the recogniser what a person says, and nothing of what Floe says.

    While the loudspeaker plays and nobody talks over it, the recogniser is given noise as soft as
    the room's, 0.7 s late; when somebody does, what was held back first. So every block is given
    once, in order. Perfect silence would not do: what follows it sounds unlike a room.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begin anew: nothing is held back."""
        self._held: deque[bytes] = deque()
        self._open = 0
        self._tail = 0
        self._reliable = _BEGINNING
        self._spoilt = 0
        self._soft = 0
        self._noise = 0.0
        self._rng = np.random.default_rng(0)

    @property
    def ringing(self) -> bool:
        """Whether something of Floe's voice may be in what the recogniser is given now."""
        return self._tail > 0 or len(self._held) > _CATCHING_UP

    def feed(self, cleaned: CleanedBlock, played: bytes) -> list[bytes]:
        """Take the microphone's next block, and what was ``played`` meanwhile.

        Returns the next blocks for the recogniser: none, one, or several where it lags.

        What was not reliable is replaced by noise, and so is the rest of an utterance that
        began there: half a command may be another one. The person, once Floe is silent, says it
        again.
        """
        playing = self._tail
        self._tail = _TAIL if played != SILENCE else max(0, self._tail - 1)
        self._open = _HOLD if cleaned.sure else max(0, self._open - 1)
        level = rms(cleaned.block)
        self._follow_noise(level)
        self._follow_utterance(cleaned, level)
        whole = cleaned.reliable and not self._spoilt
        self._held.append(cleaned.block if whole else self._comfort())
        if playing and not self._tail and not self._open:
            for index in range(len(self._held) - _UNNOTICED):
                self._held[index] = self._comfort()
        if self._open or not self._tail:
            return [self._held.popleft() for _ in range(min(len(self._held), _CATCHING_UP))]
        if len(self._held) <= _PREROLL:
            return []
        self._held.popleft()
        return [self._comfort()]

    def _follow_utterance(self, cleaned: CleanedBlock, level: float) -> None:
        """Keep track of whether some of what is being said was not reliable."""
        self._reliable = self._reliable + 1 if cleaned.reliable else 0
        if cleaned.talking and self._reliable < _BEGINNING:
            if not self._spoilt:
                self._held = deque(self._comfort() for _ in self._held)
            self._spoilt, self._soft = _LONGEST, 0
        elif self._spoilt and not cleaned.talking:
            self._soft = self._soft + 1 if level < _SOFT * self._noise else 0
            self._spoilt = self._spoilt - 1 if self._soft < _PAUSE else 0

    def _follow_noise(self, level: float) -> None:
        self._noise = min(level, self._noise * _NOISE_UP) if self._noise else level

    def _comfort(self) -> bytes:
        """Return noise as soft as the softest that was heard lately."""
        return to_bytes(self._rng.normal(0.0, min(self._noise, _LOUDEST), BLOCK))
