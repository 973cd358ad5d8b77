"""The progress of a download as text: one line that changes on a terminal, or a line now and then.

`models.command` shows it while a model is fetched.
"""

import time
from collections.abc import Callable
from typing import TextIO

_REDRAW = 0.1
"""Seconds between two changes of the line on a terminal."""
_STEP = 10
"""Percent between two lines where the output is no terminal."""
_STEP_BYTES = 50_000_000
"""Bytes between two lines where the output is no terminal and the size is not known."""
_WIDTH = 60
"""Columns to which the line is filled up, so that a shorter one covers a longer one."""


class DownloadProgress:
    """Writes bytes, percent and rate to a stream of text."""

    def __init__(self, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._out = out
        self._clock = clock
        self._live = out.isatty()
        self._began: tuple[float, int] | None = None
        """The time of the first report, and the bytes that were here then."""
        self._drawn = float("-inf")
        self._step = -1

    def __call__(self, done: int, total: int | None) -> None:
        """Take note that ``done`` of ``total`` bytes are here, and show it if it is time to.

        ``total`` is None if it is not known.
        """
        now = self._clock()
        self._began = self._began or (now, done)
        if self._live:
            if now - self._drawn >= _REDRAW or done == total:
                self._drawn = now
                self._out.write("\r" + self._text(now, done, total).ljust(_WIDTH))
        else:
            step = done * 100 // total // _STEP if total else done // _STEP_BYTES
            if step == self._step:
                return
            self._step = step
            self._out.write(self._text(now, done, total) + "\n")
        self._out.flush()

    def close(self) -> None:
        """End the line on the terminal, if there is one."""
        if self._live and self._began:
            self._began = None
            self._out.write("\n")
            self._out.flush()

    def _text(self, now: float, done: int, total: int | None) -> str:
        began, before = self._began or (now, done)
        share = f"{done * 100 // total:3d} %  " if total else ""
        text = f"{share}{done / 1e6:.1f}"
        text += f" of {total / 1e6:.1f} MB" if total else " MB"
        rate = (done - before) / (now - began) if now > began else 0.0
        return f"{text}  {rate / 1e6:.1f} MB/s" if rate else text
