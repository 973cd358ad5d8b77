"""What is to be played and waits for the device: one thread puts blocks in, another takes them."""

import queue

from audio.sound import SILENCE

CUSHION = 2
"""Blocks of playback that are queued for the callback, besides the one just handed over."""
_MOST = 25
"""Blocks that may be queued, which is 0.5 s; further ones are dropped."""


class Cushion:
    """Blocks that wait to be played, a few of silence to begin with."""

    def __init__(self) -> None:
        self._blocks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        for _ in range(CUSHION):
            self._blocks.put(SILENCE)

    @property
    def full(self) -> bool:
        """Whether a block that is put in now would be played later than usual."""
        return self._blocks.qsize() > CUSHION

    @property
    def empty(self) -> bool:
        """Whether all has been played."""
        return self._blocks.empty()

    def put(self, block: bytes) -> bool:
        """Queue a block for playback, and return whether it was dropped because too many wait.

        After the caller was held up, the queue is too long: blocks of silence are then left out
        until it is as short as usual.
        """
        ahead = self._blocks.qsize()
        if ahead > _MOST:
            return block != SILENCE
        if not (ahead > CUSHION and block == SILENCE):
            self._blocks.put(block)
        return False

    def insist(self, block: bytes) -> None:
        """Queue a block for playback, however many wait."""
        self._blocks.put(block)

    def take(self) -> bytes | None:
        """Return the next block to play; None where there is none."""
        try:
            return self._blocks.get_nowait()
        except queue.Empty:
            return None
