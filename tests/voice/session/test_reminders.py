"""Reminders: said when due, kept through a restart, and by date."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from intents.intent import IntentName as N
from intents.intent import SlotValue
from tests.voice.session.talk import PLAN, Talk
from voice.session.acts import Notify
from voice.session.event import EventKind
from voice.session.phase import Phase

HOUR = 3600.0
DAY = 24 * HOUR
BERLIN = ZoneInfo("Europe/Berlin")


def stopped() -> Talk:
    """After one short massage."""
    talk = Talk().massage()
    talk.wait(30)
    return talk.hear(N.STOP_SESSION).hear(N.SKIP)


def notified(talk: Talk) -> list[str]:
    return [act.text for act in talk.acts if isinstance(act, Notify)]


def test_in_two_hours() -> None:
    talk = Talk().hear(N.SET_REMINDER, minutes=120)
    assert talk.text == "At eleven o'clock in the morning I will tell you."
    assert talk.wait(2 * HOUR - 1) == []
    assert talk.tick(1).keys == ["reminder.now", "time.free"]
    assert notified(talk) == ["Here is your reminder, as you asked."]
    assert talk.wait(3 * HOUR) == []


@pytest.mark.parametrize(
    ("when", "said", "hours"),
    [
        ("03:00?", "At three o'clock in the afternoon I will tell you.", 6),
        ("15:00", "At three o'clock in the afternoon I will tell you.", 6),
        ("tomorrow 09:00", "Tomorrow, at nine o'clock in the morning, I will tell you.", 24),
    ],
)
def test_at_a_time_of_day(when: str, said: str, hours: int) -> None:
    talk = Talk().hear(N.SET_REMINDER, when=when)
    assert talk.text == said
    assert talk.wait(hours * HOUR - 1) == []
    assert talk.tick(1).keys == ["reminder.now", "time.free"]


def test_of_the_next_one() -> None:
    talk = stopped().hear(N.SET_REMINDER)
    assert talk.keys == ["reminder.today"]
    assert talk.wait(2 * HOUR + 60) == ["reminder.now", "time.free"]


def test_of_the_next_one_while_one_goes_on() -> None:
    talk = Talk().massage().hear(N.SET_REMINDER)
    talk.until(lambda talk: talk.at(Phase.IDLE)).hear(N.SKIP)
    assert talk.wait(2 * HOUR - 5) == []
    assert talk.wait(10) == ["reminder.now", "time.free"]


def test_of_the_next_one_when_it_may_be_at_once() -> None:
    assert Talk().hear(N.SET_REMINDER).keys == ["reminder.when"]


def test_after_the_last_of_the_day_it_is_the_next_morning_wherever_that_is() -> None:
    talk = Talk(date=datetime(2026, 10, 24, 9, 0, tzinfo=ZoneInfo("Europe/Berlin")))
    for _ in range(5):
        talk.massage().hear(N.STOP_SESSION)
    talk.hear(N.SKIP).hear(N.SET_REMINDER)
    assert talk.text == "Tomorrow, at nine o'clock in the morning, I will tell you."
    talk.restart()
    talk.until_date(datetime(2026, 10, 25, 8, 59, tzinfo=ZoneInfo("America/New_York")))
    assert talk.tick().keys == []
    talk.until_date(datetime(2026, 10, 25, 9, 0, tzinfo=ZoneInfo("America/New_York")))
    assert talk.tick().keys == ["reminder.now", "time.free"]


def test_another_takes_its_place_and_it_can_be_cancelled() -> None:
    talk = Talk().hear(N.SET_REMINDER, minutes=20).hear(N.SET_REMINDER, minutes=40)
    assert talk.wait(30 * 60) == []
    assert talk.hear(N.CANCEL_REMINDER).keys == ["reminder.cancelled"]
    assert talk.wait(30 * 60) == []
    assert talk.hear(N.CANCEL_REMINDER).keys == ["reminder.none"]


@pytest.mark.parametrize("minutes", [0, -5, "bad", "nan"])
def test_no_such_time(minutes: SlotValue) -> None:
    talk = Talk().hear(N.SET_REMINDER, minutes=minutes)
    assert talk.keys == ["reminder.unclear"]
    assert talk.record.reminder is None


def test_it_outlives_a_restart() -> None:
    talk = Talk().hear(N.SET_REMINDER, minutes=20).away(60).restart()
    assert talk.wait(18 * 60) == []
    assert talk.wait(120) == ["reminder.now", "time.free"]


def test_what_fell_due_while_floe_was_off_is_said_once_at_the_start() -> None:
    talk = Talk().hear(N.SET_REMINDER, minutes=20).away(HOUR).restart()
    assert talk.keys == ["greeting.first", "reminder.late", "time.free"]
    assert "from nine twenty in the morning" in talk.text
    assert len(notified(talk)) == 1
    assert talk.restart().keys == ["greeting.first"]


def test_what_is_far_too_late_is_not_said() -> None:
    late = PLAN.reminder_lasts + 21 * 60
    talk = Talk().hear(N.SET_REMINDER, minutes=20).away(late).restart()
    assert talk.keys == ["greeting.first"]
    assert talk.kinds == [EventKind.REMINDED]
    assert notified(talk) == []


def test_a_laptop_that_sleeps_loses_nothing() -> None:
    talk = Talk().hear(N.SET_REMINDER, minutes=20)
    assert talk.tick(HOUR).keys == ["reminder.late", "time.free"]


def test_a_trip_and_a_clock_turned_back_lose_nothing() -> None:
    talk = Talk().hear(N.SET_REMINDER, minutes=20)
    talk.date = talk.date.astimezone(ZoneInfo("Asia/Tokyo"))
    assert talk.wait(19 * 60) == []
    talk.date -= timedelta(days=365)
    assert talk.wait(61) == ["clock.set", "reminder.now", "time.free"]


def test_no_session_and_no_question_is_talked_into() -> None:
    talk = Talk().massage().hear(N.SET_REMINDER, minutes=5)
    said = talk.wait(420, fine=True)
    assert not [key for key in said if key.startswith("reminder.")]
    talk.hear(N.STOP_SESSION)
    assert talk.tick().keys == []
    talk.hear(N.SKIP)
    assert talk.tick().keys == ["reminder.late", "time.due"]


def test_a_massage_that_begins_has_no_need_of_it() -> None:
    talk = Talk().hear(N.SET_REMINDER, minutes=20).massage()
    assert talk.record.reminder is None


@pytest.mark.parametrize(
    ("evening", "hours", "words"),
    [
        (datetime(2026, 10, 24, 22, tzinfo=BERLIN), 12, "nine"),
        (datetime(2026, 3, 28, 22, tzinfo=BERLIN), 10, "nine"),
        (datetime(2026, 10, 24, 22, tzinfo=BERLIN), 2, "midnight"),
    ],
)
def test_over_a_change_of_clocks_it_is_the_time_on_the_wall(
    evening: datetime, hours: float, words: str
) -> None:
    """In October twelve hours after ten in the evening it is nine, in March ten hours after."""
    talk = Talk(date=evening).hear(N.SET_REMINDER, minutes=60 * hours)
    assert words in talk.text.lower()
    now = datetime.fromtimestamp(talk.date.timestamp() + hours * HOUR + 300, BERLIN)
    assert words in talk.until_date(now).restart().text.lower()
    assert talk.record.reminder is None


def test_of_the_next_one_in_the_night_when_clocks_change() -> None:
    talk = Talk(date=datetime(2026, 10, 25, 1, 30, tzinfo=BERLIN)).massage()
    assert talk.hear(N.STOP_SESSION).hear(N.SKIP).hear(N.ASK_NEXT).keys == ["time.due"]
    assert "at two thirty at night" in talk.text
    assert talk.hear(N.SET_REMINDER).keys == ["reminder.today"]
    assert "two thirty" in talk.text
    assert talk.until_date(datetime(2026, 10, 25, 2, 29, tzinfo=BERLIN)).tick(0).keys == []
    late = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)
    assert talk.until_date(late).tick(0).keys == ["reminder.now", "time.free"]


def test_on_a_trip_it_is_the_time_there() -> None:
    talk = Talk().hear(N.SET_REMINDER, minutes=120)
    talk.until_date(datetime(2026, 11, 22, 20, 10, tzinfo=ZoneInfo("Asia/Tokyo")))
    assert talk.tick(0).keys == ["reminder.late", "time.free"]
    assert "from eight o'clock in the evening" in talk.text
