"""Files that are damaged, newer, or no journal are refused and left as they are."""

import sqlite3
from pathlib import Path

import pytest

from tests.voice.journal.week import week
from voice.errors import (
    JournalCorrupt,
    JournalNewer,
    JournalUnreadable,
)
from voice.journal.journal import Journal, read


def test_newer_is_refused(path: Path) -> None:
    week(path)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    for use in (Journal, read):
        with pytest.raises(JournalNewer, match=r"journal\.sqlite.*version 99.*update Floe"):
            use(path)


@pytest.mark.parametrize("content", [b"hello", b"not a database " * 1000, bytes(5000)])
def test_not_a_database(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    for use in (Journal, read):
        with pytest.raises(JournalCorrupt, match=r"journal\.sqlite: not a journal.*move it away"):
            use(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.9])
def test_truncated(path: Path, share: float) -> None:
    week(path)
    content = path.read_bytes()
    content = content[: int(share * len(content))]
    path.write_bytes(content)
    for use in (Journal, read):
        with pytest.raises(JournalCorrupt, match="move it away"):
            use(path)
    assert path.read_bytes() == content


def test_a_database_of_something_else(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    connection.close()
    content = path.read_bytes()
    with pytest.raises(JournalCorrupt, match="another program"):
        Journal(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "row",
    [
        ("yoga", "2026-11-22T09:00:00+00:00", "{}"),
        ("notice", "yesterday", "{}"),
        ("notice", "2026-11-22T09:00:00", "{}"),
        ("notice", "2026-11-22T09:00:00+00:00", "{"),
        ("notice", "2026-11-22T09:00:00+00:00", "[]"),
        ("begun", "2026-11-22T09:00:00+00:00", "{}"),
        ("pain", "2026-11-22T09:00:00+00:00", "{}"),
        ("pain", "2026-11-22T09:00:00+00:00", '{"level": 3, "when": "while"}'),
        ("reminder", "2026-11-22T09:00:00+00:00", '{"due": "soon"}'),
    ],
)
def test_events_that_make_no_sense(path: Path, row: tuple[str, str, str]) -> None:
    Journal(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO events (kind, at, data) VALUES (?, ?, ?)", row)
    connection.close()
    with pytest.raises(JournalCorrupt, match=r"journal\.sqlite"):
        Journal(path)


def test_a_folder_in_its_place(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(JournalUnreadable, match="cannot be opened"):
        Journal(path)
