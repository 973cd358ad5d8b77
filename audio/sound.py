"""The format of sound in Floe, and the device that sound is exchanged with.

Every other module takes its sample rate and block size from here. `DuplexDevice` is what the
assistant talks to: `audio.stream.Stream` implements it with real devices,
`voice.rehearsal.room.room.Room` with a simulated room.
"""

from typing import Protocol

RATE = 16_000
"""Samples per second, everywhere in Floe: the rate that speech models take."""
BLOCK = 320
"""Samples in a block, which makes a block 20 ms long."""
BLOCK_SECONDS = BLOCK / RATE
"""The length of a block in seconds."""
SILENCE = bytes(2 * BLOCK)
"""One block of digital silence: `BLOCK` samples of int16 mono, all of them 0."""


class DuplexDevice(Protocol):
    """A microphone and a loudspeaker that run in step: for each block played, one is heard."""

    @property
    def full(self) -> bool:
        """Whether enough waits to be played, so that nothing more should be handed over."""
        ...

    @property
    def behind(self) -> float:
        """Seconds of sound that were heard since the block that `exchange` returned last."""
        ...

    @property
    def late(self) -> bool:
        """Whether that block is too late to be acted on, but for what is urgent in it."""
        ...

    def exchange(self, playback: bytes) -> bytes:
        """Play one block and return the next one heard, each `BLOCK` samples of int16 mono.

        Waits until the block is there.

        Raises:
            audio.errors.DeviceLost: the device has gone, or delivers no blocks any more.
        """
        ...

    def clock(self) -> float:
        """Return the time in seconds, by the one clock that the assistant goes by.

        Live it is the monotonic clock; in a rehearsal it is the number of samples heard, divided
        by `RATE`.
        """
        ...

    def close(self) -> None:
        """Release the device; closing it twice is allowed."""
        ...
