"""Between Floe's sound and that of a card: other rates, other channels.

Floe works at 16 kHz with one channel. Sound servers and most systems convert to that; a card that
is opened directly may run at 48 kHz alone, or with two channels alone. `audio.stream` opens it as
it can be opened, and a `CardConverter` stands between.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from audio.block import to_bytes
from audio.mixer import ChannelMixer
from audio.resampler import BlockResampler, block_size
from audio.sound import BLOCK, RATE

_RATES = (48_000, 44_100, 32_000, 96_000, 192_000, 88_200, 8_000)
"""Rates in Hz that are tried after `RATE` and the card's own, the most usual ones first. 8 kHz, as
of a telephone headset, is heard so much worse that it comes last."""
_CHANNELS = 2
"""Channels that are asked for where a device has as many. A system that makes one of two by itself
takes their mean, which may be silence, and plays one on the left alone."""


@dataclass(frozen=True, slots=True)
class CardFormat:
    """How a card is opened."""

    rate: int
    """In Hz."""
    inputs: int
    """The channels that are recorded."""
    outputs: int
    """The channels that are played; all of them play the same."""

    @property
    def block(self) -> int:
        """The frames of a block of 20 ms."""
        return self.rate * BLOCK // RATE


def formats(own_rates: tuple[int, int], inputs: int, outputs: int) -> Iterator[CardFormat]:
    """Yield the formats in which to open devices, the best first.

    ``own_rates`` are the rates that microphone and loudspeaker have by themselves; ``inputs`` and
    ``outputs`` are the channels that they have at the most.
    """
    for rate in dict.fromkeys((RATE, *own_rates, *_RATES)):
        if block_size(rate):
            yield CardFormat(rate, min(inputs, _CHANNELS), min(outputs, _CHANNELS))


class CardConverter:
    """Converts blocks both ways, one after the other; used by the thread of the card alone."""

    def __init__(self, card: CardFormat) -> None:
        self._card = card
        self._mixer = ChannelMixer()
        other = card.rate != RATE
        self._down = BlockResampler(card.rate, RATE) if other else None
        self._up = BlockResampler(RATE, card.rate) if other else None

    def heard(self, frames: bytes) -> bytes:
        """Return a block of the card's int16 frames as `BLOCK` samples, mono at `RATE`."""
        if self._card.inputs == 1 and self._down is None:
            return frames
        sound = np.frombuffer(frames, "<i2").reshape(-1, self._card.inputs).astype(np.float32)
        mono = self._mixer.mix(sound)
        return to_bytes(self._down.feed(mono) if self._down else mono)

    def played(self, block: bytes) -> bytes:
        """Return `BLOCK` samples, mono at `RATE`, as a block of the card's int16 frames."""
        if self._up:
            samples = np.frombuffer(block, "<i2").astype(np.float32)
            block = to_bytes(self._up.feed(samples))
        if self._card.outputs == 1:
            return block
        return np.repeat(np.frombuffer(block, "<i2"), self._card.outputs).tobytes()
