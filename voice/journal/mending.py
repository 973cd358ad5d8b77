"""Opens a journal for a session; one that is damaged is set aside, and the rest of it goes on."""

from datetime import datetime
from pathlib import Path

from floe.file import replace
from voice.errors import JournalCorrupt, JournalIncomplete, JournalWriteError
from voice.journal.files import DAMAGED, INDEX, MENDED, beside
from voice.journal.journal import Journal
from voice.journal.lock import has_locks
from voice.journal.salvage import Salvage, cut_off, salvage
from voice.journal.wal import check_wal
from voice.session.event import Event, EventKind


def open_mended(path: Path) -> tuple[Journal, JournalIncomplete | None]:
    """Open the journal ``path``, which nobody else uses, and say what of it is lost, if anything.

    A damaged file is kept under another name beside it. In its place comes a new one with all
    events that can be read, and one that says what may be missing: so the session counts with care.

    Raises:
        JournalCorrupt: nothing in it can be read, or no other file can be made beside it.
        JournalNewer, JournalUnreadable: it cannot be used.
    """
    if has_locks(path):
        check_wal(path)
    try:
        return Journal(path), None
    except JournalCorrupt as error:
        found = salvage(path)
        if not found.events:
            raise
        now = datetime.now().astimezone()
        try:
            kept = _set_aside(path, found, now)
        except (JournalWriteError, OSError):
            raise error from None
    return Journal(path), JournalIncomplete(
        f"{path}: damaged, and {found.told()}. It is kept as {kept}, and Floe goes on with the "
        "rest; if you have a copy of the journal, put that back"
    )


def _set_aside(path: Path, found: Salvage, now: datetime) -> Path:
    """Put a journal of what was found in the place of ``path``; return where that is now."""
    new = path.with_name(path.name + MENDED)
    for left in (new, *beside(new)):
        left.unlink(missing_ok=True)
    session, recent = found.record.open, found.recent(now)
    # How much ice it had may be lost; so it is over.
    ended = [cut_off(session, now)] if session and recent else []
    lost = {"recent": recent, "emergency": found.emergency}
    journal = Journal(new)
    try:
        journal.append(*found.events, *ended, Event(EventKind.LOST, now, lost))
    finally:
        journal.close()
    kept = path.with_name(f"{path.name}{DAMAGED}{now:%Y-%m-%d-%H-%M-%S}")
    replace(kept, path.read_bytes())
    for old, copy in zip(beside(path), beside(kept), strict=True):
        if old.exists():
            if old.stat().st_size and not old.name.endswith(INDEX):
                replace(copy, old.read_bytes())
            # SQLite would apply it to the new file.
            old.unlink()
    new.replace(path)
    return kept
