"""What Floe hears with and speaks through, live or in a rehearsal."""

from typing import Protocol

RATE = 16_000
"""Samples a second, everywhere in Floe: what speech models take."""
BLOCK = 320
"""Samples in a block: 20 ms."""
BLOCK_SECONDS = BLOCK / RATE
SILENCE = bytes(2 * BLOCK)
"""One block of mono 16-bit silence."""


class Sound(Protocol):
    """A duplex device: for each block played, one is heard."""

    def exchange(self, playback: bytes) -> bytes:
        """Play one block and return the next one heard: both `BLOCK` samples of int16 mono.

        Waits until the block is there.

        Raises:
            audio.errors.DeviceLost: the device has gone or does not move.
        """
        ...

    def clock(self) -> float:
        """Seconds: monotonic when live, samples heard over `RATE` in a rehearsal."""
        ...

    def close(self) -> None:
        """Let the device go; closing twice is allowed."""
        ...
