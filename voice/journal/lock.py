"""Lets only one Floe at a time use a journal."""

import errno
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

from voice.errors import JournalBusy

_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What a file system without locks says, such as NFS without a lock server."""


class Lock:
    """A lock on a journal, held in a ``with`` block; the system releases it if Floe dies.

    On a file system without locks it is a file beside the journal that names the process, and that
    the next Floe removes if that process has died. Where no file can be made, as in a folder that
    is not writable, no lock is held. Two Floes could not write there anyway.
    """

    def __init__(self, journal: Path) -> None:
        self._journal = journal
        self._lock: BaseFileLock = FileLock(journal.with_name(journal.name + ".lock"))
        self.native = True
        """Whether the file system has locks; SQLite then has them, too."""

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            JournalBusy: another Floe holds it.
        """
        try:
            self._journal.parent.mkdir(parents=True, exist_ok=True)
            self._take()
        except Timeout:
            raise JournalBusy(self._busy()) from None
        except OSError:
            return self
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lock.release()

    def _take(self) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            self.native = False
            self._lock = SoftFileLock(self._journal.with_name(self._journal.name + ".held"))
            self._lock.acquire(timeout=0)

    def _busy(self) -> str:
        running = f"Floe is already running with {self._journal}; leave that one first"
        if self.native:
            return running
        return f"{running}, or, if none runs on any computer, delete {self._lock.lock_file}"
