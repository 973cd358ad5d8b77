"""Lets only one Floe at a time use a journal."""

import sys
import tempfile
from contextlib import suppress
from errno import EACCES, EAGAIN
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from floe.file import PRIVATE_FILE, make_folder
from voice.errors import JournalBusy
from voice.journal.claim import Claim

_HELD = (EACCES, EAGAIN)
"""What a file system answers that has locks, if somebody else holds one."""


class Lock:
    """A lock on a journal, held in a ``with`` block; nothing is left of it if Floe dies.

    Where the file system has no locks, a `Claim` stands in. Where nothing can be written, as in a
    folder that is not writable, no lock is held: two Floes could not write there anyway.
    """

    def __init__(self, journal: Path) -> None:
        self._journal = journal
        # Opened by one thread, and let go by another. What to do without locks is decided here.
        self._lock = FileLock(
            journal.with_name(journal.name + ".lock"),
            mode=PRIVATE_FILE,
            thread_local=False,
            fallback_to_soft=False,
        )
        self._claim = Claim(journal)

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            JournalBusy: another Floe holds it.
        """
        try:
            make_folder(self._journal.parent)
            self._lock.acquire(timeout=0)
        except Timeout:
            raise JournalBusy(
                f"Floe is already running with {self._journal}; leave that one first"
            ) from None
        except OSError:
            with suppress(OSError):
                self._claim.take()
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()
        self._claim.release()


def has_locks(path: Path) -> bool:
    """Whether the file system of ``path`` has the locks that SQLite needs, as far as can be told.

    Some network folders have none, or none while a part of their server is down.
    """
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        with tempfile.TemporaryFile(dir=path.parent) as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                return error.errno in _HELD
    except OSError:
        # Nothing can be written there at all.
        return True
    return True
