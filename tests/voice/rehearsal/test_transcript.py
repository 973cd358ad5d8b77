"""The transcript, word for word."""

from datetime import datetime

from voice.rehearsal.log import EntryKind, LogEntry, RehearsalLog, RunLog
from voice.rehearsal.scenario.line import ActionKind
from voice.rehearsal.transcript import minutes, transcript

STARTS = datetime.fromisoformat("2026-11-02T09:05:00+01:00")


def told(*entries: LogEntry, length: float = 700.0, ending: str = "Floe left") -> str:
    part = RunLog(STARTS, list(entries), length=length, ending=ending)
    return transcript(RehearsalLog("plain", "A first session.", [part]))


def person(start: float, end: float, text: str, action: ActionKind = ActionKind.SAY) -> LogEntry:
    return LogEntry(EntryKind.PERSON, start, end, action, text, "slt")


def floe(start: float, end: float, text: str, *, whole: bool = True) -> LogEntry:
    return LogEntry(EntryKind.FLOE, start, end, "some.key", text, whole=whole)


def test_a_session_as_it_is_read() -> None:
    text = told(
        LogEntry(EntryKind.PHASE, 0, 0, "idle"),
        floe(0.2, 7.0, "Hello, I am Floe, your coach for ice massage. " * 3),
        person(7.6, 8.6, "Start session!"),
        LogEntry(EntryKind.HEARD, 7.7, 8.9, "StartSession", "start session", "minutes=9"),
        LogEntry(EntryKind.EVENT, 8.9, 8.9, "opened"),
        floe(9, 10, "The clock runs.", whole=False),
        person(10, 12, "my skin is gone"),
        LogEntry(EntryKind.HEARD, 10.1, 12.2, "ReportNumb", "my skin is numb"),
        person(40, 41, "cough", ActionKind.NOISE),
        person(601.26, 604, "the news", ActionKind.RADIO),
        LogEntry(EntryKind.MISSED, 601.3, 604.1, "", "the knees"),
        person(610, 611, "well well"),
        LogEntry(EntryKind.MISSED, 610, 611, "", "well well"),
        LogEntry(EntryKind.HEARD, 650, 651, "Yes", "yes"),
        length=655,
    )
    assert text.splitlines() == [
        "plain: A first session.",
        "",
        "Monday 2 November 2026, 09:05",
        "00:00.2  Floe     Hello, I am Floe, your coach for ice massage. Hello, I am Floe, your",
        "                  coach for ice massage. Hello, I am Floe, your coach for ice massage.",
        "00:07.6  Person   Start session!  [StartSession, minutes=9]",
        "00:09.0  Floe     The clock runs. --",
        '00:10.0  Person   my skin is gone  [ReportNumb, heard "my skin is numb"]',
        "00:40.0  (noise)  cough",
        "                  ... 560 seconds in which nobody speaks ...",
        '10:01.3  (radio)  "the news"  [no command, heard "the knees"]',
        "10:10.0  Person   well well  [no command]",
        "                  ... 39 seconds in which nobody speaks ...",
        '10:50.0           (nobody spoke)  [Yes, heard "yes"]',
        "10:55.0           (Floe left)",
    ]


def test_the_power_cut_is_told_by_how_the_part_ends() -> None:
    cut = person(30, 30, "", ActionKind.POWER_CUT)
    text = told(cut, length=30.0, ending="the power was cut")
    assert text.splitlines()[3:] == [
        "                  ... 30 seconds in which nobody speaks ...",
        "00:30.0           (the power was cut)",
    ]


def test_minutes_carry_over() -> None:
    assert [minutes(s) for s in (0, 59.96, 61.25, 600, 3661)] == [
        "00:00.0",
        "01:00.0",
        "01:01.2",
        "10:00.0",
        "61:01.0",
    ]
