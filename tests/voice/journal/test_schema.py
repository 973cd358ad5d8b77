"""The tables of the journal, and how older files are brought up to date."""

import sqlite3
from pathlib import Path

import pytest

from tests.voice.journal.week import tables, week
from voice.journal import schema
from voice.journal.journal import Journal, read
from voice.session.record import Record


def test_is_safe_and_marked(path: Path) -> None:
    journal = Journal(path)
    assert journal._connection is not None
    modes = [
        journal._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "user_version", "application_id")
    ]
    assert modes == ["wal", 2, len(schema.MIGRATIONS), schema.APPLICATION]
    journal.close()


def test_tables_for_reading_follow_the_events(path: Path) -> None:
    talk = week(path)
    found = tables(path)
    sessions = talk.record.sessions
    assert [(row[0], row[5], row[7], row[8]) for row in found["sessions"]] == [
        (one.number, one.ice, one.numb_stops, one.outcome) for one in sessions
    ]
    assert [(row[1], row[2], row[3]) for row in found["pain"]] == [
        (pain.level, pain.session, pain.when) for pain in talk.record.pains
    ]
    assert {row[0]: row[1] for row in found["screening"]} == talk.record.screening
    assert {row[0]: row[1] for row in found["settings"]} == talk.record.settings


def test_a_file_older_than_versions_is_brought_up_to_date(path: Path) -> None:
    talk = week(path)
    expected = tables(path)
    with sqlite3.connect(path) as connection:
        for table in ("sessions", "pain", "screening", "settings"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 0")
        connection.execute("PRAGMA application_id = 0")
    connection.close()
    journal = Journal(path)
    assert journal.record() == talk.record
    journal.close()
    assert tables(path) == expected


def test_migrations_run_from_where_the_file_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = week(path)
    more = (*schema.MIGRATIONS, "ALTER TABLE events ADD COLUMN extra TEXT")
    monkeypatch.setattr(schema, "MIGRATIONS", more)
    for _ in range(2):
        journal = Journal(path)
        assert journal.record() == talk.record
        journal.close()
    with sqlite3.connect(path) as connection:
        assert schema.version(connection) == len(more)
        connection.execute("SELECT extra FROM events")
    connection.close()


def test_a_migration_that_fails_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = week(path)
    more = (*schema.MIGRATIONS, "ALTER TABLE events ADD COLUMN extra TEXT", "NONSENSE")
    monkeypatch.setattr(schema, "MIGRATIONS", more)
    journal = Journal(path)
    assert journal.problem is not None
    assert journal.record() == talk.record
    monkeypatch.undo()
    assert Record.replay(read(path)) == talk.record
