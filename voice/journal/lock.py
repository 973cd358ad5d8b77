"""One Floe at a time."""

from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from voice.errors import JournalBusy


class Lock:
    """Held on a journal for as long as it is written; the system lets go when Floe dies.

    Where no lock can be made, as in a folder that cannot be written, nothing can be written
    twice either, and none is held.
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
