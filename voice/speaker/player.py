"""Plays one sound at a time, block by block, without a click wherever it is cut."""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, BLOCK_SECONDS, RATE, SILENCE

_FADE = RATE * 8 // 1000
"""Samples, 8 ms: short enough to be silent at once, long enough not to click."""
_LOUD = 2.0
"""A loud sound's gain, 6 dB over full volume; its peaks are rounded off."""
_RANGE = 20.0
"""dB between volume 0 and 1: softest is soft, never unheard."""
_SENTENCE_GAP = round(0.25 / BLOCK_SECONDS)
"""Blocks of silence that part two sentences: espeak leaves 0.34 s there, and 0.18 s at a comma."""
_SOFT = 10 ** (-40 / 20)
"""-40 dB of the loudest: what is softer is silence, in speech that a machine made."""


class Player:
    """A sound and how far it has been played."""

    def __init__(self) -> None:
        self.volume = 1.0
        """From 0 to 1, in equal steps to the ear."""
        self._samples: NDArray[np.int16] | None = None
        self._position = 0
        self._loud = False
        self._gain = 0.0
        self._tail: bytes | None = None
        self._held: NDArray[np.int16] | None = None

    @property
    def paused(self) -> bool:
        """Whether a sound was paused and may go on."""
        return self._held is not None

    @property
    def active(self) -> bool:
        """Whether the next block has some of a sound in it."""
        return self._samples is not None or self._tail is not None

    def start(self, samples: NDArray[np.int16], *, loud: bool = False) -> None:
        """Play ``samples``, mono at `audio.sound.RATE`; what was playing is faded out first."""
        self.stop()
        self._samples, self._position, self._loud = samples, 0, loud
        self._gain = self._wanted()

    def stop(self) -> None:
        """Let the sound go; the next block holds its fading out."""
        if self._samples is not None and self._position:
            ramp = np.zeros(BLOCK)
            ramp[:_FADE] = np.linspace(self._gain, 0, _FADE)
            self._tail = self._scaled(ramp)
        self._samples = self._held = None

    def pause(self) -> None:
        """Fall silent with the next block; what was playing is kept, to go on with."""
        samples, position = self._samples, self._position
        if samples is None:
            return
        self.stop()
        self._held = samples[_sentence(samples, position) :]

    def resume(self) -> None:
        """Go on from the start of the sentence that was paused."""
        if self._held is not None:
            self.start(self._held, loud=self._loud)

    def next_block(self) -> bytes:
        """Return the next `BLOCK` samples."""
        if self._tail is not None:
            tail, self._tail = self._tail, None
            return tail
        if self._samples is None:
            return SILENCE
        gain = self._wanted()
        block = self._scaled(np.linspace(self._gain, gain, BLOCK))
        self._gain = gain
        self._position += BLOCK
        if self._position >= len(self._samples):
            self._samples = None
        return block

    def _wanted(self) -> float:
        if self._loud:
            return _LOUD
        return float(10 ** (_RANGE * (self.volume - 1) / 20))

    def _scaled(self, gain: NDArray[np.float64]) -> bytes:
        assert self._samples is not None  # noqa: S101 (both callers looked)
        piece = self._samples[self._position : self._position + BLOCK] / 32_768
        scaled = np.zeros(BLOCK)
        scaled[: len(piece)] = piece * gain[: len(piece)]
        if self._loud:
            scaled = np.tanh(scaled)
        return np.rint(scaled * 32_767).astype(np.int16).tobytes()


def _sentence(samples: NDArray[np.int16], position: int) -> int:
    """Return the sample at which the sentence begins that ``position`` is in."""
    blocks = samples[: position // BLOCK * BLOCK].reshape(-1, BLOCK).astype(np.int32)
    loud = np.flatnonzero(np.abs(blocks).max(axis=1, initial=0) > _SOFT * np.abs(samples).max())
    starts = loud[1:][np.diff(loud) > _SENTENCE_GAP]
    return int(starts[-1]) * BLOCK if len(starts) else 0
