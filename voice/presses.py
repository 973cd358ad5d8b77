"""Commands by hand on their way to the assistant: few at a time, and the urgent ones first."""

import threading

from intents.intent import URGENT, Intent

MOST = 16
"""Commands that may wait; a page has fewer buttons than that at a time."""
_PACE = 0.25
"""Seconds between two commands that are not urgent. Fingers are slower; programs are not."""
_AGAIN = 1.0
"""Seconds in which the same urgent command is taken once."""


class Presses:
    """Holds what was pressed until the assistant takes it; any thread may put something in.

    A command that waits already is not put in again. An urgent one makes those before it void, for
    whoever presses "stop" after "next" means "stop"; none is ever dropped for others.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Intent] = []
        self._next = 0.0
        """When a command that is not urgent may be taken again."""
        self._taken: dict[str, float] = {}
        """When each urgent command was taken last."""

    def put(self, intent: Intent) -> None:
        """Let a command be obeyed soon; returns at once."""
        with self._lock:
            if intent.name in URGENT:
                self._waiting = [one for one in self._waiting if one.name in URGENT]
            known = any(_mean_the_same(intent, one) for one in self._waiting)
            if not known and len(self._waiting) < MOST:
                self._waiting.append(intent)

    def take(self, now: float, *, late: bool = False) -> list[Intent]:
        """Return what is to be obeyed: all that is urgent, and else one command at most.

        ``now`` is the clock's seconds. With ``late``, Floe was held up, and the moment has passed
        for whatever is not urgent: it is dropped.
        """
        with self._lock:
            urgent = [one for one in self._waiting if one.name in URGENT]
            others = [] if late else [one for one in self._waiting if one.name not in URGENT]
            taken = [one for one in urgent if self._is_new(one, now)]
            if others and not urgent and now >= self._next:
                self._next = now + _PACE
                taken = [others.pop(0)]
            self._waiting = others
        return taken

    def _is_new(self, intent: Intent, now: float) -> bool:
        """Whether an urgent command was not taken a moment ago."""
        before = self._taken.get(intent.name)
        if before is not None and now - before < _AGAIN:
            return False
        self._taken[intent.name] = now
        return True


def _mean_the_same(one: Intent, other: Intent) -> bool:
    """Return whether two commands do the same; the words may be others."""
    return (one.name, dict(one.slots)) == (other.name, dict(other.slots))
