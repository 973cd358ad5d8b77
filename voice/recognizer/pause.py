"""How loud the speech of the moment is, and since when it has been over.

A voice detector's probability falls slowly after the last word; in a still room the level
falls at once. Levels are root mean squares of blocks of 20 ms, of 32768.
"""

from collections import deque
from collections.abc import Sequence

import numpy as np

from audio.block import rms
from audio.sound import BLOCK_SECONDS

_DROP = 10 ** (-25 / 20)
"""-25 dB: softer than this below the speech is a pause. Faint consonants are 20 to 30 dB below
the vowels, but last less than a pause; on the development voices -20 dB cut one command more."""
_ABOVE_NOISE = 10 ** (5 / 20)
"""5 dB: up to this above the noise before the speech is a pause too."""
_LEAST_DROP = 10 ** (-12 / 20)
"""-12 dB: what is louder than this below the speech is never a pause, whatever came before."""
_MEMORY = round(1.0 / BLOCK_SECONDS)
"""Blocks that the level of speech is taken from: a word or two."""
_CLICK = 2
"""Blocks louder than the speech that are left out: a click, a tap."""


class SpeechPause:
    """The level of speech, of the noise before it, and the pause after it."""

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=_MEMORY)
        self._noise = 0.0
        self._soft = 0

    @property
    def pause(self) -> float:
        """Seconds since the newest block as loud as speech."""
        return self._soft * BLOCK_SECONDS

    def begin(self, blocks: Sequence[bytes]) -> None:
        """Begin with the blocks around the start of speech: the softer ones are the noise."""
        levels = [rms(block) for block in blocks]
        self._levels = deque(levels, maxlen=_MEMORY)
        self._noise = float(np.quantile(levels, 0.25))
        self._soft = 0

    def feed(self, block: bytes) -> None:
        """Take the next 20 ms of int16 mono."""
        level = rms(block)
        self._levels.append(level)
        speech = sorted(self._levels)[-1 - _CLICK :][0]
        noise = min(self._noise * _ABOVE_NOISE, speech * _LEAST_DROP)
        self._soft = self._soft + 1 if level < max(speech * _DROP, noise) else 0
