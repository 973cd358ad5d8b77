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
"""Blocks after the last sound played in which its echo may be loud enough to be recognised as
words: 0.3 s on its way, and 0.3 s in the room. `audio.echo.canceller` goes on for 0.9 s, because
its detector of talk would notice even an echo too faint for words."""
_UNNOTICED = round(0.36 / BLOCK_SECONDS)
"""Blocks in which somebody may have begun to talk without having been noticed yet."""
_BEGINNING = round(0.2 / BLOCK_SECONDS)
"""Blocks before somebody was noticed in which the first word may have begun."""
_PAUSE = round(0.3 / BLOCK_SECONDS)
"""Soft blocks in a row without talk after which an utterance is over."""
_LONGEST = round(1.5 / BLOCK_SECONDS)
"""Blocks without talk after which an utterance is over, however loud they are."""
_SOFT = 4.0
"""How many times louder than the noise a block must be to count as part of a word."""
_NOISE_UP = 1.01
"""Factor by which the noise's level may rise in a block: 4 dB a second, to follow a louder room."""
_LOUDEST = 300.0
"""The loudest level that is imitated as the noise of a room, -41 dBFS; full scale is 32768."""
_CATCHING_UP = 4
"""The most blocks that the recogniser is given at once where it lags: with more of them it would
take so long that the loudspeaker stutters."""


class BargeIn:
    """Lets through to the recogniser what a person says, and nothing of what Floe says.

    While the loudspeaker plays, each block is held back for 0.7 s. As long as nobody talks, the
    recogniser is then given noise as soft as the room's in its place. As soon as somebody talks, it
    is given the blocks held back, and then the new ones. So it gets one block for each block heard,
    in their order. Perfect silence instead of noise would not do: what follows it sounds unlike a
    room.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begin anew: nothing is held back."""
        self._held: deque[bytes] = deque()
        self._open_blocks = 0
        """Blocks for which the person is still let through."""
        self._tail_blocks = 0
        """Blocks for which the echo of what was played may still be heard."""
        self._reliable_blocks = _BEGINNING
        """Blocks in a row that were reliable."""
        self._spoilt_blocks = 0
        """Blocks for which the utterance that is going on still counts as spoilt; 0: it is not."""
        self._soft_blocks = 0
        """Soft blocks in a row since somebody was last heard in a spoilt utterance."""
        self._noise = 0.0
        """The softest level (RMS) that was heard lately."""
        self._rng = np.random.default_rng(0)

    @property
    def ringing(self) -> bool:
        """Whether something of Floe's voice may be in what the recogniser is given now."""
        return self._tail_blocks > 0 or len(self._held) > _CATCHING_UP

    def feed(self, cleaned: CleanedBlock, played: bytes) -> list[bytes]:
        """Take the microphone's next block, and what was ``played`` meanwhile.

        Returns the next blocks for the recogniser: none, one, or several where it lags.

        A block that is not reliable is replaced by noise. So is all the rest of an utterance whose
        beginning was not reliable, for half a command may be another command. The person will say
        it again once Floe is silent.
        """
        was_ringing = self._tail_blocks > 0
        self._tail_blocks = _TAIL if played != SILENCE else max(0, self._tail_blocks - 1)
        self._open_blocks = _HOLD if cleaned.sure else max(0, self._open_blocks - 1)
        level = rms(cleaned.block)
        self._follow_noise(level)
        self._follow_utterance(cleaned, level)
        whole = cleaned.reliable and not self._spoilt_blocks
        self._held.append(cleaned.block if whole else self._comfort())
        if was_ringing and not self._tail_blocks and not self._open_blocks:
            for index in range(len(self._held) - _UNNOTICED):
                self._held[index] = self._comfort()
        if self._open_blocks or not self._tail_blocks:
            return [self._held.popleft() for _ in range(min(len(self._held), _CATCHING_UP))]
        if len(self._held) <= _PREROLL:
            return []
        self._held.popleft()
        return [self._comfort()]

    def _follow_utterance(self, cleaned: CleanedBlock, level: float) -> None:
        """Keep track of whether some of what is being said was not reliable."""
        self._reliable_blocks = self._reliable_blocks + 1 if cleaned.reliable else 0
        if cleaned.talking and self._reliable_blocks < _BEGINNING:
            if not self._spoilt_blocks:
                self._held = deque(self._comfort() for _ in self._held)
            self._spoilt_blocks, self._soft_blocks = _LONGEST, 0
        elif self._spoilt_blocks and not cleaned.talking:
            self._soft_blocks = self._soft_blocks + 1 if level < _SOFT * self._noise else 0
            self._spoilt_blocks = self._spoilt_blocks - 1 if self._soft_blocks < _PAUSE else 0

    def _follow_noise(self, level: float) -> None:
        self._noise = min(level, self._noise * _NOISE_UP) if self._noise else level

    def _comfort(self) -> bytes:
        """Return noise as soft as the softest that was heard lately."""
        return to_bytes(self._rng.normal(0.0, min(self._noise, _LOUDEST), BLOCK))
