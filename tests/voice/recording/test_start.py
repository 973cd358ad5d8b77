"""What a recording keeps of the journal: all that a session depends on, and no more."""

from datetime import timedelta

import pytest

from intents.intent import IntentName as N
from tests.voice.session.talk import MORNING, Talk
from voice.recording.start import Start, memory
from voice.session.event import Event, EventKind
from voice.session.phase import Phase
from voice.session.record import Record

DAY = 24 * 3600.0


def kept(talk: Talk) -> Record:
    """Return the state that a replay begins with."""
    events = memory(talk.events, talk.date)
    return Record.replay(Start.parse(Start(talk.date, "m", None, events).json()).events)


def session(talk: Talk) -> Talk:
    talk.massage().wait(100)
    return talk.hear(N.STOP_SESSION)


def test_nothing_is_remembered_of_nothing() -> None:
    assert memory([], MORNING) == []


def test_of_years_it_keeps_a_week() -> None:
    talk = Talk()
    for _ in range(30):
        session(talk).hear(N.REPORT_PAIN, level=4).hear(N.LOUDER).hear(N.QUIETER)
        talk.away(DAY).restart()
    record = kept(talk)
    assert 7 <= len(record.sessions) <= 9
    assert [one.ice for one in record.sessions] == [
        one.ice for one in talk.record.sessions[-len(record.sessions) :]
    ]
    assert record.screening == talk.record.screening
    assert record.settings == talk.record.settings
    assert len(record.pains) == len(record.sessions)
    answers = [one for one in memory(talk.events, talk.date) if one.kind is EventKind.SETTING]
    assert len(answers) < 20


def test_its_seconds_are_left_out() -> None:
    talk = session(session(Talk()).away(3 * 3600))
    assert EventKind.PROGRESS in {one.kind for one in talk.events}
    assert EventKind.PROGRESS not in {one.kind for one in memory(talk.events, talk.date)}


def test_the_last_session_is_kept_however_old() -> None:
    talk = session(session(Talk()).away(3 * 3600)).away(100 * DAY).restart()
    assert talk.keys == ["greeting.again"]
    (only,) = kept(talk).sessions
    assert only.opened == talk.record.sessions[-1].opened


@pytest.mark.parametrize("phase", [Phase.PREPARING, Phase.MASSAGING, Phase.WARMING])
def test_a_session_that_was_cut_off_is_kept_whole(phase: Phase) -> None:
    talk = session(Talk()).away(10 * DAY)
    talk.hear(N.START_SESSION)
    if phase is not Phase.PREPARING:
        talk.massage().wait(50)
    if phase is Phase.WARMING:
        talk.hear(N.REPORT_NUMB)
    assert talk.phase is phase
    then, now = talk.record.open, kept(talk).open
    assert then
    assert now
    assert (now.stage, now.step, now.ice, now.seen) == (then.stage, then.step, then.ice, then.seen)


def test_an_emergency_is_kept_until_a_doctor_has_seen_to_it() -> None:
    talk = Talk().screened().hear(N.REPORT_EMERGENCY).away(50 * DAY).restart()
    assert kept(talk).emergency == talk.record.emergency is not None
    talk.hear(N.START_SESSION).hear(N.YES)
    assert talk.record.emergency is None
    assert kept(talk).emergency is None


def test_what_was_told_of_a_condition_is_kept() -> None:
    at = MORNING - timedelta(days=90)
    answer = {"condition": "cold", "answer": "yes"}
    talk = Talk([Event(EventKind.DISCLAIMER, at), Event(EventKind.SCREENED, at, answer)])
    record = kept(talk)
    assert record.disclaimer
    assert record.barred == talk.record.barred is not None
