"""A session goes on with what can be read of a damaged journal, and counts with care."""

from datetime import datetime
from pathlib import Path

import pytest

from bench import diary
from intents.intent import IntentName as N
from tests.voice.journal.week import damage
from tests.voice.session.talk import Talk
from voice.errors import JournalCorrupt
from voice.journal.household import Household
from voice.journal.journal import Journal, read
from voice.session.event import Event, EventKind
from voice.session.phase import Phase
from voice.session.state import Outcome


def test_it_is_set_aside_and_said(path: Path) -> None:
    diary.write(path, days=2, sessions=2)
    before = read(path)
    damaged = damage(path, "pain")
    house = Household(path)
    writer = house.open("", wait=True)
    (kept,) = path.parent.glob("journal.sqlite.damaged-*")
    assert str(writer.loss) == (
        f"{path}: damaged, and 1 of its {len(before)} events cannot be read. It is kept as {kept}, "
        "and Floe goes on with the rest; if you have a copy of the journal, put that back"
    )
    assert kept.read_bytes() == damaged
    assert kept.stat().st_mode & 0o077 == 0
    house.close()
    events = read(path)
    assert events[-1].kind is EventKind.LOST
    assert len(events) == len(before)
    house = Household(path)
    assert house.open("", wait=True).loss is None
    house.close()


def test_without_room_to_set_it_aside_it_is_refused_and_stays(path: Path) -> None:
    diary.write(path, days=1, sessions=1)
    damaged = damage(path, "pain")
    (path.parent / "journal.sqlite.mended").mkdir()
    house = Household(path)
    with pytest.raises(JournalCorrupt, match="put a copy of it back"):
        house.open("", wait=True)
    house.close()
    assert path.read_bytes() == damaged


def lost(talk: Talk, *, recent: bool, emergency: bool = False) -> Talk:
    """Start anew with a journal of which something was lost."""
    values = {"recent": recent, "emergency": emergency}
    talk.events.append(Event(EventKind.LOST, talk.date, values))
    return talk.restart()


def test_health_is_asked_about_again_but_a_no_to_ice_stays() -> None:
    talk = Talk().screened()
    talk.hear(N.STOP_SESSION)
    lost(talk.away(3 * 24 * 3600), recent=False)
    assert "lost" in talk.keys
    talk.hear(N.START_SESSION)
    assert talk.phase is Phase.SCREENING
    talk.hear(N.YES)
    lost(talk, recent=False)
    assert talk.hear(N.START_SESSION).keys == ["screen.ask_cleared"]


def test_if_ice_of_the_last_day_may_be_lost_there_is_none_for_a_day() -> None:
    talk = Talk().screened()
    talk.hear(N.STOP_SESSION)
    lost(talk.away(3600), recent=True).screened()
    assert "limit.uncounted" in talk.said
    assert talk.at(Phase.IDLE)
    talk.away(23 * 3600)
    assert talk.hear(N.START_SESSION).keys == ["limit.uncounted"]
    assert "one hour" in talk.text
    talk.away(3600).hear(N.START_SESSION)
    assert talk.phase is Phase.PREPARING


def test_where_signs_of_an_emergency_may_be_lost_it_is_asked_about() -> None:
    talk = Talk().screened()
    talk.hear(N.STOP_SESSION)
    lost(talk.away(3600), recent=False, emergency=True)
    assert talk.hear(N.START_SESSION).keys == ["emergency.ask"]


def test_the_session_that_was_going_on_is_over_if_its_ice_may_be_lost(path: Path) -> None:
    now = datetime.now().astimezone()
    journal = Journal(path)
    journal.append(
        Event(EventKind.OPENED, now, {"planned": 480.0, "step": "wet", "sooner": False}),
        Event(EventKind.BEGUN, now),
        Event(EventKind.PROGRESS, now, {"ice": 200.0}),
        Event(EventKind.CHECKED, now, {"answer": "yes"}),
    )
    journal.close()
    damage(path, "progress")
    house = Household(path)
    record = house.open("", wait=True).record()
    house.close()
    assert record.open is None
    assert record.sessions[0].outcome is Outcome.CUT_OFF
    assert record.uncounted is not None
