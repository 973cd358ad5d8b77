"""Plays one sound at a time, block by block, without a click wherever it is cut."""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, BLOCK_SECONDS, RATE, SILENCE

_FADE = RATE * 8 // 1000
"""Length of a fade in samples, 8 ms: short enough to sound immediate, long enough not to click."""
_LOUD = 2.0
"""Gain of a sound played loud: 6 dB over full volume. Its peaks are rounded off, not clipped."""
_RANGE = 20.0
"""Decibels between volume 0 and volume 1, so that volume 0 is soft but still heard."""
_SENTENCE_GAP = round(0.25 / BLOCK_SECONDS)
"""More blocks of silence than this (0.25 s) separate two sentences. espeak leaves 0.34 s between
sentences, and 0.18 s at a comma."""
_SOFT = 10 ** (-40 / 20)
"""Synthesised speech softer than this share of its loudest sample, -40 dB, counts as silence."""


class Player:
    """Holds one sound, and how far it has been played."""

    def __init__(self) -> None:
        self.volume = 1.0
        """From 0 to 1; equal steps sound equally large."""
        self._samples: NDArray[np.int16] | None = None
        self._position = 0
        self._loud = False
        self._gain = 0.0
        self._tail: bytes | None = None
        self._held: NDArray[np.int16] | None = None

    @property
    def paused(self) -> bool:
        """Whether a sound was paused and can be resumed."""
        return self._held is not None

    @property
    def active(self) -> bool:
        """Whether the next block will contain sound."""
        return self._samples is not None or self._tail is not None

    def start(self, samples: NDArray[np.int16], *, loud: bool = False) -> None:
        """Play ``samples``, mono at `audio.sound.RATE`, after fading out what is playing.

        ``loud`` plays them louder than any volume.
        """
        self.stop()
        self._samples, self._position, self._loud = samples, 0, loud
        self._gain = self._wanted()

    def stop(self) -> None:
        """Stop the sound and forget it; the next block holds its fading out."""
        if self._samples is not None and self._position:
            ramp = np.zeros(BLOCK)
            ramp[:_FADE] = np.linspace(self._gain, 0, _FADE)
            self._tail = self._scaled(ramp)
        self._samples = self._held = None

    def pause(self) -> None:
        """Fall silent with the next block, and keep the rest of the sound for `resume`."""
        samples, position = self._samples, self._position
        if samples is None:
            return
        self.stop()
        self._held = samples[_sentence(samples, position) :]

    def resume(self) -> None:
        """Go on from the start of the sentence that was playing when `pause` was called."""
        if self._held is not None:
            self.start(self._held, loud=self._loud)

    def next_block(self) -> bytes:
        """Return the next `BLOCK` samples as int16 mono bytes; silence where nothing plays."""
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
    """Return the index of the first sample of the sentence that ``position`` is in."""
    blocks = samples[: position // BLOCK * BLOCK].reshape(-1, BLOCK).astype(np.int32)
    loud = np.flatnonzero(np.abs(blocks).max(axis=1, initial=0) > _SOFT * np.abs(samples).max())
    starts = loud[1:][np.diff(loud) > _SENTENCE_GAP]
    return int(starts[-1]) * BLOCK if len(starts) else 0
