"""Lets only one Floe at a time use a journal."""

from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from voice.errors import JournalBusy


class Lock:
    """A lock on a journal, held in a ``with`` block; the system releases it if Floe dies.

    Where the lock's file cannot be made, as in a folder that is not writable, no lock is held. Two
    Floes could not write there anyway.
    """

    def __init__(self, journal: Path) -> None:
        self._journal = journal
        self._lock = FileLock(journal.with_name(journal.name + ".lock"))

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            JournalBusy: another Floe holds it.
        """
        try:
            self._journal.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            raise JournalBusy(
                f"Floe is already running with {self._journal}; leave that one first"
            ) from None
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
