"""Notices from outside that the loop which moves the sound does not come round any more."""

import threading
import time
from collections.abc import Callable

PATIENCE = 1.8
"""Seconds without a beat after which the alarm is given: somebody lies there with ice on."""


class Watchdog:
    """Waits for beats on a thread of its own."""

    def __init__(self, alarm: Callable[[], None], patience: float = PATIENCE) -> None:
        """Call ``alarm`` from that thread, once each time that beats stay away after the first."""
        self._alarm = alarm
        self._patience = patience
        self._beat = float("inf")
        self._alarmed = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)
        self._thread.start()

    def beat(self) -> bool:
        """Tell that all is well; True when the alarm was given since the last time."""
        self._beat = time.monotonic()
        alarmed, self._alarmed = self._alarmed, False
        return alarmed

    def close(self) -> None:
        """Watch no more."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(self._patience / 10):
            if not self._alarmed and time.monotonic() - self._beat > self._patience:
                self._alarmed = True
                self._alarm()
