"""Finds out, on another thread, that the loop which moves the sound is held up."""

import threading
import time
from collections.abc import Callable

PATIENCE = 1.8
"""Seconds without a beat after which the alarm is given: somebody lies there with ice on."""

_CLOSING = 1.0
"""Seconds for which closing waits for an alarm that is being given."""


class Watchdog:
    """Waits for beats of the loop, on a thread of its own."""

    def __init__(
        self,
        alarm: Callable[[], None],
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Call ``alarm`` on that thread when no beat comes for ``patience`` seconds by ``clock``.

        It waits for the first beat for ever, and calls once for each time that beats stay away.
        """
        self._alarm = alarm
        self._patience = patience
        self._clock = clock
        self._beat = float("inf")
        self._alarmed = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)
        self._thread.start()

    def beat(self) -> bool:
        """Take note that the loop goes round; whether the alarm was given since the last beat."""
        self._beat = self._clock()
        alarmed, self._alarmed = self._alarmed, False
        return alarmed

    def close(self) -> None:
        """Watch no more; an alarm that hangs is not waited for."""
        self._ended.set()
        self._thread.join(_CLOSING)

    def _run(self) -> None:
        while not self._ended.wait(self._patience / 10):
            if not self._alarmed and self._clock() - self._beat > self._patience:
                self._alarmed = True
                self._alarm()
