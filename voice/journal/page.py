"""Reads the rows of a journal whose pages are damaged, one by one where that is needed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from voice.journal import schema
from voice.journal.connection import reading
from voice.session.timeline import Uptime

_PAGES = slice(28, 32)
"""The place of the number of pages in the header of a database."""
_DAMAGE = (sqlite3.Error, UnicodeDecodeError)
"""What is raised where a page is damaged, or a name in it."""
_SMALLEST = 16
"""Bytes that a row takes at the least; real ones take some hundred."""
_MOST = 500_000
"""Rows that are looked for one by one: that takes some ten seconds."""
_Columns = tuple[object, object, object]


@dataclass(frozen=True, slots=True)
class SalvagedRow:
    """A row of the table of events; what cannot be read of it is empty."""

    kind: str = ""
    at: str = ""
    data: str = ""
    uptime: Uptime | None = None


def read_rows(path: Path) -> list[SalvagedRow]:
    """Return all rows in order; those that cannot be read, and are followed by others, are empty.

    Where nothing can be read, there are none.
    """
    # As it is, then without its log, then without its first page.
    for opened in (reading(path, "mode=ro"), reading(path, "immutable=1"), _as_image(path)):
        with suppress(*_DAMAGE, OSError), opened as connection:
            if rows := _rows(connection):
                uptimes = _uptimes(connection)
                numbers = range(1, max(rows) + 1)
                return [_row(rows.get(number), uptimes.get(number)) for number in numbers]
    return []


@contextmanager
def _as_image(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy in memory whose first page, which says where tables are, is a new one.

    The table of events is the first that is made in every journal, so it is in the same place.
    """
    with closing(sqlite3.connect(":memory:")) as new:
        new.execute(schema.MIGRATIONS[0])
        size = new.execute("PRAGMA page_size").fetchone()[0]
        first = bytearray(new.serialize()[:size])
    content = path.read_bytes()
    first[_PAGES] = (len(content) // size).to_bytes(4)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(bytes(first) + content[size:])
        yield connection


def _rows(connection: sqlite3.Connection) -> dict[int, _Columns]:
    """Return the rows that can be read, by their number from 1."""
    connection.text_factory = bytes
    rows: dict[int, _Columns] = {}
    query = "SELECT id, kind, at, data FROM events"
    try:
        for number, kind, at, data in connection.execute(f"{query} WHERE id > 0"):
            rows[number] = kind, at, data
    except _DAMAGE:
        # A page is damaged. Each row is on one page, so all on others can still be found.
        pages, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "page_size")
        )
        for number in range(1, min(pages * size // _SMALLEST, _MOST)):
            with suppress(*_DAMAGE):
                for _, kind, at, data in connection.execute(f"{query} WHERE id = ?", (number,)):
                    rows[number] = kind, at, data
    return {number: row for number, row in rows.items() if number <= _MOST}


def _row(columns: _Columns | None, uptime: Uptime | None) -> SalvagedRow:
    kind, at, data = map(_text, columns or ("", "", ""))
    return SalvagedRow(kind, at, data, uptime)


def _uptimes(connection: sqlite3.Connection) -> dict[int, Uptime]:
    connection.text_factory = str
    try:
        return schema.uptimes(connection)
    except _DAMAGE:
        return {}


def _text(value: object) -> str:
    """Return what a column says; empty if it is no text in UTF-8."""
    if not isinstance(value, bytes):
        return ""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return ""
