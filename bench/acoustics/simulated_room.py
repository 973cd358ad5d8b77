"""Simulates a laptop in a furnished room: what it plays comes back to its microphone as echo."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audio.block import to_blocks, to_bytes
from audio.sound import BLOCK, BLOCK_SECONDS, RATE, SILENCE
from bench.acoustics import mixture, room
from voice.rehearsal.room.loudspeaker import Loudspeaker

_TALKER = -28.0
"""Active level in dBFS of somebody who talks to the laptop from 1 m."""
_FLOOR = 8.0
"""Root mean square of the microphone's own noise, of 32768: -72 dBFS."""
_SATURATES = (None, 0.0)
"""Levels in dBFS at which loudspeakers saturate: never, or as a laptop's do when turned up. A
prompt then has distortion 31 dB below it, which no linear echo canceller takes away."""

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Place:
    """Where the laptop stands, what its hardware is like, and where its user lies."""

    number: int
    """The seed of all chances: the same number gives the same place and the same noise."""
    rt60: float
    """Reverberation time of the room in seconds."""
    loudspeaker: float
    """Distance from the loudspeaker to the microphone in metres."""
    talker: float
    """Distance from the talker to the microphone in metres."""
    delay: float
    """Seconds from when a block is played until it is heard."""
    limit: float | None
    """Level in dBFS at which the loudspeaker saturates; None if it never does."""
    faster: bool
    """Whether the loudspeaker's clock is the faster one, where the two clocks drift apart."""

    @classmethod
    def draw(cls, number: int) -> "Place":
        """Return one of the places that figures are measured in, drawn at random by its number."""
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
    """How what is played comes back to the microphone."""

    ratio: float
    """Level of the echo over that of the talker, both at the microphone and active, in dB."""
    drift: float = 0.0
    """Difference between the clocks of loudspeaker and microphone in parts per million."""
    limit: float | None = None
    """Level in dBFS at which the loudspeaker saturates; None for that of the place."""

    @property
    def name(self) -> str:
        """The name of its level in the table of figures."""
        return f"echo {self.ratio:+.0f} dB" if self.ratio else "echo 0 dB"


class SimulatedRoom:
    """A place with a clock: for each block that is played it returns the block that is heard."""

    def __init__(self, place: Place, echo: EchoPath, played: NDArray[np.int16]) -> None:
        """Set the loudspeaker's volume so that ``played`` comes back at the level of ``echo``."""
        rng = np.random.default_rng((place.number, 2))
        self.place = place
        self.clock = 0
        """Samples heard so far."""
        self._impulse_response = room.draw_impulse_response(rng, place.rt60, place.talker)
        self._level = 32_768 * 10 ** (_TALKER / 20) / place.talker
        self._loudspeaker = _loudspeaker(place, echo, rng, self._level, played)
        self._rng = rng
        self._said = np.zeros(0, np.float32)
        self._since = 0

    def say(self, speech: NDArray[np.int16], at: int) -> None:
        """Let the talker say ``speech``, int16 mono, from the future sample ``at`` on."""
        heard = room.convolve(speech.astype(np.float32), self._impulse_response)
        self._said = heard * np.float32(self._level / np.sqrt(mixture.active_power(heard)))
        self._since = at

    def exchange(self, played: bytes) -> bytes:
        """Play one block and return what the microphone hears meanwhile, both int16 mono bytes."""
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
    """Return a loudspeaker of which ``played`` arrives ``echo.ratio`` dB over ``level``."""
    limit = place.limit if echo.limit is None else echo.limit
    impulse_response = room.draw_impulse_response(rng, place.rt60, place.loudspeaker)
    trial = Loudspeaker(impulse_response, limit=limit)
    whole = [*to_blocks(played), *[SILENCE] * round(place.rt60 / BLOCK_SECONDS)]
    arrives = [block for each in whole if (block := trial.block(each)) is not None]
    loudness = np.sqrt(mixture.active_power(np.concatenate(arrives)))
    gain = np.float32(level * 10 ** (echo.ratio / 20) / loudness)
    late = np.pad(impulse_response * gain, (round(place.delay * RATE), 0))
    return Loudspeaker(late, echo.drift if place.faster else -echo.drift, limit)
