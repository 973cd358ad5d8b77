"""The echo canceller: removes Floe's own voice, and tells whether somebody talks over it.

Every block from the microphone goes through it first, before gain control and recogniser. It has
two branches, because what removes most of the echo removes the talker too: `LinearCanceller` leaves
the talker whole, for the recogniser, and `DoubleTalkDetector` only decides whether somebody talks.
"""

from dataclasses import dataclass

import numpy as np

from audio.block import to_bytes, to_samples
from audio.echo.doubletalk import DoubleTalkDetector
from audio.echo.erle import ErleEstimator
from audio.echo.linear import LinearCanceller
from audio.echo.presence import EchoPresence
from audio.errors import WrongBlock
from audio.sound import SILENCE

_TAIL = 45
"""Blocks of silence played, 0.9 s, after which no echo is left: the longest delay that is expected
is 0.3 s, and a room reverberates for 0.6 s. `voice.bargein` waits for 0.6 s only, for by then the
echo is too faint to be recognised as words."""
_FADED = 20
"""Blocks of silence played, 0.4 s, after which the echo that is left is too faint to be taken for
words."""
_FULL_SCALE = np.float32(32_768)


@dataclass(frozen=True, slots=True)
class CleanedBlock:
    """One block of the microphone after echo cancellation, and how far it can be relied on."""

    block: bytes
    """The sound without Floe's own voice and with the talker whole: 20 ms, int16 mono, 16 kHz."""
    talking: bool
    """Whether somebody talks while the loudspeaker plays, or just after it."""
    sure: bool
    """Whether they have talked long enough that it cannot be an error of the detector."""
    reliable: bool
    """Whether words recognised in ``block`` are a person's: nothing is played, or so little is left
    of it that no word comes of that."""


class EchoCanceller:
    """Removes what the loudspeaker plays from what the microphone hears.

    It finds by itself how late, how loud and through which room the loudspeaker is heard, and
    follows all that when it changes.
    """

    def __init__(self, detector: DoubleTalkDetector | None = None) -> None:
        """Use ``detector`` to notice who talks; by default the one that Floe comes with."""
        self._linear = LinearCanceller()
        self._detector = detector or DoubleTalkDetector()
        self._erle = ErleEstimator()
        self._presence = EchoPresence()
        self._silent_blocks = _TAIL
        """Blocks of silence played since the last sound."""

    def reset(self) -> None:
        """Forget the room and the devices, because they are others now."""
        self._linear.reset()
        self._detector.reset()
        self._erle.reset()
        self._presence.reset()
        self._silent_blocks = _TAIL

    @property
    def lost(self) -> bool:
        """Whether the loudspeaker was heard clearly once, and is heard no more."""
        return self._presence.lost

    def feed(self, heard: bytes, played: bytes) -> CleanedBlock:
        """Take the block heard and the block just handed to the loudspeaker; return it cleaned.

        Both are `audio.sound.BLOCK` samples of int16 mono.

        Raises:
            audio.errors.WrongBlock: one of them has another length.
        """
        if len(heard) != len(SILENCE) or len(played) != len(SILENCE):
            raise WrongBlock(
                f"blocks of {len(heard)} and {len(played)} bytes given to the echo path; "
                f"both must be of {len(SILENCE)}"
            )
        sound, source = to_samples(heard) / _FULL_SCALE, to_samples(played) / _FULL_SCALE
        self._linear.keep(sound, source)
        self._silent_blocks = self._silent_blocks + 1 if played == SILENCE else 0
        if self._silent_blocks >= _TAIL:
            self._detector.close()
            return CleanedBlock(heard, talking=False, sure=False, reliable=True)
        echo = self._linear.echo()
        if self._linear.searched and self._linear.echo_found:
            self._presence.feed(self._linear.search_found, *self._linear.searched_powers())
        error = sound - echo
        reference = self._linear.reference()
        talking = self._detector.feed(sound, echo, error, reference)
        self._erle.feed(sound, error, reference, self._detector.noise, talking)
        faded = self._silent_blocks >= _FADED
        if not self._linear.echo_found or self._erle.harmful:
            reliable = faded or self._erle.inaudible
            return CleanedBlock(heard, talking, self._detector.sure, reliable)
        reliable = faded or self._erle.reliable
        return CleanedBlock(to_bytes(error * _FULL_SCALE), talking, self._detector.sure, reliable)
