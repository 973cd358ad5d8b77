"""The journal on a real disk: kept through kills, and clear about what it cannot use."""

import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from intents.intent import IntentName as N
from tests.voice.session.talk import MORNING, Talk
from voice.errors import (
    JournalBusy,
    JournalCorrupt,
    JournalNewer,
    JournalUnreadable,
    JournalWriteError,
)
from voice.journal import schema
from voice.journal.journal import Journal, read
from voice.journal.lock import Lock
from voice.session.event import Event, EventKind
from voice.session.record import Record

RECORDER = [sys.executable, "-m", "tests.voice.session.recorder"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "floe" / "journal.sqlite"


def week(path: Path) -> Talk:
    """A few sessions of every kind, written as they happen."""
    talk = Talk().screened()
    talk.hear(N.LOUDER).hear(N.SET_DURATION, minutes=9).hear(N.STOP_SESSION)
    for name in (N.STOP_SESSION, N.REPORT_NUMB, N.REPORT_EMERGENCY):
        talk.massage()
        talk.wait(20)
        talk.hear(name).hear(N.REPORT_WARM).hear(N.REPORT_PAIN, level=5)
        talk.hear(N.STOP_SESSION).away(3 * 3600)
        talk.hear(N.START_SESSION).hear(N.YES)
        talk.hear(N.STOP_SESSION)
    journal = Journal(path)
    for event in talk.events:
        journal.append(event)
    journal.close()
    return talk


def test_comes_back_the_same(path: Path) -> None:
    talk = week(path)
    journal = Journal(path)
    assert journal.problem is None
    assert journal.record() == talk.record
    journal.close()
    journal.close()
    assert Record.replay(read(path)) == talk.record


def test_a_new_journal_is_empty(path: Path) -> None:
    assert read(path) == []
    assert not path.exists()
    journal = Journal(path)
    assert journal.record() == Record()
    journal.close()
    assert read(path) == []


def test_is_safe_and_marked(path: Path) -> None:
    journal = Journal(path)
    assert journal._connection is not None
    modes = [
        journal._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "user_version", "application_id")
    ]
    assert modes == ["wal", 2, len(schema.MIGRATIONS), schema.APPLICATION]
    journal.close()


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(path) as connection:
        found = {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
            for name in ("sessions", "pain", "screening", "settings")
        }
    connection.close()
    return found


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


def test_progress_is_kept_once(path: Path) -> None:
    journal = Journal(path)
    talk = Talk().massage()
    talk.wait(30)
    for event in talk.events:
        journal.append(event)
    progress = [event for event in read(path) if event.kind is EventKind.PROGRESS]
    assert [event.values["ice"] for event in progress] == [30]
    journal.close()


def test_killed_again_and_again_loses_only_the_second_in_hand(path: Path) -> None:
    randomness = random.Random(2)  # noqa: S311 (where to kill)
    confirmed = 0
    for _ in range(10):
        wanted = confirmed + randomness.randint(1, 40)
        with subprocess.Popen([*RECORDER, path], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                confirmed = int(line)
                if confirmed >= wanted:
                    process.send_signal(signal.SIGKILL)
                    break
            late = [int(line) for line in process.stdout if line.endswith("\n")]
            confirmed = max([confirmed, *late])
        session = Record.replay(read(path)).open
        assert session is not None
        assert confirmed <= session.ice <= confirmed + 1
        confirmed = int(session.ice)


def test_a_full_disk_is_told_and_caught_up_with(path: Path) -> None:
    run = subprocess.run(
        [*RECORDER, path, "150000"], capture_output=True, text=True, check=True, timeout=60
    )
    *_, problem, flushed = run.stdout.splitlines()
    assert "journal.sqlite: cannot be written" in problem
    assert "Make room on the disk" in problem
    session = Record.replay(read(path)).open
    assert session is not None
    assert flushed == f"flushed {int(session.ice)}"
    checked = [event for event in read(path) if event.kind is EventKind.CHECKED]
    assert len(checked) == session.ice // 2


def test_full_before_the_first_write(path: Path) -> None:
    journal = Journal(path)
    assert journal._connection is not None
    journal._connection.execute("PRAGMA max_page_count = 1")
    talk = Talk().massage()
    talk.wait(5)
    long = Event(EventKind.EMERGENCY, MORNING, {"words": "x" * 100_000})
    with pytest.raises(JournalWriteError, match="full"):
        journal.append(*talk.events, long)
    assert journal.problem is not None
    after = Event(EventKind.CLEARED, MORNING)
    with pytest.raises(JournalWriteError, match="full"):
        journal.append(after)
    assert journal.record() == Record.replay([*talk.events, long, after])
    assert read(path) == []
    journal._connection.execute("PRAGMA max_page_count = 10000")
    journal.flush()
    assert journal.problem is None
    assert read(path)[-2:] == [long, after]
    assert tables(path)["sessions"] != []
    journal.close()


AS_NOBODY = """
import os, sys
from pathlib import Path
from voice.errors import FloeError
from voice.journal.lock import Lock
from voice.session.event import Event, EventKind
from voice.journal.journal import Journal
from datetime import datetime, UTC
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
path = Path(sys.argv[1])
try:
    with Lock(path):
        journal = Journal(path)
        print(journal.problem is not None, len(journal.record().sessions))
        journal.append(Event(EventKind.NOTICE, datetime.now(UTC)))
except FloeError as error:
    print(type(error).__name__, error)
"""


def as_nobody(path: Path) -> list[str]:
    """Use the journal as somebody who has no right to write (a root may write everything)."""
    run = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, path], capture_output=True, text=True, check=True
    )
    return run.stdout.splitlines()


@pytest.fixture
def public(tmp_path: Path) -> Iterator[Path]:
    """A journal's path in a folder that everybody may enter, unlike `tmp_path`."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "floe" / tmp_path.name


def test_read_only_goes_on_in_memory(public: Path) -> None:
    path = public
    talk = week(path)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    opened, appended = as_nobody(path)
    path.parent.chmod(0o755)
    assert opened == f"True {len(talk.record.sessions)}"
    assert appended.startswith("JournalWriteError")
    assert "writable" in appended
    assert Record.replay(read(path)) == talk.record


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    journal = Journal(tmp_path / "file" / "journal.sqlite")
    assert journal.problem is not None
    with pytest.raises(JournalWriteError, match="folder writable"):
        journal.append(Event(EventKind.NOTICE, MORNING))
    assert journal.record().notice


def test_not_allowed_to_read(public: Path) -> None:
    week(public)
    public.chmod(0o000)
    (line,) = as_nobody(public)
    assert line.startswith("JournalUnreadable")
    assert "permissions" in line


def test_a_folder_in_its_place(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(JournalUnreadable, match="cannot be opened"):
        Journal(path)


def test_one_floe_at_a_time(path: Path) -> None:
    code = "import sys; from pathlib import Path; from voice.journal.lock import Lock\n"
    code += "with Lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    holding: list[str | Path] = [sys.executable, "-c", code, path]
    with subprocess.Popen(
        holding, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(JournalBusy, match="already running"), Lock(path):
            pass
        process.kill()
    with Lock(path), pytest.raises(JournalBusy), Lock(path):
        pass


def test_reading_while_it_is_written(path: Path) -> None:
    journal = Journal(path)
    journal.append(Event(EventKind.NOTICE, MORNING))
    assert [event.kind for event in read(path)] == [EventKind.NOTICE]
    journal.close()
