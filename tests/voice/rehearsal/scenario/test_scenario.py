"""Scenario files: what they say is read, and each mistake names file, line and key."""

from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from floe.errors import DocumentError
from voice.errors import NoSuchScenario
from voice.rehearsal.scenario.line import ActionKind, TriggerKind
from voice.rehearsal.scenario.reader import KnownNames
from voice.rehearsal.scenario.scenario import Scenario

HEAD = """\
name: test
description: A test.
starts: 2026-11-22T09:00:00+01:00
"""
NAMES = KnownNames(
    prompts={"check.ask", "greeting.first"},
    intents={"StartSession", "Yes"},
    events={"begun"},
    phases={"idle"},
)


def load(folder: Path, text: str) -> Scenario:
    path = folder / "some.yaml"
    path.write_text(text, encoding="utf-8")
    return Scenario.load(path, NAMES)


def test_everything_is_read(tmp_path: Path) -> None:
    (tmp_path / "line.wav").touch()
    (tmp_path / "fan.wav").touch()
    text = (
        HEAD
        + """\
voice: rms
seed: 7
patience: 6
room:
  {talker: -30, noise: fan.wav, snr: 12, echo: -10, echo_delay_ms: 80, echo_drift_ppm: -50,
   echo_limit: -6, reverb: 0.4}
quiet: 12
lines:
  - {at: 1:05.5, say: start session, voice: awb, level: -6}
  - {after: check.ask, time: 2, delay: 1.5, say: "yes", maybe: true}
  - {during: check.ask, play: line.wav}
  - {at: 3, noise: cough}
  - {at: 4, radio: the news}
  - {at: 90, power_cut: true}
  - {at: 91, end: true}
  - {after: check.ask, time: every, say: "yes", patience: 0}
expect:
  heard: [StartSession, "Yes"]
  not_said: [check.ask]
  events: [begun]
  phase: idle
  ice: [10, 20.5]
"""
    )
    scenario = load(tmp_path, text)
    assert (scenario.name, scenario.voice, scenario.seed) == ("test", "rms", 7)
    room = scenario.room
    assert (room.talker, room.noise_level, room.echo, room.reverb) == (-30, -42, -10, 0.4)
    assert room.noise == str(tmp_path / "fan.wav")
    assert room.echo_delay == pytest.approx(0.08)
    assert (room.echo_drift, room.echo_limit) == (-50, -6)
    (run,) = scenario.runs
    assert run.quiet == 12
    first, second, third, *rest, last = run.lines
    assert (first.patience, last.patience, last.trigger.nth) == (6, 0, 0)
    assert (first.trigger.kind, first.trigger.delay) == (TriggerKind.AT, 65.5)
    assert (first.voice, first.level, first.number, first.maybe) == ("awb", -6, 12, False)
    assert (second.trigger.key, second.trigger.nth, second.trigger.delay) == ("check.ask", 2, 1.5)
    assert (second.voice, second.what, second.maybe) == ("rms", "yes", True)
    assert (third.action, third.what) == (ActionKind.PLAY, str(tmp_path / "line.wav"))
    assert [line.action for line in rest] == ["noise", "radio", "power_cut", "end"]
    assert run.expect.heard == ("StartSession", "Yes")
    assert run.expect.ice == (10, 20.5)
    assert run.expect.phase == "idle"


def test_clocks_are_changed_where_the_person_is(tmp_path: Path) -> None:
    part = "    lines: [{at: 1, end: true}]\n"
    head = HEAD.replace("2026-11-22T09:00:00+01:00", "2026-10-24T22:00:00+02:00")
    text = head + (
        "zone: Europe/Berlin\n"
        "parts:\n"
        f"  - quiet: 5\n{part}"
        f"  - later: 6h\n{part}"
        f"  - starts: 2026-10-25T10:00:00+01:00\n{part}"
        f'  - next_day: "08:00"\n    zone: America/New_York\n{part}'
        f"  - later: 144h\n{part}"
    )
    before: datetime | None = None
    dates = []
    for one in load(tmp_path, text).runs:
        before = one.date(before)
        dates.append(before.isoformat())
    assert dates == [
        "2026-10-24T22:00:00+02:00",
        "2026-10-25T03:00:00+01:00",
        "2026-10-25T10:00:00+01:00",
        "2026-10-26T08:00:00-04:00",
        "2026-11-01T07:00:00-05:00",
    ]


def test_parts_start_on_the_calendar(tmp_path: Path) -> None:
    part = "    lines: [{at: 1, end: true}]\n"
    text = HEAD + (
        "parts:\n"
        f"  - quiet: 5\n{part}"
        f"  - later: 2.5h\n{part}"
        f'  - next_day: "08:15"\n{part}'
        f"  - next_day: 10:30\n{part}"
        f"  - starts: 2027-01-01T00:00:00-05:00\n{part}"
        "expect: {events: [begun]}\n"
    )
    scenario = load(tmp_path, text)
    zone = timezone(timedelta(hours=1))
    assert [one.starts for one in scenario.runs[1:]] == [
        timedelta(hours=2.5),
        time(8, 15),
        time(10, 30),
        datetime(2027, 1, 1, 5, tzinfo=UTC),
    ]
    ended = datetime(2026, 11, 22, 23, 30, tzinfo=zone)
    assert scenario.runs[0].date(None) == datetime(2026, 11, 22, 9, tzinfo=zone)
    assert scenario.runs[1].date(ended) == datetime(2026, 11, 23, 2, tzinfo=zone)
    assert scenario.runs[2].date(ended) == datetime(2026, 11, 23, 8, 15, tzinfo=zone)
    assert scenario.expect.events == ("begun",)
    with pytest.raises(ValueError, match="first part"):
        scenario.runs[1].date(None)


LINES = "lines: [{at: 1, say: start session}]\n"

BROKEN = {
    "not YAML": ("lines: [", ":5: "),
    "unknown key": ("linse: []\n", r":4: linse: unknown key; did you mean 'lines'\?"),
    "no lines": ("", "lines: is missing"),
    "empty lines": ("lines: []\n", "lines: expected a list that is not empty"),
    "lines as text": ("lines: hello\n", "lines: expected a list"),
    "a line as text": ("lines: [hello]\n", "lines.0: expected keys and values"),
    "lines and parts": (LINES + "parts: []\n", "lines: unknown key"),
    "no trigger": ("lines:\n  - {say: hi}\n", ":5: lines.0: needs exactly one of at, .*none"),
    "two triggers": ("lines:\n  - {at: 1, after: check.ask, say: hi}\n", ":5: .*at and after"),
    "no action": ("lines:\n  - {at: 1}\n", "exactly one of say, .*found none"),
    "two actions": ("lines:\n  - {at: 1, say: hi, noise: cough}\n", "found say and noise"),
    "time as text": ("lines:\n  - {at: soon, say: hi}\n", r":5: lines\.0\.at: expected a number"),
    "time is negative": ("lines:\n  - {at: -1, say: hi}\n", "lines.0.at: expected 0 to"),
    "time is true": ("lines:\n  - {at: true, say: hi}\n", "lines.0.at: expected a number"),
    "time is no number": ("lines:\n  - {at: .nan, say: hi}\n", "lines.0.at: expected 0 to"),
    "delay with at": ("lines:\n  - {at: 1, delay: 1, say: hi}\n", "delay: goes with after"),
    "zeroth time": ("lines:\n  - {after: check.ask, time: 0, say: hi}\n", "time: expected 1"),
    "another time": ("lines:\n  - {after: check.ask, time: all, say: hi}\n", "expected a number"),
    "no patience": ("lines:\n  - {at: 1, patience: -1, say: hi}\n", "patience: expected 0 to"),
    "half a time": ("lines:\n  - {after: check.ask, time: 1.5, say: hi}\n", "time: .*whole"),
    "unknown prompt": (
        "lines:\n  - at: 1\n    say: hi\n  - after: check.asks\n    say: hi\n",
        r":7: lines\.1\.after: unknown prompt 'check.asks'; did you mean 'check.ask'\?",
    ),
    "empty text": ('lines:\n  - {at: 1, say: ""}\n', "lines.0.say: expected a text"),
    "a bare no": ("lines:\n  - {at: 1, say: no}\n", "lines.0.say: .*quotes"),
    "no sound file": ("lines:\n  - {at: 1, play: gone.wav}\n", "play: no sound file .*gone.wav"),
    "unknown noise": ("lines:\n  - {at: 1, noise: sneeze}\n", "known noises are cough"),
    "half a power cut": ("lines:\n  - {at: 1, power_cut: false}\n", "can only be true"),
    "unknown room noise": (LINES + "room: {noise: wind, snr: 3}\n", "wind, nor one of silence"),
    "noise without level": (LINES + "room: {noise: pink}\n", "one of noise_level, snr"),
    "noise with two levels": (LINES + "room: {noise: hum, snr: 1, noise_level: -9}\n", "and snr"),
    "level of silence": (LINES + "room: {snr: 10}\n", "silence has no level"),
    "echo too loud": (LINES + "room: {echo: 50}\n", "room.echo: expected -80 to 20"),
    "delay of no echo": (LINES + "room: {echo_delay_ms: 50}\n", "there is no echo"),
    "room as list": (LINES + "room: []\n", "room: expected keys and values"),
    "unknown intent": (LINES + "expect: {heard: [Begin]}\n", "expect.heard.0: unknown intent"),
    "unknown event": (LINES + "expect: {events: [began]}\n", "unknown event 'began'.*'begun'"),
    "unknown phase": (LINES + "expect: {phase: idel}\n", "expect.phase: unknown phase"),
    "intents as text": (LINES + "expect: {heard: StartSession}\n", "heard: expected a list"),
    "ice as number": (LINES + "expect: {ice: 5}\n", "ice: expected a list of two"),
    "ice backwards": (LINES + "expect: {ice: [9, 5]}\n", "expect.ice.1: expected 9 to"),
    "first part is later": ("parts: [{later: 1h, lines: [{at: 1, say: a}]}]\n", "first part"),
    "second part has no start": (
        "parts:\n  - lines: [{at: 1, say: a}]\n  - lines: [{at: 1, say: a}]\n",
        ":6: parts.1: needs exactly one of starts, later, next_day",
    ),
    "no such zone": ("zone: Europe/Atlantis\nlines: [{at: 1, say: a}]\n", "zone: expected a time"),
    "folder of zones": ("zone: America\nlines: [{at: 1, say: a}]\n", ":4: zone: expected a time"),
    "endless zone": (f"zone: {'a' * 999}\nlines: [{{at: 1, say: a}}]\n", "zone: expected a time"),
    "too late": (
        "parts:\n  - lines: [{at: 1, say: a}]\n  - {later: 9999d, lines: [{at: 1, say: a}]}\n",
        "parts.1.later: expected at most ten years",
    ),
    "endless later": (
        "parts:\n  - lines: [{at: 1, say: a}]\n  - later: " + "9" * 90 + "d",
        "parts.1.later: expected a time such as",
    ),
    "endless text": (f"lines: [{{at: 1, say: {'a' * 1001}}}]\n", "say: expected up to 1000"),
    "unspeakable text": ('lines: [{at: 1, radio: "\\e[2J"}]\n', "radio: expected up to 1000"),
    "unspeakable voice": ('lines: [{at: 1, say: a, voice: "\\e"}]\n', "voice: expected the name"),
    "too many lines": ("lines:" + "\n- {at: 1, say: a}" * 1001, ":1005: .*more than 1000 lines"),
    "too many parts": ("parts:" + "\n- {lines: [{at: 1, say: a}]}" * 101, "more than 100 parts"),
    "odd later": (
        "parts:\n  - lines: [{at: 1, say: a}]\n  - {later: soon, lines: [{at: 1, say: a}]}\n",
        "parts.1.later: expected a time such as",
    ),
    "odd time of day": (
        "parts:\n  - lines: [{at: 1, say: a}]\n  - {next_day: 25, lines: [{at: 1, say: a}]}\n"
        '  - {next_day: "25:00", lines: [{at: 1, say: a}]}\n',
        "parts.2.next_day: expected a time of day",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_mistake_is_named(tmp_path: Path, case: str) -> None:
    text, error = BROKEN[case]
    with pytest.raises(DocumentError, match=error) as raised:
        load(tmp_path, HEAD + text)
    assert str(raised.value).startswith(str(tmp_path / "some.yaml:"))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "expected keys and values, found nothing"),
        ("- a\n- b\n", "expected keys and values, found a list"),
        ("name: test\n", "description: is missing"),
        ("name: 5\n", "name: expected a text, found 5"),
        (
            "name: a\ndescription: b\nstarts: 0001-01-01T00:00:00+01:00\n" + LINES,
            ":3: starts: .*year",
        ),
        (
            "name: a\ndescription: b\nstarts: 9999-12-31T23:00:00-01:00\n" + LINES,
            ":3: starts: .*year",
        ),
        ("name: a\ndescription: b\nstarts: tomorrow\n" + LINES, "starts: expected a date"),
        ("name: a\ndescription: b\nstarts: 2026-11-22\n" + LINES, "starts: expected a date"),
        (
            "name: a\ndescription: b\nstarts: 2026-11-22T09:00:00\n" + LINES,
            ":3: starts: .*with its offset",
        ),
    ],
)
def test_a_broken_head_is_named(tmp_path: Path, text: str, error: str) -> None:
    with pytest.raises(DocumentError, match=error):
        load(tmp_path, text)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "some.yaml"
    path.write_bytes(b"name: \xff\xfe")
    with pytest.raises(DocumentError, match="not UTF-8"):
        Scenario.load(path)


def test_names_are_not_checked_where_they_are_not_known(tmp_path: Path) -> None:
    path = tmp_path / "some.yaml"
    path.write_text(HEAD + "lines: [{after: any.thing, say: hi}]\n", encoding="utf-8")
    assert Scenario.load(path).runs[0].lines[0].trigger.key == "any.thing"


def test_shipped_scenarios_are_found_by_name_and_others_by_path(tmp_path: Path) -> None:
    assert {"plain", "numb", "five-a-day", "nobody", "wrong-words", "power-cut"} <= set(
        Scenario.shipped()
    )
    for name in Scenario.shipped():
        assert Scenario.load(Scenario.find(name)).name == name
    own = tmp_path / "own.yaml"
    own.touch()
    assert Scenario.find(str(own)) == own
    with pytest.raises(NoSuchScenario, match="plian: no such scenario; known are five-a-day"):
        Scenario.find("plian")
