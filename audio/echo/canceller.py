"""The echo path: what the microphone hears without Floe's own voice, and whether somebody talks.

Two branches, for they cannot be one: what removes the echo best takes the talker with it.
`LinearCanceller` leaves the talker whole, for the recogniser; `DoubleTalkDetector` tells that
somebody talks.
"""

from dataclasses import dataclass

import numpy as np

from audio.block import to_bytes, to_samples
from audio.echo.doubletalk import DoubleTalkDetector
from audio.echo.erle import ErleEstimator
from audio.echo.linear import LinearCanceller
from audio.errors import WrongBlock
from audio.sound import SILENCE

_TAIL = 45
"""Blocks of silence, 0.9 s, after which no echo is left: 0.3 s of delay, and a room's 0.6 s."""
_FADED = 20
"""Blocks of silence, 0.4 s, after which the echo that is left is too faint for words."""
_SCALE = np.float32(32_768)


@dataclass(frozen=True, slots=True)
class CleanedBlock:
    """A block as the recogniser and the floor's keeper want it."""

    block: bytes
    """20 ms without Floe's own voice, the talker whole: int16 mono at 16 kHz."""
    talking: bool
    """Somebody talks while, or just after, the loudspeaker plays."""
    sure: bool
    """They have done so for more than a moment: it is no slip of the detector's."""
    reliable: bool
    """Nothing plays, or so little is left of it in ``block`` that words there are somebody's."""


class EchoCanceller:
    """Finds and follows by itself where and how the loudspeaker is heard."""

    def __init__(self, gate: DoubleTalkDetector | None = None) -> None:
        """Notice who talks with ``gate``, if not with the usual one."""
        self._linear = LinearCanceller()
        self._gate = gate or DoubleTalkDetector()
        self._loss = ErleEstimator()
        self._silent = _TAIL

    def reset(self) -> None:
        """Begin anew: another device, another room."""
        self._linear.reset()
        self._gate.reset()
        self._loss.reset()
        self._silent = _TAIL

    def feed(self, heard: bytes, played: bytes) -> CleanedBlock:
        """Take the block heard, and the one just handed to the loudspeaker.

        Raises:
            WrongBlock: one of them is not of `audio.sound.BLOCK` samples.
        """
        if len(heard) != len(SILENCE) or len(played) != len(SILENCE):
            raise WrongBlock(
                f"blocks of {len(heard)} and {len(played)} bytes given to the echo path; "
                f"both must be of {len(SILENCE)}"
            )
        sound, source = to_samples(heard) / _SCALE, to_samples(played) / _SCALE
        self._linear.keep(sound, source)
        self._silent = self._silent + 1 if played == SILENCE else 0
        if self._silent >= _TAIL:
            self._gate.rest()
            return CleanedBlock(heard, talking=False, sure=False, reliable=True)
        echo = self._linear.echo()
        error = sound - echo
        reference = self._linear.reference()
        talking = self._gate.feed(sound, echo, error, reference)
        self._loss.feed(sound, error, reference, self._gate.noise, talking)
        faded = self._silent >= _FADED
        if not self._linear.echo_found or self._loss.harmful:
            return CleanedBlock(heard, talking, self._gate.sure, faded or self._loss.inaudible)
        reliable = faded or self._loss.reliable
        return CleanedBlock(to_bytes(error * _SCALE), talking, self._gate.sure, reliable)
