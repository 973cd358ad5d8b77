"""Describes what speech is heard in: a room or none, with noise or without."""

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audio.sound import RATE
from bench import noise
from bench.acoustics import mixture, room
from bench.corpus import Corpus

RATIOS = (24, 18, 12, 6, 0)
"""The signal-to-noise ratios in dB that figures are measured at."""


@dataclass(frozen=True)
class ListeningCondition:
    """What clean speech is changed by before a system hears it."""

    noise: str | None = None
    """One of `bench.noise.KINDS`; None for no noise."""
    ratio: int = 0
    """Signal-to-noise ratio in dB."""
    room: bool = False
    """Whether the speech has the reverberation of a room."""

    @property
    def name(self) -> str:
        """Its name in the table of figures."""
        parts = ["room"] * self.room
        parts += [f"{self.noise} {self.ratio} dB"] if self.noise else []
        return ", ".join(parts) or "clean"

    def apply(
        self, speech: NDArray[np.int16], corpus: Corpus, key: str
    ) -> tuple[NDArray[np.int16], float]:
        """Return the sound at the microphone, int16 mono, and the second at which its speech ends.

        The same ``key`` gives the same noise, at whatever ratio.

        Raises:
            SpeechIncomplete: the noise is missing.
            audio.errors.SoundFileError: the noise cannot be read.
        """
        rng = np.random.default_rng(zlib.crc32(key.encode()))
        sound = speech.astype(np.float32)
        if self.room:
            sound = room.reverberate(sound, rng)
        end = (mixture.LEAD + len(speech)) / RATE
        if self.noise is None:
            return mixture.in_quiet(sound, rng), end
        stretch = noise.stretch(self.noise, corpus, mixture.padded_length(sound), rng)
        return mixture.in_noise(sound, stretch, self.ratio), end


CLEAN = ListeningCondition()
"""No room, and no noise except for the microphone's own."""
