"""What was done, read from a journal once."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

import voice.journal.salvage
from bench import diary
from tests.voice.history.lives import AT, massage, pain, written
from voice.history.history import History
from voice.journal.journal import recall
from voice.session.event import Event, EventKind, Value
from voice.session.state import When


def test_nothing_was_done(path: Path) -> None:
    history = History.load(path)
    assert (history.entries, history.others, history.courses) == ([], [], [])
    assert history.newest == history
    assert not path.exists(), "to look is not to write"


def test_agrees_with_the_record(path: Path) -> None:
    diary.write(path, days=6, sessions=5)
    history = History.load(path, "Anna")
    _, record = recall(path)
    assert history.person == "Anna"
    assert [entry.session for entry in history.entries] == record.sessions
    for entry in history.entries:
        assert entry.before == record.pain(entry.session, When.BEFORE)
        assert entry.after == record.pain(entry.session, When.AFTER)
    asked = sum((entry.before is not None) + (entry.after is not None) for entry in history.entries)
    assert len(history.others) == len(record.pains) - asked > 0


def test_pains_go_where_they_were_told(path: Path) -> None:
    history = written(
        path,
        pain(AT - timedelta(hours=2), 8),
        *massage(AT, pain(AT, 7, "before"), pain(AT, 6)),
        pain(AT + timedelta(minutes=12), 4, "after"),
        pain(AT + timedelta(minutes=13), 3, "after"),
    )
    [entry] = history.entries
    assert (entry.before, entry.after) == (7, 3), "who is asked twice has corrected themselves"
    assert [other.level for other in entry.others] == [6]
    assert [other.level for other in history.others] == [8, 6]


def test_a_session_that_never_began_is_none_but_its_pain_was_told(path: Path) -> None:
    opened: dict[str, Value] = {"planned": 480.0, "step": "ice", "sooner": False}
    history = written(path, Event(EventKind.OPENED, AT, opened), pain(AT, 7, "before"))
    assert history.entries == []
    assert [other.level for other in history.others] == [7]


def test_midnight_within_a_session_counts_for_the_day_it_began(path: Path) -> None:
    late = AT.replace(hour=23, minute=57)
    history = written(path, *massage(late))
    assert [entry.day for entry in history.entries] == [late.date()]
    assert history.ice == {late.date(): 8.0}


def test_the_newest_course_alone(path: Path) -> None:
    later = AT + timedelta(days=20)
    history = written(
        path,
        *massage(AT),
        pain(AT + timedelta(hours=3), 6),
        *massage(later, pain(later, 5, "before")),
        pain(later + timedelta(hours=3), 4),
    )
    assert [entry.course for entry in history.entries] == [1, 2]
    newest = history.newest
    assert [entry.course for entry in newest.entries] == [2]
    assert [other.level for other in newest.others] == [4]


def test_one_read_is_enough(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    diary.write(path, days=3, sessions=5)
    reads = []

    def counting(journal: Path) -> object:
        reads.append(journal)
        return recall(journal)

    monkeypatch.setattr(voice.journal.salvage, "recall", counting)
    History.load(path)
    assert reads == [path]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("pain", '{"level": "eleven"}'),
        ("pain", '{"level": 11}'),
        ("pain", '{"level": -1}'),
        ("pain", '{"level": NaN}'),
        ("pain", '{"level": true}'),
        ("pain", '{"level": 4, "when": "someday"}'),
        ("pain", "{}"),
        ("reminder", '{"due": "9999-12-31T23:59:59+00:00"}'),
        ("ended", '{"ice": 3, "outcome": "stopped", "ended": "2026-11-22T09:00:00"}'),
        ("opened", '{"planned": Infinity, "step": "ice", "sooner": false}'),
        ("dance", "{}"),
        ("notice", "[" * 100_000),
    ],
)
def test_a_row_that_makes_no_sense_is_left_out_and_said(path: Path, kind: str, data: str) -> None:
    diary.write(path, days=1, sessions=1)
    whole = History.load(path)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO events (kind, at, data) VALUES (?, ?, ?)", (kind, AT.isoformat(), data)
        )
    connection.close()
    history = History.load(path)
    assert history.entries == whole.entries
    lost = f"{path}: damaged, and 1 of its {len(whole.events) + 1} events cannot be read; "
    assert str(history.loss).startswith(lost)
