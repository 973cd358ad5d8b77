"""Ten minutes of ice and five sessions a day, whatever becomes of the computer's clock."""

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from intents.intent import IntentName as N
from tests.voice.session.computer import Computer
from tests.voice.session.talk import PLAN, Talk, over
from voice.session.event import EventKind
from voice.session.phase import Phase
from voice.session.record import Record
from voice.session.state import Outcome

HOUR = 3600.0
DAY = 24 * HOUR
BERLIN = ZoneInfo("Europe/Berlin")
TRIP = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin", "Asia/Tokyo", "UTC")


def may_begin(talk: Talk) -> bool:
    """Whether one more session is possible, and leave it again if so."""
    talk.hear(N.START_SESSION)
    talk.hear(N.YES, anyway=True)
    begun = talk.at(Phase.PREPARING)
    if begun:
        talk.hear(N.STOP_SESSION)
    return begun


def iced(talk: Talk, times: int = 1) -> Talk:
    """Have so many short sessions, one right after the other."""
    for _ in range(times):
        talk.massage().hear(N.STOP_SESSION).hear(N.SKIP)
    return talk


def begun(talk: Talk) -> int:
    return len([one for one in talk.record.sessions if one.begun])


@pytest.mark.parametrize("back", [5.0, 30.0, 395.0, HOUR, 400 * DAY])
def test_a_clock_put_back_between_kills_adds_no_ice(back: float) -> None:
    computer = Computer()
    computer.massage(minutes=10)
    ice = 0.0
    while not over(computer):
        computer.wait(5, fine=True)
        computer.wrong -= back
        computer.killed(60)
        ice += 65
        computer.hear(N.YES)
    assert ice <= PLAN.longest + 60


def test_the_second_that_was_not_saved_counts() -> None:
    computer = Computer()
    computer.massage()
    computer.tick(0.5)
    for _ in range(10):
        computer.tick(0.98)
        computer.switched_off(0)
        computer.wrong = 0
        assert computer.hear(N.YES).at(Phase.MASSAGING)
    session = computer.record.sessions[-1]
    assert session.unseen >= 10 * 40


def test_where_nobody_can_know_how_long_it_was_the_session_is_over() -> None:
    computer = Computer()
    computer.massage().wait(100)
    computer.switched_off(300, wrong=-400)
    assert computer.keys == ["recovery.closed"]
    computer = Computer()
    computer.massage().wait(100)
    computer.switched_off(300, wrong=-DAY)
    assert computer.keys == ["recovery.closed", "clock.set"]
    assert computer.record.sessions[-1].outcome is Outcome.CUT_OFF


def test_a_computer_that_was_only_switched_off_goes_on() -> None:
    computer = Computer()
    computer.massage().wait(100)
    computer.switched_off(80)
    assert computer.keys == ["recovery.massage"]
    assert computer.record.sessions[-1].unseen == pytest.approx(120)


@pytest.mark.parametrize("by", [-400 * DAY, -25 * HOUR, -HOUR, 24 * HOUR, 25 * HOUR, 3650 * DAY])
@pytest.mark.parametrize("running", [True, False])
def test_a_clock_that_is_set_gives_no_sixth(by: float, running: bool) -> None:
    computer = Computer()
    iced(computer, 5)
    if running:
        computer.put(by)
    else:
        computer.wrong += by
    computer.killed()
    assert not may_begin(computer)
    computer.away(23 * HOUR).restart()
    assert not may_begin(computer)
    computer.away(HOUR).restart()
    assert may_begin(computer)


def test_it_says_that_the_clock_was_set_and_when_to_go_on() -> None:
    computer = Computer()
    iced(computer, 5).away(HOUR)
    computer.wrong += DAY
    assert computer.killed().keys == ["greeting.again", "clock.set"]
    assert computer.hear(N.START_SESSION).keys == ["limit.elapsed"]
    assert "twenty-three hours" in computer.text
    assert "At nine o'clock in the morning" in computer.text
    assert computer.hear(N.ASK_NEXT).keys == ["time.due"]
    assert computer.killed().keys == ["greeting.again"]
    computer.hear(N.SET_REMINDER)
    assert computer.keys == ["reminder.tomorrow"]


def test_once_the_clock_is_right_again_it_works() -> None:
    """One that was years ahead, and one that begins in 2000 at each start."""
    computer = Computer()
    computer.put(3650 * DAY)
    iced(computer, 5).wait(2)
    computer.switched_off(HOUR, wrong=0)
    assert computer.keys == ["greeting.again", "clock.set"]
    assert not may_begin(computer)
    computer.switched_off(25 * HOUR)
    assert may_begin(computer)
    computer = Computer()
    for _ in range(5):
        computer.away(HOUR)
        iced(computer)
        computer.switched_off(HOUR, wrong=-26 * 365 * DAY - computer.true % DAY)
        assert "clock.set" in computer.keys
    computer.away(4 * HOUR).put(-computer.wrong)
    assert not may_begin(computer)
    computer.switched_off(15 * HOUR)
    assert may_begin(computer)


def test_five_in_a_day_of_travel() -> None:
    computer = Computer()
    for zone in (*TRIP, *TRIP):
        computer.zone = ZoneInfo(zone)
        computer.killed(60)
        for _ in range(5):
            if may_begin(computer):
                iced(computer)
    assert begun(computer) == 5
    computer.away(DAY)
    assert may_begin(computer)


def test_nobody_is_hindered_at_home() -> None:
    """Five sessions a day at the same hours, over both changes of clocks."""
    for first in (
        datetime(2026, 3, 27, 8, tzinfo=BERLIN),
        datetime(2026, 10, 23, 8, tzinfo=BERLIN),
    ):
        talk = Talk(date=first).screened().hear(N.STOP_SESSION)
        for day in range(5):
            for hour in (8, 11, 14, 17, 20):
                # Each day a little sooner.
                date = first.replace(hour=hour) + timedelta(days=day, minutes=-day)
                talk.until_date(date).restart()
                assert talk.hear(N.START_SESSION).at(Phase.PREPARING), date
                iced(talk)
        assert begun(talk) == 25


def test_nobody_is_locked_out_by_a_flight() -> None:
    talk = Talk(date=datetime(2026, 6, 1, 8, tzinfo=BERLIN))
    for hour in (8, 11, 14):
        talk.until_date(datetime(2026, 6, 1, hour, tzinfo=BERLIN))
        iced(talk)
    new_york = ZoneInfo("America/New_York")
    for day, hour in ((1, 18), (1, 21), (2, 8), (2, 11), (2, 14), (2, 17), (2, 20)):
        talk.until_date(datetime(2026, 6, day, hour, tzinfo=new_york)).restart()
        assert talk.hear(N.START_SESSION).at(Phase.PREPARING), (day, hour)
        iced(talk)


def test_ice_while_the_loop_stalls_is_in_the_record() -> None:
    talk = Talk().massage(minutes=10)
    talk.until(lambda talk: talk.record.sessions[-1].ice >= 599)
    talk.tick(4.9)
    session = talk.record.sessions[-1]
    assert session.outcome is Outcome.COMPLETED
    assert session.ice + session.unseen == pytest.approx(603.9)
    talk = Talk().massage(minutes=10)
    talk.wait(100)
    talk.tick(605)
    session = talk.record.sessions[-1]
    assert session.outcome is Outcome.CUT_OFF
    assert session.ice + session.unseen == pytest.approx(705)


def test_a_reminder_comes_after_the_span_however_the_clock_is_set() -> None:
    computer = Computer()
    computer.hear(N.SET_REMINDER, minutes=60).away(1800)
    computer.wrong -= 365 * DAY
    computer.killed()
    assert computer.tick(1801).keys == ["reminder.now", "time.free"]


def test_time_never_goes_back() -> None:
    computer = Computer()
    iced(computer)
    for by in (-DAY, 2 * DAY, -9 * DAY, 11 * DAY):
        computer.put(by).killed(100)
        iced(computer)
        computer.switched_off(100, wrong=computer.wrong - DAY)
        iced(computer)
    record = Record()
    passed = []
    for event in computer.events:
        record.apply(event)
        assert record.timeline.newest
        passed.append(record.timeline.newest.passed)
    assert all(one <= next_one for one, next_one in pairwise(passed))
    assert passed[-1] - passed[0] <= computer.true - computer.events[0].at.timestamp()
    assert EventKind.CLOCK_SET in [event.kind for event in computer.events]
