"""Whether whoever fetches the sound is too far behind it, and has caught up again.

All is told in the sound card's own time: blocks that wait, and blocks that were lost. A loop that
stood still finds them waiting; a slow one sees their number grow; a process that was stopped finds
that the sound card has dropped them.
"""

from audio.sound import BLOCK_SECONDS

LIMIT = 0.5
"""Seconds behind the sound card from which on what is heard is late."""
_CAUGHT_UP = 0.1
"""Seconds that may wait where nothing is late."""
_STEADY = round(1.0 / BLOCK_SECONDS)
"""Blocks in a row, 1 s, that must have come in time before what is heard counts as of now: words
that were begun before that may have lost their beginning."""
_OVER = round(3.0 / BLOCK_SECONDS)
"""Blocks in a row, 3 s, that must have come in time before the trouble counts as over: a machine
that is too busy now is so again in a moment."""
_LONGEST = 2.0
"""Seconds in which the backlog must be worked off; what still waits then is skipped. Ten seconds of
it take one or two, unless the machine is too slow for the sound altogether."""


class Lag:
    """Is told of each block that is fetched."""

    def __init__(self) -> None:
        self.late = False
        """Whether what is heard is late, or was until just now."""
        self.lasts = False
        """Whether the trouble lasts: it was late, and has not been in time for long enough yet."""
        self.seconds = 0.0
        """How late it was at the most, this time or last."""
        self._steady = 0
        self._since: float | None = None

    def feed(self, waiting: float, lost: float, now: float) -> bool:
        """Take note of a block; return whether all that waits is to be skipped.

        ``waiting`` is the seconds of sound that wait behind it, ``lost`` the seconds that were
        lost since the block before, ``now`` the clock's seconds.
        """
        behind = waiting + lost
        if behind > LIMIT and not self.late:
            self.seconds = 0.0
            self.late = self.lasts = True
        if not self.lasts:
            return False
        if behind > LIMIT:
            self.seconds = max(self.seconds, behind)
        if behind > _CAUGHT_UP:
            self._steady = 0
            return self._is_hopeless(now)
        self._since = None
        self._steady += 1
        self.late = self.late and self._steady < _STEADY
        self.lasts = self._steady < _OVER
        return False

    def _is_hopeless(self, now: float) -> bool:
        """Return whether the backlog has not been worked off for too long, once each time."""
        since = now if self._since is None else self._since
        hopeless = now - since > _LONGEST
        self._since = None if hopeless else since
        return hopeless
