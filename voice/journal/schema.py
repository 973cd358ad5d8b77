"""Defines the journal's tables. `events` and `uptimes` hold everything; the others are derived.

`uptimes` says when events happened by the clock that nobody can set. The derived tables make the
journal readable with any SQLite tool. Floe itself never reads them.
"""

import sqlite3
from collections.abc import Iterable

from voice.session.event import Event, EventKind
from voice.session.record import Record
from voice.session.state import Session
from voice.session.timeline import Uptime

APPLICATION = 0x466C6F65
"""The number in SQLite's header that marks the file as Floe's: "Floe" in ASCII."""

MIGRATIONS = (
    """
    CREATE TABLE IF NOT EXISTS events (
        id INTEGER PRIMARY KEY,
        session INTEGER,
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        data TEXT NOT NULL
    )
    """,
    "-- version 2: a pain may carry when it was told, and there are new kinds of events",
    """
    CREATE TABLE IF NOT EXISTS uptimes (
        event INTEGER PRIMARY KEY,
        boot TEXT NOT NULL,
        seconds REAL NOT NULL
    )
    """,
    "-- version 4: there are events of a person who is unwell, and of what the skin looks like",
)
"""The statement that leads from each version of these two tables to the next. A file's version is
the number of statements that it has had."""
POSSIBLE_VERSIONS = range(1000)
"""Any other version is no newer one, but damage."""

_VIEWS = {
    "sessions": """(
        number INTEGER PRIMARY KEY,
        opened TEXT NOT NULL,
        begun TEXT,
        ended TEXT,
        planned_seconds REAL NOT NULL,
        ice_seconds REAL NOT NULL,
        unseen_seconds REAL NOT NULL,
        numb_stops INTEGER NOT NULL,
        outcome TEXT
    )""",
    "pain": "(at TEXT NOT NULL, level REAL NOT NULL, session INTEGER, told TEXT)",
    "screening": "(condition TEXT PRIMARY KEY, answer TEXT NOT NULL, at TEXT NOT NULL)",
    "settings": "(name TEXT PRIMARY KEY, value, at TEXT NOT NULL)",
}
"""The derived tables and their columns."""
_UNSHOWN = {
    EventKind.DISCLAIMER,
    EventKind.EMERGENCY,
    EventKind.UNWELL,
    EventKind.SKIN,
    EventKind.CLEARED,
    EventKind.CHECKED,
    EventKind.ADVISED,
    EventKind.REMINDER,
    EventKind.REMINDED,
    EventKind.UNREMINDED,
    EventKind.COURSE_ENDED,
    EventKind.CLOCK_SET,
    EventKind.LOST,
}
"""Kinds of events that no derived table shows."""


def version(connection: sqlite3.Connection) -> int:
    """Return the file's schema version; 0 for an empty file, and for one from before versions."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def rows(connection: sqlite3.Connection) -> list[tuple[int, str, str, str]]:
    """Return id, kind, ISO date and JSON data of all events in order; none if the file is empty."""
    if not _tables(connection):
        return []
    query = "SELECT id, kind, at, data FROM events ORDER BY id"
    return connection.execute(query).fetchall()


def uptimes(connection: sqlite3.Connection) -> dict[int, Uptime]:
    """Return by an event's id when it happened by the clock that nobody can set, where known."""
    if "uptimes" not in _tables(connection):
        return {}
    found = connection.execute(
        "SELECT event, boot, seconds FROM uptimes "
        "WHERE typeof(boot) = 'text' AND typeof(seconds) = 'real' AND abs(seconds) < 1e12"
    )
    return {event: Uptime(boot, seconds) for event, boot, seconds in found}


def keep_uptime(connection: sqlite3.Connection, number: int | None, event: Event) -> None:
    """Keep when ``event`` happened, whose id is ``number``, by the clock that nobody can set."""
    if event.uptime:
        connection.execute(
            "INSERT OR REPLACE INTO uptimes VALUES (?, ?, ?)",
            (number, event.uptime.boot, event.uptime.seconds),
        )


def is_foreign(connection: sqlite3.Connection) -> bool:
    """Return whether the file is the database of another program."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = _tables(connection)
    return application not in (0, APPLICATION) or (bool(tables) and "events" not in tables)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the table `events` to the newest version, within the caller's transaction."""
    for migration in MIGRATIONS[version(connection) :]:
        connection.execute(migration)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether no migration is due, and the derived tables are as they were made."""
    found = dict(connection.execute("SELECT name, sql FROM sqlite_master"))
    made = all(found.get(table) == f"CREATE TABLE {table} {_VIEWS[table]}" for table in _VIEWS)
    return made and version(connection) == len(MIGRATIONS)


def rebuild(connection: sqlite3.Connection, events: Iterable[Event]) -> None:
    """Make the derived tables anew from all ``events``, within the caller's transaction."""
    for table, columns in _VIEWS.items():
        connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.execute(f"CREATE TABLE {table} {columns}")
    record = Record()
    for event in events:
        show(connection, event, record.apply(event), record)


def show(connection: sqlite3.Connection, event: Event, session: int | None, record: Record) -> None:
    """Update the derived tables after ``event``, which ``record`` has already taken in.

    ``session`` is the number of the session that the event belongs to; None if it has none.
    """
    at = event.at.isoformat()
    values = event.values
    match event.kind:
        case kind if kind in _UNSHOWN:
            pass
        case EventKind.SCREENED:
            connection.execute(
                "INSERT OR REPLACE INTO screening VALUES (?, ?, ?)",
                (values["condition"], values["answer"], at),
            )
        case EventKind.SETTING:
            connection.execute(
                "INSERT OR REPLACE INTO settings VALUES (?, ?, ?)",
                (values["name"], values["value"], at),
            )
        case EventKind.PAIN:
            connection.execute(
                "INSERT INTO pain VALUES (?, ?, ?, ?)",
                (at, values["level"], session, values.get("when")),
            )
        case _ if session is not None:
            _show_session(connection, record.sessions[session - 1])


def _show_session(connection: sqlite3.Connection, session: Session) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            session.number,
            session.opened.isoformat(),
            session.begun.isoformat() if session.begun else None,
            session.ended.isoformat() if session.ended else None,
            session.planned,
            session.ice,
            session.unseen,
            session.numb_stops,
            session.outcome.value if session.outcome else None,
        ),
    )


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
