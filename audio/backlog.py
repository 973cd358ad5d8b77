"""What was heard and waits to be fetched: one thread puts blocks in, another takes them out."""

import contextlib
import queue
import time
from collections.abc import Callable

from audio.sound import BLOCK_SECONDS

MOST = 500
"""Blocks that are kept until they are fetched, which is 10 s; then the oldest is dropped. A word
that was said while nobody listened may still be an urgent one."""
_BREAK = 0.5
"""Seconds without a block after which sound counts as lost: devices deliver it in pieces, the most
uneven ones ten times a second."""
_STOPPED = 0.2
"""Seconds by which a wait may be longer than it was asked to be, on the busiest machine. Where it
is more, this process was stopped, and the sound card may well be alive."""


class Backlog:
    """Blocks that were heard, in their order, and how much sound was lost on the way."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin empty; ``clock`` gives the seconds of a clock that never stands still."""
        self._blocks: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._clock = clock
        self._newest: float | None = None
        self._lost = 0.0

    @property
    def seconds(self) -> float:
        """Seconds of sound that wait."""
        return self._blocks.qsize() * BLOCK_SECONDS

    def put(self, block: bytes) -> bool:
        """Add the newest block, and return whether the oldest was dropped for it; never waits."""
        now = self._clock()
        if self._newest is not None and now - self._newest > _BREAK:
            self._lost += now - self._newest
        self._newest = now
        full = self._blocks.qsize() >= MOST
        if full:
            self._drop()
        self._blocks.put(block)
        return full

    def end(self) -> None:
        """Tell whoever fetches that no more comes."""
        self._blocks.put(None)

    def get(self, timeout: float) -> bytes | None:
        """Return the oldest block; None at the end.

        A process that was stopped meanwhile has not waited, and waits anew.

        Raises:
            queue.Empty: no block came for ``timeout`` seconds.
        """
        while True:
            asked = self._clock()
            try:
                return self._blocks.get(timeout=timeout)
            except queue.Empty:
                if self._clock() - asked < timeout + _STOPPED:
                    raise

    def skip(self) -> None:
        """Drop all that waits."""
        for _ in range(self._blocks.qsize()):
            self._drop()

    def renew(self) -> None:
        """Drop all that waits, its end too: more comes from a device that was opened anew."""
        self.skip()
        self._blocks = queue.SimpleQueue()

    def lost(self) -> float:
        """Return the seconds of sound that were lost since the last call."""
        lost, self._lost = self._lost, 0.0
        return lost

    def _drop(self) -> None:
        with contextlib.suppress(queue.Empty):
            block = self._blocks.get_nowait()
            if block is None:
                self._blocks.put(None)
                return
            self._lost += BLOCK_SECONDS
