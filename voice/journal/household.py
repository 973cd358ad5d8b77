"""The journals of a house: one is open at a time, and each that was is nobody else's."""

from pathlib import Path

from voice.journal.journal import Journal
from voice.journal.lock import Lock
from voice.person import journal_of


class Household:
    """Opens the journal of one person after another, all beside the default one."""

    def __init__(self, journal: Path, first: str = "") -> None:
        """Take the path of the default ``journal``, and who comes first; nothing is opened yet."""
        self._default = journal
        self.first = first
        self._locks: dict[Path, Lock] = {}
        self._journal: Journal | None = None

    def claim(self, person: str) -> Path:
        """Keep other Floes from the journal of ``person``, from now on; give its path.

        Raises:
            JournalBusy: another Floe uses it.
        """
        path = journal_of(person, self._default)
        if path not in self._locks:
            self._locks[path] = Lock(path).__enter__()
        return path

    def open(self, person: str) -> Journal:
        """Open the journal of ``person``, then let that of whoever was before go.

        Raises:
            JournalBusy, JournalCorrupt, JournalNewer, JournalUnreadable: it cannot be used, and
                the one before stays open.
            JournalWriteError: what happened before could not be written yet; the same.
        """
        if self._journal:
            self._journal.flush()
        journal = Journal(self.claim(person))
        if self._journal:
            self._journal.close()
        self._journal = journal
        return journal

    def close(self) -> None:
        """Let all journals go; closing twice is allowed."""
        if self._journal:
            self._journal.close()
        while self._locks:
            self._locks.popitem()[1].__exit__(None, None, None)
