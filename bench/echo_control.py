"""What hears a user who talks over an assistant's voice: Floe's way, and the usual others."""

import numpy as np
from numpy.typing import NDArray
from pywebrtc_audio import EchoCanceller as WebRtcCanceller

from audio.sound import BLOCK_SECONDS, RATE, SILENCE
from voice.turn_taking import EchoAndBargeIn, EchoControl, NearEnd

FLOE = "Floe"
BARE = "no canceller"
HALF_DUPLEX = "half duplex"
AEC3 = "AEC3 alone"
RIVALS = (BARE, HALF_DUPLEX, AEC3)
_DEAF = round(0.3 / BLOCK_SECONDS)
"""Blocks after the last sound played in which half duplex is still deaf."""


class Bare:
    """The microphone as it is: the prompt stops when a command was understood."""

    def feed(self, microphone: bytes, played: bytes) -> NearEnd:
        """Let all through."""
        return NearEnd(microphone, [microphone])

    def reset(self) -> None:
        """Forget nothing: there is nothing to forget."""


class HalfDuplex:
    """Deaf while it talks: the usual way out."""

    def __init__(self) -> None:
        self._deaf = 0

    def feed(self, microphone: bytes, played: bytes) -> NearEnd:
        """Let through what was heard in silence."""
        self._deaf = _DEAF if played != SILENCE else max(0, self._deaf - 1)
        left = SILENCE if self._deaf else microphone
        return NearEnd(left, [left])

    def reset(self) -> None:
        """Begin as in silence."""
        self._deaf = 0


class Aec3:
    """WebRTC's canceller between microphone and recogniser, as in a telephone call."""

    def __init__(self) -> None:
        self._canceller = WebRtcCanceller(RATE, 1)

    def feed(self, microphone: bytes, played: bytes) -> NearEnd:
        """Let through what is left when the echo was taken away."""
        near, far = (np.frombuffer(block, "<i2") for block in (microphone, played))
        left: NDArray[np.int16] = self._canceller.process(near, far)
        return NearEnd(left.tobytes(), [left.tobytes()])

    def reset(self) -> None:
        """Begin with a new canceller."""
        self._canceller = WebRtcCanceller(RATE, 1)


def echo_control(name: str) -> EchoControl:
    """Make one, by its name."""
    kinds: dict[str, type[EchoControl]] = {
        FLOE: EchoAndBargeIn,
        BARE: Bare,
        HALF_DUPLEX: HalfDuplex,
        AEC3: Aec3,
    }
    return kinds[name]()
