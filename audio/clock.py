"""How long the computer was suspended, which the monotonic clock leaves out."""

import sys
import time


def suspended() -> float:
    """Return how many seconds of suspension `time.monotonic` has left out since the start-up.

    Linux and macOS have one clock that counts them and one that does not. On Windows
    `time.monotonic` counts them itself, so 0 is returned.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC) - time.clock_gettime(time.CLOCK_UPTIME_RAW)
    return 0.0
