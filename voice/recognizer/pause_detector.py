"""Measures the pause after speech by the sound's level.

A voice activity detector's probability falls slowly after the last word; in a still room the
level falls at once. All levels here are root mean squares of blocks of 20 ms, on the scale of
int16 samples (full scale is 32768).
"""

from collections import deque
from collections.abc import Sequence

import numpy as np

from audio.block import rms
from audio.sound import BLOCK_SECONDS

_DROP = 10 ** (-25 / 20)
"""Blocks more than 25 dB below the speech are a pause. Faint consonants are 20 to 30 dB below the
vowels, but are over before a pause counts. Measured on the development voices: with 20 dB one more
command is cut short."""
_ABOVE_NOISE = 10 ** (5 / 20)
"""Blocks up to 5 dB above the noise that was there before the speech are a pause too."""
_LEAST_DROP = 10 ** (-12 / 20)
"""Blocks less than 12 dB below the speech are never a pause, however loud the noise before it."""
_MEMORY = round(1.0 / BLOCK_SECONDS)
"""How many blocks the level of speech is taken from: 1 s, a word or two."""
_CLICK = 2
"""How many of the loudest blocks are left out of the level of speech: a click, a tap."""


class PauseDetector:
    """Follows the level of speech and of the noise before it, and times the pause after it."""

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=_MEMORY)
        self._noise = 0.0
        self._soft_blocks = 0

    @property
    def pause(self) -> float:
        """Seconds since the newest block that was as loud as speech."""
        return self._soft_blocks * BLOCK_SECONDS

    def begin(self, blocks: Sequence[bytes]) -> None:
        """Begin with the blocks around the start of speech: the softer ones are the noise."""
        levels = [rms(block) for block in blocks]
        self._levels = deque(levels, maxlen=_MEMORY)
        self._noise = float(np.quantile(levels, 0.25))
        self._soft_blocks = 0

    def feed(self, block: bytes) -> None:
        """Take in the next 20 ms of int16 mono."""
        level = rms(block)
        self._levels.append(level)
        speech = sorted(self._levels)[-1 - _CLICK :][0]
        noise = min(self._noise * _ABOVE_NOISE, speech * _LEAST_DROP)
        self._soft_blocks = self._soft_blocks + 1 if level < max(speech * _DROP, noise) else 0
