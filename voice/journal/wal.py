"""Finds out whether the `-wal` file beside a journal belongs to it.

SQLite keeps there what it has not moved into the journal's own file yet, and applies whatever lies
there to whatever file lies beside it. A `-wal` of another journal, or of another day, would undo
sessions or spoil the file, for instance where a copy of a journal is put back after a crash.
"""

import sqlite3
import time
from pathlib import Path

from voice.errors import JournalCorrupt
from voice.journal import schema
from voice.journal.connection import is_damage, reading
from voice.session.event import EventKind

_HEADER = 32
"""The bytes of a `-wal` file with nothing in it."""
_Rows = list[tuple[int, str, str, str]]
_TRIES = 3
_RETRY = 0.05
"""Seconds. While another Floe writes, what is read may not fit together for a moment."""


def check_wal(path: Path) -> None:
    """Make sure that the `-wal` file of the journal ``path``, if there is one, belongs to it.

    Raises:
        JournalCorrupt: it does not; nothing was changed.
        sqlite3.Error: the journal cannot be opened.
    """
    wal = path.with_name(f"{path.name}-wal")
    if _size(wal) <= _HEADER:
        return
    if not _size(path):
        raise JournalCorrupt(
            f"{wal}: the journal that it belongs to is not here; put {path.name} back, or move "
            "this file away to begin a new one"
        )
    for _ in range(_TRIES):
        if _extends(path):
            return
        time.sleep(_RETRY)
    raise JournalCorrupt(
        f"{wal}: does not belong to {path.name}, or is older, and would undo what is in there; "
        f"move it away to go on with {path.name} as it is"
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _extends(path: Path) -> bool:
    """Whether the journal with its `-wal` file holds all that it holds without, and maybe more.

    Where it cannot be read without, as after a crash while SQLite moved pages, it needs the file.
    """
    before = _rows(path, "immutable=1")
    return not before or _follow(_rows(path, "mode=ro"), before)


def _rows(path: Path, how: str) -> _Rows:
    """Return the events of a journal opened like that; none if it is not whole."""
    try:
        with reading(path, how) as connection:
            whole = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            return schema.rows(connection) if whole else []
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if is_damage(error):
            return []
        raise


def _follow(rows: _Rows, before: _Rows) -> bool:
    """Whether ``rows`` are ``before`` and some more; a last progress event may be a newer one."""
    last, kept = before[-1], len(before) - 1
    if len(rows) < len(before) or rows[:kept] != before[:kept]:
        return False
    number, kind = rows[kept][:2]
    return rows[kept] == last or (number, kind) == (last[0], EventKind.PROGRESS)
