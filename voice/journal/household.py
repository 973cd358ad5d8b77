"""The journals of a house in which several people use Floe."""

from contextlib import ExitStack
from pathlib import Path

from voice.journal.lock import Lock
from voice.journal.mending import open_mended
from voice.journal.writer import JournalWriter
from voice.person import journal_of


class Household:
    """Opens the journal of each person who is served; all journals lie beside the default one.

    A journal that was opened once stays open and locked until `close`: what could not be written
    yet is tried again, and no other Floe takes it.
    """

    def __init__(self, journal: Path, first: str = "") -> None:
        """Take the path of the default ``journal`` and the name of the first person.

        An empty name is the owner of the default journal. Nothing is opened yet.
        """
        self._default = journal
        self.first = first
        """The name of the person who is served first."""
        self._locks: dict[Path, Lock] = {}
        self._writers: dict[Path, JournalWriter] = {}

    def claim(self, person: str) -> Path:
        """Lock the journal of ``person`` against any other Floe until `close`, and return its path.

        Raises:
            JournalBusy: another Floe uses it.
        """
        path = journal_of(person, self._default)
        if path not in self._locks:
            self._locks[path] = Lock(path).__enter__()
        return path

    def open(self, person: str, *, wait: bool) -> JournalWriter:
        """Open the journal of ``person``, or return the one that is open already.

        A journal that is damaged goes on with what can be read of it. ``wait`` is as for
        `JournalWriter`.

        Raises:
            JournalBusy, JournalCorrupt, JournalNewer, JournalUnreadable: it cannot be used.
        """
        path = self.claim(person)
        if path not in self._writers:
            journal, loss = open_mended(path)
            self._writers[path] = JournalWriter(journal, wait=wait, loss=loss)
        return self._writers[path]

    def close(self) -> None:
        """Close the journals and release all locks; closing twice is allowed.

        Raises:
            JournalWriteError: not everything could be written, and what is missing is lost.
        """
        with ExitStack() as stack:
            while self._locks:
                stack.callback(self._locks.popitem()[1].__exit__)
            while self._writers:
                stack.callback(self._writers.popitem()[1].close)
