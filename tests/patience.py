"""How long a test waits for what is to come: far longer than it takes on the busiest machine.

What comes late on a busy machine is no fault. What never comes is one, and costs two minutes once.
"""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = 120.0
"""Seconds. With four times too much to do, a first start of Floe takes half of them."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.005, 0.1
"""Seconds between two looks, which become rarer."""


def wait_for(condition: Callable[[], object], what: str = "it") -> None:
    """Wait until ``condition`` is true; it is an error if ``what`` never comes."""
    deadline = time.monotonic() + PATIENCE
    pause = _FIRST_PAUSE
    while not condition():
        assert time.monotonic() < deadline, f"{what} never came"
        time.sleep(pause)
        pause = min(1.2 * pause, _LONGEST_PAUSE)


def starved(pid: int) -> float:
    """Return the seconds that the threads of a process have waited for a core since they began.

    What is to be done in some time may take so much longer on a busy machine. It is 0 where the
    system does not count it.
    """
    waited = 0
    for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError):
            waited += int(thread.read_text(encoding="ascii").split()[1])
    return waited / 1e9
