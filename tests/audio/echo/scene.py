"""Rooms that are known: what is played, what arrives, and who talks, each on its own."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from audio.echo.canceller import CleanedBlock, EchoCanceller
from audio.sound import BLOCK, RATE
from voice.rehearsal.room.reverb import impulse_response

Samples = NDArray[np.float32]
TALKER = 1_000.0
"""Root mean square of the talker where he talks, -30 dBFS."""
TALKS = 7.0
"""Seconds after which he does."""


def loud(sound: Samples) -> float:
    """Return the root mean square."""
    return float(np.sqrt(np.mean(np.square(sound))))


@dataclass
class Scene:
    """What each side gives to the microphone, equally long."""

    played: Samples
    echo: Samples
    talker: Samples
    noise: Samples
    canceller: EchoCanceller = field(default_factory=EchoCanceller)

    @property
    def heard(self) -> Samples:
        return self.echo + self.talker + self.noise

    def run(self) -> tuple[list[CleanedBlock], Samples]:
        """Feed all of it; give what came out, and its sound."""
        heard = np.clip(np.rint(self.heard), -32768, 32767).astype("<i2")
        played = self.played.astype("<i2")
        cleaned = [
            self.canceller.feed(heard[at : at + BLOCK].tobytes(), played[at : at + BLOCK].tobytes())
            for at in range(0, len(heard) - BLOCK + 1, BLOCK)
        ]
        sound = np.frombuffer(b"".join(each.block for each in cleaned), "<i2")
        return cleaned, sound.astype(np.float32)

    def erle(self, out: Samples, start: float, end: float) -> float:
        """Return the echo return loss enhancement in dB between two times, in seconds."""
        part = slice(round(start * RATE), round(end * RATE))
        left = (out - (self.talker + self.noise)[: len(out)])[part]
        return float(20 * np.log10(loud(self.echo[part]) / loud(left)))


def scene(
    played: Samples,
    talker: Samples | None = None,
    *,
    delay: float = 0.08,
    ratio: float = 0.0,
    seed: int = 3,
) -> Scene:
    """Furnish a room of 0.3 s RT60; the echo is ``ratio`` dB louder than `TALKER`."""
    rng = np.random.default_rng(seed)
    echo = convolved(played, impulse_response(delay, 0.3, rng))
    echo *= np.float32(TALKER * 10 ** (ratio / 20) / loud(echo))
    said = np.zeros_like(played)
    if talker is not None:
        first = round(TALKS * RATE)
        said[first : first + len(talker)] = talker
    noise = rng.normal(0, 25, len(played)).astype(np.float32)
    return Scene(played, echo, said, noise)


def convolved(sound: Samples, taps: Samples) -> Samples:
    """Return what arrives of ``sound``, as long as it."""
    size = len(sound) + len(taps)
    spectrum = np.fft.rfft(sound, size) * np.fft.rfft(taps, size)
    return np.fft.irfft(spectrum, size)[: len(sound)].astype(np.float32)


def drifted(sound: Samples, ppm: float) -> Samples:
    """Play ``sound`` by a clock that is so much faster."""
    fine = np.fft.irfft(np.pad(np.fft.rfft(sound), (0, 7 * len(sound) // 2)), 8 * len(sound))
    places = np.arange(len(sound)) * (1 + ppm * 1e-6) * 8
    late: Samples = (8 * np.interp(places, np.arange(len(fine)), fine)).astype(np.float32)
    return late
