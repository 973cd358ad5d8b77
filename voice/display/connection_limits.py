"""How many connections there may be, so that the sound and the journal can always open a file."""

import sys
from dataclasses import dataclass

_MOST = 384
"""Connections at a time, where the system allows for so many."""
_FEWEST = 24
"""Connections without which a page is of no use: a browser opens six at a time."""
_RESERVED = 160
"""Descriptors for all but the page; a run with its page, display and recording has about 60."""
_WANTED = 1024
"""Descriptors that Floe asks for. Not more: libraries that wait with select() break beyond it."""


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """How many connections of each kind there may be at a time."""

    pending: int
    """Those that have not asked for anything of the page yet."""
    served: int
    """Those that have."""
    streams: int
    """Those of the latter by which a page is told what happens; the others are for presses."""

    @classmethod
    def allowed(cls) -> "ConnectionLimits":
        """Return the limits that leave enough descriptors for all else.

        The system's limit of open files (RLIMIT_NOFILE) is raised for this process where it is low
        and that is allowed: it is 256 on macOS. Windows has none that matters.
        """
        most = max(_FEWEST, min(_MOST, _descriptors() - _RESERVED))
        return cls(pending=2 * most // 3, served=most // 3, streams=most // 6)


def _descriptors() -> int:
    """Return how many descriptors this process may have, raised where that is allowed."""
    if sys.platform == "win32":
        return _WANTED
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= _WANTED:
        return _WANTED
    wanted = _WANTED if hard == resource.RLIM_INFINITY else min(_WANTED, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError):
        return soft
    return wanted
