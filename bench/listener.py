"""What a user has who talks over an assistant's voice: Floe's way, and the usual others."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pywebrtc_audio import EchoCanceller as WebRtcCanceller

from audio.echo.canceller import EchoCanceller
from audio.sound import BLOCK_SECONDS, RATE, SILENCE
from voice.bargein import BargeIn

FLOE = "Floe"
BARE = "no canceller"
HALF_DUPLEX = "half duplex"
AEC3 = "AEC3 alone"
RIVALS = (BARE, HALF_DUPLEX, AEC3)
_DEAF = round(0.3 / BLOCK_SECONDS)
"""Blocks after the last sound played in which half duplex is still deaf."""


class Listener(Protocol):
    """Stands between the microphone and the ear."""

    talking: bool
    """Whether it notices somebody over the prompt, which is then to fall silent at once."""
    ringing: bool
    """Whether something of the prompt may be in what the ear is given."""

    def feed(self, heard: bytes, played: bytes) -> list[bytes]:
        """Take a block from either side; give what the ear is to hear."""
        ...


class Bare:
    """The microphone as it is: the prompt stops when a command was understood."""

    talking = False
    ringing = False

    def feed(self, heard: bytes, played: bytes) -> list[bytes]:
        """Let all through."""
        return [heard]


class HalfDuplex:
    """Deaf while it talks: the usual way out."""

    talking = False
    ringing = False

    def __init__(self) -> None:
        self._deaf = 0

    def feed(self, heard: bytes, played: bytes) -> list[bytes]:
        """Let through what was heard in silence."""
        self._deaf = _DEAF if played != SILENCE else max(0, self._deaf - 1)
        return [SILENCE if self._deaf else heard]


class Aec3:
    """WebRTC's canceller between microphone and ear, as in a telephone call."""

    talking = False
    ringing = False

    def __init__(self) -> None:
        self._canceller = WebRtcCanceller(RATE, 1)

    def feed(self, heard: bytes, played: bytes) -> list[bytes]:
        """Let through what is left when the echo was taken away."""
        near, far = (np.frombuffer(block, "<i2") for block in (heard, played))
        left: NDArray[np.int16] = self._canceller.process(near, far)
        return [left.tobytes()]


class FloeListener:
    """Floe's: the echo is taken away, and the ear is given what somebody says over it."""

    def __init__(self) -> None:
        self._echo = EchoCanceller()
        self._bargein = BargeIn()
        self.talking = False
        self.ringing = False

    def feed(self, heard: bytes, played: bytes) -> list[bytes]:
        """Let through what Floe's assistant does."""
        cleaned = self._echo.feed(heard, played)
        self.talking = cleaned.talking
        given = self._bargein.feed(cleaned, played)
        self.ringing = self._bargein.ringing
        return given


def listener(name: str) -> Listener:
    """Make one, by its name."""
    kinds: dict[str, type[Listener]] = {
        FLOE: FloeListener,
        BARE: Bare,
        HALF_DUPLEX: HalfDuplex,
        AEC3: Aec3,
    }
    return kinds[name]()
