"""A session never waits for its journal's disk, and learns what has become of each event."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.patience import wait_for
from tests.voice.journal.holder import held
from tests.voice.session.talk import MORNING, Talk
from voice.errors import JournalWriteError
from voice.journal import writer as writing
from voice.journal.journal import Journal, read
from voice.journal.writer import JournalWriter
from voice.session.event import Event, EventKind
from voice.session.record import Record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


def massage() -> list[Event]:
    """Return the events of half a minute of massage and what went before."""
    talk = Talk().massage()
    talk.wait(30)
    return talk.events


def test_events_are_confirmed_in_their_order(path: Path) -> None:
    events = massage()
    saved: list[Event] = []
    with closing(JournalWriter(Journal(path))) as writer:
        for event in events:
            writer.append(event)

        def all_saved() -> bool:
            saved.extend(writer.saved())
            return writer.unsaved == 0

        wait_for(all_saved)
        saved.extend(writer.saved())
        assert writer.record() == Record.replay(events)
    expected = iter(events)
    assert all(event in expected for event in saved), "no other event, and none out of order"
    assert Record.replay(read(path)) == Record.replay(events)


def test_what_the_disk_keeps_waiting_is_known_and_written_later(path: Path) -> None:
    events = massage()
    with closing(JournalWriter(Journal(path))) as writer:
        with held(path):
            for event in events:
                writer.append(event)
            assert writer.unsaved > 0
            assert writer.saved() == []
            assert writer.record() == Record.replay(events)
        wait_for(lambda: writer.unsaved == 0)
    assert Record.replay(read(path)) == Record.replay(events)


def test_a_failure_is_told_once_and_tried_again_without_another_event(path: Path) -> None:
    with closing(JournalWriter(Journal(path))) as writer:
        with held(path):
            writer.append(Event(EventKind.DISCLAIMER, MORNING))
            wait_for(lambda: not writer.working, "the failure")
            (failure,) = writer.failures()
            assert f"{path}: cannot be written (database is locked)" in str(failure)
            assert not writer.failures()
        wait_for(lambda: writer.working, "another try")
        assert [event.kind for event in writer.saved()] == [EventKind.DISCLAIMER]
        assert not writer.failures()


def test_a_disk_that_confirms_nothing_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "SLOW", 0.05)
    with closing(JournalWriter(Journal(path))) as writer:
        with held(path):
            writer.append(Event(EventKind.DISCLAIMER, MORNING))
            wait_for(lambda: not writer.working or writer.failures(), "the failure")
            assert not writer.working
        wait_for(lambda: writer.working, "confirmation")


def test_of_progress_only_the_newest_waits(path: Path) -> None:
    ticks = [
        Event(EventKind.PROGRESS, MORNING + timedelta(seconds=ice), {"ice": float(ice)})
        for ice in range(1, 100)
    ]
    begun = [event for event in massage() if event.kind is not EventKind.PROGRESS]
    with closing(JournalWriter(Journal(path))) as writer:
        with held(path):
            for event in [*begun, *ticks]:
                writer.append(event)
            assert writer.unsaved <= len(begun) + 2
        wait_for(lambda: writer.unsaved == 0)
        assert writer.record().sessions[-1].ice == 99


def test_there_is_a_bound_and_what_the_sessions_need_is_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST", 20)
    events = massage()
    told = Event(EventKind.SETTING, MORNING, {"name": "volume", "value": 0.5})
    with closing(JournalWriter(Journal(path))) as writer:
        with held(path):
            for event in [*[told] * 100, *events]:
                writer.append(event)
            assert writer.unsaved < 20 + len(events)
        wait_for(lambda: writer.unsaved == 0)
    assert Record.replay(read(path)).sessions[-1].begun


def test_closing_waits_for_the_disk_but_not_for_ever(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "PATIENCE", 0.1)
    writer = JournalWriter(Journal(path))
    with held(path):
        writer.append(Event(EventKind.DISCLAIMER, MORNING))
        with pytest.raises(JournalWriteError, match="the last 1 events could not be written"):
            writer.close()
        writer.close()


def test_closing_writes_what_waits(path: Path) -> None:
    writer = JournalWriter(Journal(path))
    writer.append(Event(EventKind.DISCLAIMER, MORNING))
    writer.close()
    assert [event.kind for event in read(path)] == [EventKind.DISCLAIMER]
