"""Short histories, written as a journal."""

from datetime import datetime, timedelta
from pathlib import Path

from bench import diary
from voice.history.history import History
from voice.journal.journal import Journal
from voice.session.event import Event, EventKind, Value

AT = datetime.fromisoformat("2026-11-22T09:00:00+01:00")


def massage(at: datetime, *told: Event, ice: float = 480.0) -> list[Event]:
    """A session in which ``told`` happened right after it began."""
    opened: dict[str, Value] = {"planned": 480.0, "step": "ice", "sooner": False}
    ended: dict[str, Value] = {"ice": ice, "outcome": "completed"}
    return [
        Event(EventKind.OPENED, at, opened),
        Event(EventKind.BEGUN, at),
        *told,
        Event(EventKind.ENDED, at + timedelta(seconds=ice), ended),
    ]


def pain(at: datetime, level: float, when: str | None = None) -> Event:
    values: dict[str, Value] = {"level": level}
    return Event(EventKind.PAIN, at, {**values, "when": when} if when else values)


def written(path: Path, *events: Event) -> History:
    """The history that ``events`` make, after those that are in the journal already."""
    journal = Journal(path)
    journal.append(*events)
    journal.close()
    return History.load(path)


def lived(path: Path, days: int, sessions: int) -> History:
    """The history of so many ``sessions`` a day."""
    diary.write(path, days, sessions)
    return History.load(path)
