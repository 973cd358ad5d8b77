"""Turns from one person's journal to another's, for a house in which several people use Floe."""

from pathlib import Path

from voice.journal.journal import Journal
from voice.journal.lock import Lock
from voice.person import journal_of


class Household:
    """Opens the journal of one person at a time; all journals lie beside the default one.

    A journal that was opened once stays locked until `close`, so that no other Floe takes it.
    """

    def __init__(self, journal: Path, first: str = "") -> None:
        """Take the path of the default ``journal`` and the name of the first person.

        An empty name is the owner of the default journal. Nothing is opened yet.
        """
        self._default = journal
        self.first = first
        """The name of the person who is served first."""
        self._locks: dict[Path, Lock] = {}
        self._journal: Journal | None = None

    def claim(self, person: str) -> Path:
        """Lock the journal of ``person`` against any other Floe until `close`, and return its path.

        Raises:
            JournalBusy: another Floe uses it.
        """
        path = journal_of(person, self._default)
        if path not in self._locks:
            self._locks[path] = Lock(path).__enter__()
        return path

    def open(self, person: str) -> Journal:
        """Open the journal of ``person``, and close the one that was open before.

        Raises:
            JournalBusy, JournalCorrupt, JournalNewer, JournalUnreadable: it cannot be used; the
                journal before stays open.
            JournalWriteError: events of the person before cannot be written yet; their journal
                stays open.
        """
        if self._journal:
            self._journal.flush()
        journal = Journal(self.claim(person))
        if self._journal:
            self._journal.close()
        self._journal = journal
        return journal

    def close(self) -> None:
        """Close the open journal and release all locks; closing twice is allowed."""
        if self._journal:
            self._journal.close()
        while self._locks:
            self._locks.popitem()[1].__exit__(None, None, None)
