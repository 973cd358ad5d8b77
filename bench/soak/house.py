"""The sound of a house over a day: noise, other people's talk, Floe's echo, and whoever speaks."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio import wave
from audio.block import to_bytes
from audio.sound import BLOCK, BLOCK_SECONDS, RATE
from voice.rehearsal.room.loudspeaker import Loudspeaker
from voice.rehearsal.room.reverb import impulse_response

_ECHO_DELAY, _RT60, _ECHO = 0.12, 0.4, -20.0
"""Of the echo of Floe's voice: seconds until it is heard, seconds of reverberation, and level in dB
at the microphone."""
_FLOOR = 8
"""Root mean square of a microphone's own noise."""
_LEVELS = (0.05, 0.5)
"""Sounds are heard at this share of the level that they were recorded at, drawn evenly."""
_QUIET = (5, 120)
"""Seconds between two sounds of the house by day, drawn evenly."""
_NIGHT = range(7)
"""The hours in which people sleep: the quiet is ten times as long."""
_CUT_OFF = 40
"""One sound in so many is cut off in its middle, as when a door is closed on it."""

Samples = NDArray[np.float32]


class House:
    """The microphone and loudspeaker of a simulated house, as an `audio.sound.DuplexDevice`.

    Its clock counts the samples; the same recordings and seed give the same day.
    """

    full = late = False
    behind = 0.0

    def __init__(self, files: Sequence[Path], starts: datetime, seed: int) -> None:
        """Take the recordings that are heard in the house, and the date at which the day begins."""
        self._files = files
        self._starts = starts
        self._rng = np.random.default_rng(seed)
        taps = impulse_response(_ECHO_DELAY, _RT60, self._rng) * np.float32(10 ** (_ECHO / 20))
        self._echo = Loudspeaker(taps)
        self._floor = self._rng.normal(0, _FLOOR, 10 * RATE).astype(np.float32)
        self._life = self._blocks()
        self._speech = np.zeros(0, dtype=np.float32)
        self._samples = 0

    def say(self, samples: Samples) -> None:
        """Let somebody speak from now on; what was being said is said to its end first."""
        self._speech = np.concatenate([self._speech, samples])

    @property
    def speaking(self) -> bool:
        """Whether somebody speaks who was let to by `say`."""
        return bool(len(self._speech))

    def exchange(self, playback: bytes) -> bytes:
        """Play one block in the house, and return the block that is heard meanwhile."""
        at = self._samples % len(self._floor)
        mixed = self._floor[at : at + BLOCK].copy()
        mixed += next(self._life)
        spoken, self._speech = self._speech[:BLOCK], self._speech[BLOCK:]
        mixed[: len(spoken)] += spoken
        echo = self._echo.block(playback)
        if echo is not None:
            mixed += echo
        self._samples += BLOCK
        return to_bytes(mixed)

    def clock(self) -> float:
        """Return the seconds of sound since the day began."""
        return self._samples / RATE

    def date(self) -> datetime:
        """Return the date and time in the house."""
        return self._starts + timedelta(seconds=self.clock())

    def close(self) -> None:
        """Do nothing: there is no device."""

    def _blocks(self) -> Iterator[Samples]:
        """Yield what happens in the house, block by block, for ever."""
        nothing = np.zeros(BLOCK, dtype=np.float32)
        while True:
            seconds = self._rng.uniform(*_QUIET)
            if self.date().hour in _NIGHT:
                seconds *= 10
            yield from repeat(nothing, round(seconds / BLOCK_SECONDS))
            file = self._files[int(self._rng.integers(len(self._files)))]
            level = np.float32(self._rng.uniform(*_LEVELS))
            sound = wave.read(file).astype(np.float32) * level
            if not self._rng.integers(_CUT_OFF):
                sound = sound[: len(sound) // 2]
            yield from sound[: len(sound) // BLOCK * BLOCK].reshape(-1, BLOCK)
