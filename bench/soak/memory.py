"""How much memory a process takes."""

import os
from pathlib import Path

_MEGABYTE = 2**20


def resident_memory(pid: int | None = None) -> float:
    """Return the resident memory of a process in MB, of this one by default.

    It is 0 where the system does not tell, or there is no such process any more.
    """
    status = Path(f"/proc/{pid or 'self'}/statm")
    try:
        pages = int(status.read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE
