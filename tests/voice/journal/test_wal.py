"""A `-wal` file of another day, or of another journal, neither undoes nor spoils anything."""

import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.voice.session.talk import MORNING
from voice.errors import JournalCorrupt
from voice.journal.journal import Journal, read
from voice.session.event import Event, EventKind


def told(count: int, first: int = 0) -> list[Event]:
    """So many pains, a second apart."""
    return [
        Event(EventKind.PAIN, MORNING + timedelta(seconds=number), {"level": 3, "note": "x" * 99})
        for number in range(first, first + count)
    ]


def wal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def put(path: Path, *copies: Path) -> None:
    """Put copies of files in the place of the journal's own, as somebody does who knows no wal."""
    for copy, place in zip(copies, (path, wal(path)), strict=False):
        shutil.copy(copy, place)


def kept(path: Path, name: str) -> tuple[Path, Path]:
    """Copy a journal that is open, which is what a kill or a backup leaves behind."""
    copies = path.with_name(name), path.with_name(f"{name}-of-wal")
    shutil.copy(path, copies[0])
    shutil.copy(wal(path), copies[1])
    return copies


def refused(path: Path, problem: str) -> None:
    """It is refused by whoever uses it, until the file is moved away; nothing is lost."""
    content, beside = path.read_bytes(), wal(path).read_bytes()
    for use in (Journal, read):
        with pytest.raises(JournalCorrupt, match=rf"journal\.sqlite-wal: {problem}.*move"):
            use(path)
    assert (path.read_bytes(), wal(path).read_bytes()) == (content, beside)


def test_an_older_one_copied_back_undoes_nothing(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.append(*told(5))
        _, older = kept(path, "monday")
    with closing(Journal(path)) as journal:
        journal.append(*told(200, 10))
    shutil.copy(older, wal(path))
    refused(path, "does not belong")
    wal(path).unlink()
    with closing(Journal(path)) as journal:
        journal.append(*told(1, 300))
    assert len(read(path)) == 206


def test_a_journal_put_back_beside_a_newer_one_is_not_spoilt(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.append(*told(100))
    monday = path.with_name("monday")
    shutil.copy(path, monday)
    with closing(Journal(path)) as journal:
        journal.append(*told(100, 100))
    with closing(Journal(path)) as journal:
        journal.append(*told(60, 200))
        copies = kept(path, "friday")
    put(path, monday, copies[1])
    refused(path, "does not belong")
    wal(path).unlink()
    assert len(read(path)) == 100


def test_that_of_another_journal(path: Path) -> None:
    other = path.with_name("other.sqlite")
    with closing(Journal(path)) as journal, closing(Journal(other)) as another:
        journal.append(*told(20))
        another.append(*told(20, 50))
        theirs = kept(other, "theirs")[1]
    shutil.copy(theirs, wal(path))
    refused(path, "does not belong")


def test_one_whose_journal_is_gone(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.append(*told(5))
        copies = kept(path, "killed")
    path.unlink()
    shutil.copy(copies[1], wal(path))
    with pytest.raises(JournalCorrupt, match=r"-wal: the journal that it belongs to is not here"):
        Journal(path)
    assert wal(path).exists()
    put(path, *copies)
    assert len(read(path)) == 5


def test_what_a_kill_leaves_is_taken_up(path: Path) -> None:
    with closing(Journal(path)) as journal:
        journal.append(*told(30))
    with closing(Journal(path)) as journal:
        journal.append(*told(30, 30))
        copies = kept(path, "killed")
    put(path, *copies)
    with closing(Journal(path)) as journal:
        journal.append(*told(1, 60))
    assert len(read(path)) == 61


def test_progress_that_was_not_moved_yet_is_newer(path: Path) -> None:
    opened = Event(EventKind.OPENED, MORNING, {"planned": 480.0, "step": "ice", "sooner": False})
    with closing(Journal(path)) as journal:
        journal.append(opened, Event(EventKind.BEGUN, MORNING))
        journal.append(Event(EventKind.PROGRESS, MORNING, {"ice": 1.0}))
        assert journal._connection
        journal._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        journal.append(Event(EventKind.PROGRESS, MORNING, {"ice": 2.0}))
        copies = kept(path, "killed")
    put(path, *copies)
    assert read(path)[-1].values == {"ice": 2.0}
