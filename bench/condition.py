"""Where speech is heard: a still place or a room, with noise or without."""

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audio.sound import RATE
from bench import mixture, noise, room
from bench.corpus import Corpus

RATIOS = (24, 18, 12, 6, 0)
"""Decibels of signal to noise that figures are given for."""


@dataclass(frozen=True)
class ListeningCondition:
    """What is done to clean speech."""

    noise: str | None = None
    """One of `noise.KINDS`."""
    ratio: int = 0
    """Decibels from the noise up to the speech."""
    room: bool = False

    @property
    def name(self) -> str:
        """What the table calls it."""
        parts = ["room"] * self.room
        parts += [f"{self.noise} {self.ratio} dB"] if self.noise else []
        return ", ".join(parts) or "clean"

    def apply(
        self, speech: NDArray[np.int16], corpus: Corpus, key: str
    ) -> tuple[NDArray[np.int16], float]:
        """Return the sound at the microphone, and the second at which the speech ends in it.

        The same ``key`` gives the same noise, at whatever ratio.

        Raises:
            SpeechIncomplete: the noise is missing.
            audio.errors.SoundFileError: the noise cannot be read.
        """
        rng = np.random.default_rng(zlib.crc32(key.encode()))
        sound = speech.astype(np.float32)
        if self.room:
            sound = room.heard(sound, rng)
        end = (mixture.LEAD + len(speech)) / RATE
        if self.noise is None:
            return mixture.quiet(sound, rng), end
        stretch = noise.stretch(self.noise, corpus, mixture.length(sound), rng)
        return mixture.noisy(sound, stretch, self.ratio), end


CLEAN = ListeningCondition()
