"""Opens the journal's file: for reading, or for writing so that what it confirms is on the disk."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from floe.file import PRIVATE_FILE, make_folder
from voice.journal.lock import has_locks

BUSY_SECONDS = 1.0
"""How long SQLite waits for another process that holds the file."""
_MEDIUM = frozenset(
    {
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOLFS,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)
"""SQLite's codes for what is wrong with the disk, the permissions or the memory."""
_UNLOCKED = "win32-none" if sys.platform == "win32" else "unix-none"
"""The part of SQLite that reads and writes files without locks."""


@contextmanager
def reading(path: Path, how: str) -> Iterator[sqlite3.Connection]:
    """Give the file, opened to be read alone.

    ``how`` is "mode=ro", or "immutable=1" for a file that nobody changes: what lies beside it is
    not looked at then, and nothing is made there.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    uri = f"{path.absolute().as_uri()}?{how}"
    with closing(sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS)) as connection:
        yield connection


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, making it and its folder where there is none; nothing is read yet.

    Where the file system has no locks, SQLite goes without; `voice.journal.lock` keeps a second
    Floe away there too.

    Raises:
        OSError, sqlite3.Error: it cannot be opened.
    """
    make_folder(path.parent)
    # SQLite gives its mode to the files that it keeps beside it.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    locks = has_locks(path)
    unlocked = f"{path.absolute().as_uri()}?vfs={_UNLOCKED}"
    connection = sqlite3.connect(
        path if locks else unlocked,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        uri=not locks,
    )
    if not locks:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    return connection


def confirm_writes(connection: sqlite3.Connection) -> None:
    """Let every transaction end only when it is on the disk.

    SQLite's write-ahead log needs locks; without, the file is written itself, and what it was
    before is kept beside it meanwhile.

    Raises:
        sqlite3.Error: it cannot be written.
    """
    locks = connection.execute("PRAGMA locking_mode").fetchone()[0] == "normal"
    connection.execute(f"PRAGMA journal_mode = {'WAL' if locks else 'DELETE'}")
    connection.execute("PRAGMA synchronous = FULL")


def is_damage(error: Exception) -> bool:
    """Whether an error of the database is about what is in the file, and not about the disk."""
    if isinstance(error, sqlite3.Error):
        # Python has no code for what it finds itself: text that is not UTF-8.
        return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _MEDIUM
    return isinstance(error, UnicodeDecodeError)
