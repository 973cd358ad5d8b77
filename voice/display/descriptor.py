"""How many connections there may be, so that the sound and the journal can always open a file."""

import sys

_WANTED = 1024
"""Descriptors that Floe asks for. Not more: libraries that wait with select() break beyond it."""
_RESERVED = 160
"""Descriptors for all but the page; a run with its page, display and recording has about 60."""
_FEWEST = 16
"""Connections without which a page is of no use: a browser opens six at a time."""


def connections_allowed(most: int) -> int:
    """Return how many connections there may be at a time, ``most`` at most.

    The system's limit of open files (RLIMIT_NOFILE) is raised for this process where it is low
    and that is allowed: it is 256 on macOS. Windows has none that matters.
    """
    if sys.platform == "win32":
        return most
    return max(_FEWEST, min(most, _limit() - _RESERVED))


if sys.platform != "win32":
    import resource

    def _limit() -> int:
        """Return the limit of open files, raised where that is allowed."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft == resource.RLIM_INFINITY:
            return _WANTED
        if soft >= _WANTED:
            return soft
        wanted = _WANTED if hard == resource.RLIM_INFINITY else min(_WANTED, hard)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (OSError, ValueError):
            return soft
        return wanted
