"""Keeps every event in an SQLite file, and commits each one as soon as it happens."""

import json
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from voice.errors import JournalCorrupt, JournalNewer, JournalUnreadable, JournalWriteError
from voice.journal import schema
from voice.journal.connection import confirm_writes, connect, is_damage, reading
from voice.journal.lock import has_locks
from voice.journal.row import NONSENSE, to_event
from voice.journal.wal import check_wal
from voice.session.event import Event, EventKind
from voice.session.record import Record

_LOG = logging.getLogger(__name__)
T = TypeVar("T")


class Journal:
    """The journal, open for writing; to be used by one thread at a time.

    Of several progress events in a row only the newest is kept, because it says everything that
    the others say. Events that cannot be written are kept in memory and tried again.
    """

    def __init__(self, path: Path) -> None:
        """Open the file ``path``, making it where there is none, and read all events.

        Where it cannot be written, `problem` says so, and events are kept in memory until it can.

        Raises:
            JournalCorrupt, JournalNewer, JournalUnreadable: the file cannot be used.
        """
        self.path = path
        """The journal's file."""
        self.problem: JournalWriteError | None = None
        """Why the newest event is not in the file; None when all events are."""
        self._unsaved: list[tuple[Event, int | None]] = []
        self._progress: int | None = None
        self._connection: sqlite3.Connection | None = None
        try:
            self._connection = _open(path)
            events = _events(self._connection, path)
        except (sqlite3.Error, OSError) as error:
            self.problem = self._failure(error)
            events = read(path)
        self._record = _replay(events, path)

    def record(self) -> Record:
        """Return a new copy of the state that all events lead to, also those still unsaved."""
        events = _events(self._connection, self.path) if self._connection else read(self.path)
        return _replay([*events, *(event for event, _ in self._unsaved)], self.path)

    def append(self, *events: Event) -> None:
        """Write events in one transaction, after those that could not be written before.

        When it returns, the disk has confirmed them.

        Raises:
            JournalWriteError: it failed; the events are kept in memory, to be tried again.
        """
        self._unsaved += [(event, self._record.apply(event)) for event in events]
        self.flush()

    def flush(self) -> None:
        """Write the events that could not be written before, if any.

        Raises:
            JournalWriteError: they still cannot be written.
        """
        try:
            self._connection = self._connection or _open(self.path)
            with _transaction(self._connection) as connection:
                for event, session in self._unsaved:
                    self._write(connection, event, session)
            self._unsaved.clear()
        except (sqlite3.Error, OSError) as error:
            self._progress = None
            _LOG.warning("the journal cannot be written: %s", _code(error))
            self.problem = self._failure(error)
            raise self.problem from error
        self.problem = None

    def close(self) -> None:
        """Close the file; closing twice is allowed."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def _write(self, connection: sqlite3.Connection, event: Event, session: int | None) -> None:
        row = (session, event.kind.value, event.at.isoformat(), json.dumps(dict(event.values)))
        if event.kind is EventKind.PROGRESS and self._progress is not None:
            number: int | None = self._progress
            connection.execute(
                "UPDATE events SET session = ?, kind = ?, at = ?, data = ? WHERE id = ?",
                (*row, number),
            )
        else:
            number = connection.execute(
                "INSERT INTO events (session, kind, at, data) VALUES (?, ?, ?, ?)", row
            ).lastrowid
            self._progress = number if event.kind is EventKind.PROGRESS else None
        schema.keep_uptime(connection, number, event)
        schema.show(connection, event, session, self._record)

    def _failure(self, error: sqlite3.Error | OSError) -> JournalWriteError:
        return JournalWriteError(
            f"{self.path}: cannot be written ({error}); what happens is kept in memory for now. "
            "Make room on the disk, or make the file and its folder writable"
        )


def _code(error: sqlite3.Error | OSError) -> str:
    """Return the name of an error, which unlike its text tells no file."""
    return str(getattr(error, "sqlite_errorname", type(error).__name__))


def read(path: Path) -> list[Event]:
    """Return all events of a journal, without writing to it; none if there is no such file.

    Raises:
        JournalCorrupt, JournalNewer, JournalUnreadable: the file cannot be used.
    """
    return _look(path, lambda connection: _events(connection, path)) or []


def snapshot(path: Path) -> bytes:
    """Return a journal as the bytes of one SQLite file, whole as of now; empty if there is none.

    Raises:
        JournalCorrupt, JournalNewer, JournalUnreadable: the file cannot be used.
    """
    return _look(path, _copy) or b""


def recall(path: Path) -> tuple[list[Event], Record]:
    """Return all events of a journal and the state that they lead to, without writing to it.

    Raises:
        JournalCorrupt, JournalNewer, JournalUnreadable: the file cannot be used.
    """
    events = read(path)
    return events, _replay(events, path)


def _look(path: Path, take: Callable[[sqlite3.Connection], T]) -> T | None:
    """Open a journal for reading and return what ``take`` finds in it; None if there is no file.

    Raises:
        JournalCorrupt, JournalNewer, JournalUnreadable: the file cannot be used.
    """
    problem: Exception | None = None
    for how in ("mode=ro", "immutable=1"):
        try:
            if not path.exists():
                return None
            if how == "mode=ro":
                check_wal(path)
            with reading(path, how) as connection:
                _inspect(connection, path)
                return take(connection)
        except (sqlite3.Error, OSError) as error:
            problem = error
    raise JournalUnreadable(f"{path}: cannot be opened ({problem}); look at its permissions")


def _copy(connection: sqlite3.Connection) -> bytes:
    with closing(sqlite3.connect(":memory:")) as copy:
        connection.backup(copy)
        return copy.serialize()


def _open(path: Path) -> sqlite3.Connection:
    if has_locks(path):
        check_wal(path)
    connection = connect(path)
    try:
        _inspect(connection, path)
        confirm_writes(connection)
        with _judging(path):
            current = schema.is_current(connection)
        with _transaction(connection):
            if not current:
                schema.migrate(connection)
                schema.rebuild(connection, _events(connection, path))
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def _judging(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about a damaged file into `JournalCorrupt`; let the others pass."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if is_damage(error):
            raise _corrupt(path, str(error)) from error
        raise


def _inspect(connection: sqlite3.Connection, path: Path) -> None:
    """Raise an error if the file is damaged, of another program, or of a newer Floe."""
    with _judging(path):
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        foreign = schema.is_foreign(connection)
        version = schema.version(connection)
    if found != "ok":
        raise _corrupt(path, found)
    if foreign:
        raise _corrupt(path, "a database of another program")
    if version not in schema.POSSIBLE_VERSIONS:
        raise _corrupt(path, f"version {version}")
    if version > len(schema.MIGRATIONS):
        raise JournalNewer(
            f"{path}: written by a newer Floe (journal version {version}, this one knows "
            f"{len(schema.MIGRATIONS)}); update Floe"
        )


def _events(connection: sqlite3.Connection, path: Path) -> list[Event]:
    with _judging(path):
        rows, uptimes = schema.rows(connection), schema.uptimes(connection)
    events = []
    for number, kind, at, data in rows:
        try:
            events.append(to_event(kind, at, data, uptimes.get(number)))
        except NONSENSE as error:
            raise _corrupt(path, f"event {number}: {error}") from error
    return events


def _replay(events: list[Event], path: Path) -> Record:
    try:
        return Record.replay(events)
    except NONSENSE as error:
        raise _corrupt(path, f"its events make no sense: {error!r}") from error


def _corrupt(path: Path, problem: str) -> JournalCorrupt:
    told = "".join(each if each.isprintable() else " " for each in problem)
    return JournalCorrupt(
        f"{path}: not a journal that can be read ({' '.join(told.split())}); "
        "move it away to begin a new one, or put a copy of it back"
    )
