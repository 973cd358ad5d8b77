"""Reads all that can be read of a journal that is damaged, or written by a newer Floe.

The file is only read. What is found is in order: an event that makes no sense after those before it
is left out, and where the beginning or the end of a session is lost, one is put in its place, so
that the session is not lost as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from floe.errors import FloeError
from voice.errors import JournalCorrupt, JournalIncomplete, JournalNewer
from voice.journal.journal import recall
from voice.journal.page import SalvagedRow, read_rows
from voice.journal.row import NONSENSE, to_event
from voice.session.event import Event, EventKind
from voice.session.plan import Plan
from voice.session.record import Record
from voice.session.state import Outcome, Session
from voice.session.step import Step

_DAY = timedelta(days=1)
_WITHOUT_ICE = frozenset(
    {
        EventKind.DISCLAIMER,
        EventKind.SCREENED,
        EventKind.SETTING,
        EventKind.PAIN,
        EventKind.ADVISED,
        EventKind.REMINDER,
        EventKind.REMINDED,
        EventKind.UNREMINDED,
        EventKind.CLOCK_SET,
        EventKind.COURSE_ENDED,
        EventKind.EMERGENCY,
        EventKind.UNWELL,
        EventKind.CLEARED,
        EventKind.CHECKED,
        EventKind.STEP,
        EventKind.PLANNED,
    }
)
"""Kinds of events that say nothing of how much ice there was, or may be, or when."""
_OUTSIDE = _WITHOUT_ICE - {EventKind.CHECKED, EventKind.STEP, EventKind.PLANNED} | {
    EventKind.OPENED,
    EventKind.LOST,
    EventKind.SKIN,
}
"""Kinds of events that need no session that is open."""
_BEGUN = frozenset({EventKind.PROGRESS, EventKind.PAUSED, EventKind.RESUMED, EventKind.NUMB})
"""Kinds of events that there are only once the ice has touched the skin."""


@dataclass(slots=True)
class Salvage:
    """What can be read of a journal, in order."""

    events: list[Event] = field(default_factory=list)
    record: Record = field(default_factory=Record)
    """The state that these lead to."""
    rows: int = 0
    """How many events the journal had, as far as can be told."""
    lost: list[tuple[datetime | None, str]] = field(default_factory=list)
    """When the next event that can be read happened after each that is lost, None if there is none;
    and of what kind it was, empty if that is lost too."""

    bridged: bool = False
    """Whether the beginning or the end of a session had to be put in."""

    def recent(self, now: datetime) -> bool:
        """Whether ice of the day before ``now``, or of the last day in the journal, may be lost."""
        if not self.events or now - self.events[-1].at > _DAY:
            return False
        since = min(now, self.events[-1].at) - _DAY
        return any(
            kind not in _WITHOUT_ICE and (before is None or before > since)
            for before, kind in self.lost
        )

    @property
    def emergency(self) -> bool:
        """Whether signs of an emergency may be lost."""
        return any(kind in ("", EventKind.EMERGENCY) for _, kind in self.lost)

    def told(self) -> str:
        """Return in words how much is lost."""
        if not self.lost:
            missing = "where a session begins or ends is missing in it"
            return missing if self.bridged else "all of its events can be read"
        return f"{len(self.lost)} of its {self.rows} events cannot be read"


def salvage(path: Path) -> Salvage:
    """Read what can be read; nothing is raised, and where that is nothing, it is empty."""
    rows = read_rows(path)
    found = Salvage(rows=len(rows))
    unread: list[str] = []
    for row in rows:
        event, kind = _event(row)
        if event and _take(found, event):
            found.lost += [(event.at, each) for each in unread]
            unread = []
        else:
            unread.append(kind)
    found.lost += [(None, each) for each in unread]
    return found


def recall_readable(path: Path) -> tuple[list[Event], Record, FloeError | None]:
    """Return the events of a journal, the state that they lead to, and what is wrong with it.

    Raises:
        JournalCorrupt, JournalNewer, JournalUnreadable: nothing in it can be read.
    """
    try:
        return *recall(path), None
    except (JournalCorrupt, JournalNewer) as error:
        found = salvage(path)
        if not found.events:
            raise
        return found.events, found.record, _warning(path, found, error)


def _warning(path: Path, found: Salvage, error: FloeError) -> FloeError:
    if isinstance(error, JournalNewer):
        return JournalNewer(f"{error}. Until then, {found.told()}, and what can is here")
    return JournalIncomplete(
        f"{path}: damaged, and {found.told()}; what can is here. The file is left as it is: if "
        "you have a copy of it, put that back"
    )


def _event(row: SalvagedRow) -> tuple[Event | None, str]:
    """Return the event of a row if it can be one, and its kind; empty if there is no such kind."""
    kind = row.kind if row.kind in list(EventKind) else ""
    try:
        return to_event(row.kind, row.at, row.data, row.uptime), kind
    except NONSENSE:
        return None, kind


def _take(found: Salvage, event: Event) -> bool:
    """Take an event in, after what is missing before it; return whether it makes sense there."""
    try:
        for each in (*_bridge(found.record, event), event):
            found.record.apply(each)
            found.events.append(each)
            found.bridged |= each is not event
    except NONSENSE:
        # It may have been taken in by half.
        found.record = Record.replay(found.events)
        return False
    return True


def _bridge(record: Record, event: Event) -> Iterator[Event]:
    """Yield the beginning or the end of a session that must have been there before ``event``."""
    session = record.open
    if event.kind is EventKind.OPENED and session:
        yield cut_off(session, event.at)
    elif session is None and event.kind not in _OUTSIDE:
        planned, step = Plan().shortest, Step.WET.value
        yield Event(EventKind.OPENED, event.at, {"planned": planned, "step": step, "sooner": False})
        session = record.open
    if event.kind in _BEGUN and not (session and session.begun):
        yield Event(EventKind.BEGUN, event.at)


def cut_off(session: Session, at: datetime) -> Event:
    """Return the end of a session in which Floe was cut off, to be kept at ``at``."""
    seen, outcome = session.seen.isoformat(), Outcome.CUT_OFF.value
    return Event(EventKind.ENDED, at, {"ended": seen, "ice": session.ice, "outcome": outcome})
