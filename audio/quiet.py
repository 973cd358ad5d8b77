"""Hiding what C libraries print on standard error by themselves.

ALSA, PortAudio, JACK and mpg123 print lines of their own, with names of C files in them, among what
Floe says; whatever of it matters Floe says itself, in a line that tells what to do.
"""

import contextlib
import os
import sys
import threading
from collections.abc import Iterator

_lock = threading.Lock()
"""Held while `_hidings` is changed, and the file descriptor with it."""
_hidings = 0
"""How many threads want it hidden just now."""
_saved = -1
"""What the file descriptor led to before the first of them."""


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Hide what is printed on file descriptor 2; several threads may do so at once.

    PortAudio prints from a thread of its own when a device disappears, at any time.
    """
    _hide()
    try:
        yield
    finally:
        _show()


@contextlib.contextmanager
def python_only_stderr() -> Iterator[None]:
    """Hide what C libraries print on stderr, and let Python go on writing there."""
    with (
        os.fdopen(os.dup(2), "w", buffering=1, encoding=sys.stderr.encoding) as own,
        contextlib.redirect_stderr(own),
        quiet_stderr(),
    ):
        yield


def _hide() -> None:
    global _hidings, _saved  # noqa: PLW0603 (the descriptor is one for the process, too)
    with _lock:
        _hidings += 1
        if _hidings > 1:
            return
        # One that is closed is left so: there is nothing to hide.
        with contextlib.suppress(OSError):
            _saved = os.dup(2)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 2)
            os.close(nowhere)


def _show() -> None:
    global _hidings, _saved  # noqa: PLW0603 (as above)
    with _lock:
        _hidings -= 1
        if _hidings or _saved < 0:
            return
        os.dup2(_saved, 2)
        os.close(_saved)
        _saved = -1
