"""Where the journal cannot be written or read, it says so and goes on in memory."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tests.voice.journal.week import tables, week
from tests.voice.session.talk import MORNING, Talk
from voice.errors import (
    JournalWriteError,
)
from voice.journal.journal import Journal, read
from voice.session.event import Event, EventKind
from voice.session.record import Record

RECORDER = [sys.executable, "-m", "tests.voice.session.recorder"]


def test_a_full_disk_is_told_and_caught_up_with(path: Path) -> None:
    run = subprocess.run(
        [*RECORDER, path, "150000"], capture_output=True, text=True, check=True, timeout=PATIENCE
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
        journal.append(Event(EventKind.DISCLAIMER, datetime.now(UTC)))
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
        journal.append(Event(EventKind.DISCLAIMER, MORNING))
    assert journal.record().disclaimer


def test_not_allowed_to_read(public: Path) -> None:
    week(public)
    public.chmod(0o000)
    (line,) = as_nobody(public)
    assert line.startswith("JournalUnreadable")
    assert "permissions" in line
