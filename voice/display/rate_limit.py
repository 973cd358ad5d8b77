"""How often somebody may do something."""

import time
from collections import OrderedDict
from collections.abc import Callable

_KNOWN = 256
"""Clients whose past is remembered; the one not seen for longest is forgotten first."""


class RateLimit:
    """A token bucket for each client: so many at once, then so many a second.

    A client is an address or anything else that can be told apart.
    """

    def __init__(
        self, burst: int, rate: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Allow ``burst`` at once and ``rate`` a second from then on; ``clock`` is in seconds."""
        self._burst = burst / rate
        self._interval = 1 / rate
        self._clock = clock
        self._spent: OrderedDict[str, float] = OrderedDict()
        """When each client's bucket is full again."""

    def allows(self, client: str) -> bool:
        """Return whether the client may do it now; it is counted only then."""
        now = self._clock()
        full = self._full_again(client, now)
        if full - now > self._burst:
            return False
        self._keep(client, full)
        return True

    def delay(self, client: str, longest: float) -> float:
        """Count it, and return for how many seconds, ``longest`` at most, the client should wait.

        A client that does not wait is made to wait longer the next time.
        """
        now = self._clock()
        full = min(self._full_again(client, now), now + self._burst + longest)
        self._keep(client, full)
        return max(0.0, full - now - self._burst)

    def _full_again(self, client: str, now: float) -> float:
        return max(self._spent.get(client, now), now) + self._interval

    def _keep(self, client: str, full: float) -> None:
        self._spent[client] = full
        self._spent.move_to_end(client)
        if len(self._spent) > _KNOWN:
            self._spent.popitem(last=False)
