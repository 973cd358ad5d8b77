"""Of a damaged journal all is read that can be, and nothing in it is changed."""

import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench import diary
from floe.errors import FloeError
from tests.voice.journal.week import damage, week
from voice.errors import JournalCorrupt, JournalNewer
from voice.history import command, serialization
from voice.history.history import History
from voice.journal.journal import read
from voice.journal.mending import open_mended
from voice.journal.salvage import salvage
from voice.session.event import Event, EventKind
from voice.session.state import Outcome

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def one_line(path: Path, problem: FloeError) -> None:
    assert str(problem).startswith(f"{path}: ")
    assert len(str(problem).splitlines()) == 1


def looked_at(path: Path) -> History | None:
    """Use the history in every way, as the commands do; None if nothing can be read."""
    try:
        history = History.load(path)
    except FloeError as problem:
        one_line(path, problem)
        return None
    command.warn_of_loss(history)
    command.show(history)
    command.plot(history, None)
    serialization.as_csv(history)
    serialization.as_json(history)
    return history


@pytest.mark.parametrize("seed", range(4))
def test_whatever_byte_is_damaged_there_is_one_line(
    path: Path, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 (where to damage)
    diary.write(path, days=2, sessions=2)
    whole = path.read_bytes()
    for _ in range(50):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 1, 1, 3, 100))):
            damaged[chance.randrange(len(damaged))] ^= chance.randrange(1, 256)
        path.write_bytes(damaged)
        history = looked_at(path)
        assert path.read_bytes() == damaged
        assert len(capsys.readouterr().err.splitlines()) == bool(history and history.loss)
        try:
            journal, loss = open_mended(path)
        except (JournalCorrupt, JournalNewer) as problem:
            one_line(path, problem)
            assert path.read_bytes() == damaged
            continue
        assert journal.problem is None
        journal.append(Event(EventKind.PAIN, NOW, {"level": 3.0}))
        journal.close()
        kept = path.parent.glob("*.damaged-*")
        assert [each.read_bytes() for each in kept] == ([damaged] if loss else [])
        for each in path.parent.iterdir():
            each.unlink()


def test_one_damaged_event_is_one_lost_event(path: Path) -> None:
    whole = week(path).events
    damage(path, "screened")
    damaged = damage(path, "setting", "kind")
    found = salvage(path)
    assert sorted(kind for _, kind in found.lost) == ["", "screened"]
    assert len(found.events) == found.rows - 2
    assert [event for event in found.events if event not in whole] == []
    assert path.read_bytes() == damaged


@pytest.mark.parametrize("page", range(8))
def test_all_that_is_on_other_pages_is_read(path: Path, page: int) -> None:
    diary.write(path, days=8, sessions=3)
    whole, size = read(path), 4096
    content = bytearray(path.read_bytes())
    content[page * size : (page + 1) * size] = bytes(size)
    path.write_bytes(content)
    found = salvage(path)
    if page == 1:
        # It says where all others are.
        assert found.events == []
        return
    assert len(found.events) > len(whole) - 100
    assert [event for event in whole if event in found.events]


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("opened", Outcome.COMPLETED), ("begun", Outcome.COMPLETED), ("ended", Outcome.CUT_OFF)],
)
def test_a_session_whose_beginning_or_end_is_lost_still_counts(
    path: Path, kind: str, outcome: Outcome
) -> None:
    diary.write(path, days=1, sessions=3)
    whole = History.load(path)
    with sqlite3.connect(path) as connection:
        last = connection.execute(
            "SELECT id FROM events WHERE kind = ? ORDER BY id LIMIT 1 OFFSET 1", (kind,)
        ).fetchone()
        connection.execute("UPDATE events SET at = 'gone' WHERE id = ?", last)
    connection.close()
    history = History.load(path)
    assert len(history.entries) == len(whole.entries)
    assert [entry.minutes for entry in history.entries] == [
        entry.minutes for entry in whole.entries
    ]
    assert outcome in [entry.session.outcome for entry in history.entries]
    assert "1 of its" in str(history.loss)


def test_a_newer_journal_is_read_as_far_as_it_is_known(path: Path) -> None:
    diary.write(path, days=1, sessions=2)
    whole = History.load(path)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute(
            "INSERT INTO events (kind, at, data) VALUES ('dance', ?, '{}')", (NOW.isoformat(),)
        )
    connection.close()
    before = path.read_bytes()
    history = History.load(path)
    assert history.entries == whole.entries
    assert "version 99" in str(history.loss)
    assert "update Floe. Until then, 1 of its" in str(history.loss)
    with pytest.raises(JournalNewer):
        open_mended(path)
    assert path.read_bytes() == before


def test_what_is_lost_of_last_week_is_not_of_the_last_day(path: Path) -> None:
    diary.write(path, days=8, sessions=2)
    last = read(path)[-1].at
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE events SET kind = 'xx' WHERE id = 20")
    connection.close()
    found = salvage(path)
    assert len(found.lost) >= 1
    assert not found.recent(last)
    assert found.emergency
    damage(path, "progress", "at")
    assert salvage(path).recent(last)
    assert not salvage(path).recent(last + timedelta(days=2))
