"""A laptop in a furnished room, as sound sees it: a loop from its loudspeaker to its microphone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audio.block import to_blocks, to_bytes
from audio.sound import BLOCK, BLOCK_SECONDS, RATE, SILENCE
from bench import mixture, room
from voice.rehearsal.room.loudspeaker import Loudspeaker

_TALKER = -28.0
"""dBFS of the active speech of somebody who talks to it from 1 m."""
_FLOOR = 8.0
"""Root mean square of the microphone's own noise, of 32768: -72 dBFS."""
_SATURATES = (None, 0.0)
"""dBFS where loudspeakers saturate: never, or as a laptop's do when turned up. A prompt
then has distortion 31 dB below it, which no linear canceller takes away."""

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Place:
    """Where Floe stands, with what hardware, and where its user lies."""

    number: int
    """The same number is the same place, noise and all."""
    rt60: float
    """Seconds."""
    loudspeaker: float
    """Metres from the microphone, as `talker`."""
    talker: float
    delay: float
    """Seconds from what is played until it is heard."""
    limit: float | None
    """dBFS where the loudspeaker saturates."""
    faster: bool
    """Whether the loudspeaker's clock is the faster one, if it drifts."""

    @classmethod
    def draw(cls, number: int) -> "Place":
        """Furnish one of the places that figures are given for."""
        rng = np.random.default_rng((number, 1))
        return cls(
            number,
            rt60=rng.uniform(0.2, 0.6),
            loudspeaker=rng.uniform(0.3, 1.0),
            talker=rng.uniform(1.0, 2.0),
            delay=rng.uniform(0.0, 0.3),
            faster=bool(rng.integers(2)),
            limit=_SATURATES[rng.integers(len(_SATURATES))],
        )


@dataclass(frozen=True)
class EchoPath:
    """How much of what is played comes back."""

    ratio: float
    """dB from the talker's active speech level at the microphone up to the loudspeaker's."""
    drift: float = 0.0
    """ppm between the two clocks."""
    limit: float | None = None
    """dBFS where the loudspeaker saturates, if not where the place's does."""

    @property
    def name(self) -> str:
        """What the table calls its level."""
        return f"echo {self.ratio:+.0f} dB" if self.ratio else "echo 0 dB"


class SimulatedRoom:
    """A place while sound moves in it; each block that is played is answered by one heard."""

    def __init__(self, place: Place, echo: EchoPath, played: NDArray[np.int16]) -> None:
        """Turn the loudspeaker up so that ``played`` comes back at the level asked for."""
        rng = np.random.default_rng((place.number, 2))
        self.place = place
        self.clock = 0
        """Samples heard so far."""
        self._way = room.taps(rng, place.rt60, place.talker)
        self._level = 32_768 * 10 ** (_TALKER / 20) / place.talker
        self._loudspeaker = _loudspeaker(place, echo, rng, self._level, played)
        self._rng = rng
        self._said = np.zeros(0, np.float32)
        self._since = 0

    def say(self, speech: NDArray[np.int16], at: int) -> None:
        """Let the talker begin at sample ``at``, which is not over yet."""
        heard = room.convolved(speech.astype(np.float32), self._way)
        self._said = heard * np.float32(self._level / np.sqrt(mixture.level(heard)))
        self._since = at

    def exchange(self, played: bytes) -> bytes:
        """Play one block, give what the microphone hears meanwhile: both int16 mono."""
        mixed = self._rng.normal(0, _FLOOR, BLOCK)
        echo = self._loudspeaker.block(played)
        if echo is not None:
            mixed += echo
        offset = self._since - self.clock
        first = max(0, offset)
        part = self._said[max(0, -offset) : max(0, BLOCK - offset)]
        mixed[first : first + len(part)] += part
        self.clock += BLOCK
        return to_bytes(mixed)


def _loudspeaker(
    place: Place, echo: EchoPath, rng: np.random.Generator, level: float, played: NDArray[np.int16]
) -> Loudspeaker:
    """Make the loudspeaker of which ``played`` arrives ``echo.ratio`` dB over ``level``."""
    limit = place.limit if echo.limit is None else echo.limit
    way = room.taps(rng, place.rt60, place.loudspeaker)
    trial = Loudspeaker(way, limit=limit)
    whole = [*to_blocks(played), *[SILENCE] * round(place.rt60 / BLOCK_SECONDS)]
    arrives = [block for each in whole if (block := trial.block(each)) is not None]
    loudness = np.sqrt(mixture.level(np.concatenate(arrives)))
    gain = np.float32(level * 10 ** (echo.ratio / 20) / loudness)
    late = np.pad(way * gain, (round(place.delay * RATE), 0))
    return Loudspeaker(late, echo.drift if place.faster else -echo.drift, limit)
