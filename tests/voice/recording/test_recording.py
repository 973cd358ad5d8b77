"""Recording: all of it is there, whatever happens, and nothing of it disturbs the session."""

import shutil
import stat
import subprocess
import sys
import wave
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.errors import DeviceLost
from audio.sound import RATE
from floe.errors import FloeError
from intents.intent import Intent, IntentName
from tests.soundcard import ROOT
from tests.voice.recording.sounds import STARTS, block, blocks, start
from voice.errors import VoiceLost
from voice.observers import Observers
from voice.recording.decision import Decision, DecisionKind
from voice.recording.errors import RecordingFull, RecordingUnwritable
from voice.recording.file import Recorded
from voice.recording.recording import Recording
from voice.session.event import Event, EventKind

Driver = Callable[..., "subprocess.Popen[str]"]


class Room:
    """Where a recording is made, a second at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told: list[FloeError] = []
        self.date: datetime = STARTS
        self.number = 0
        self.recording = Recording(path, start(), self.told.append, lambda: self.date)

    def second(self, count: int = 1) -> None:
        for _ in range(50 * count):
            sounds = (block(self.number, channel) for channel in range(3))
            self.recording.sound(*sounds)
            self.number += 1
            self.date += timedelta(milliseconds=20)

    def loaded(self) -> Recorded:
        self.recording.close()
        return Recorded.load(self.path)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "recordings" / "one.wav")


def kinds(recorded: Recorded) -> list[DecisionKind]:
    return [one.kind for one in recorded.decisions]


def test_all_sound_is_there_and_other_programs_read_it(room: Room) -> None:
    room.second(3)
    recorded = room.loaded()
    assert recorded.length == 3
    assert not recorded.cut
    assert np.array_equal(recorded.sound.reshape(-1, 3), blocks(3))
    samples, rate = soundfile.read(room.path, dtype="int16")
    assert rate == RATE
    assert np.array_equal(samples, blocks(3))
    with wave.open(str(room.path)) as file:
        assert (file.getnchannels(), file.getnframes()) == (3, 3 * RATE)
    assert not room.told


def test_a_last_part_of_a_second_is_kept(room: Room) -> None:
    room.second()
    room.recording.sound(*(block(50, channel) for channel in range(3)))
    room.recording.close()
    room.recording.close()
    assert len(room.loaded().sound) == 51


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="there is no ffmpeg")
def test_ffmpeg_reads_it(room: Room) -> None:
    room.second()
    room.recording.close()
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", room.path, "-f", "s16le", "-"],
        capture_output=True,
        check=True,
    )
    assert raw.stderr == b""
    assert np.array_equal(np.frombuffer(raw.stdout, "<i2").reshape(-1, 3), blocks(1))


def test_only_the_user_may_read_it_and_none_is_overwritten(room: Room) -> None:
    assert stat.S_IMODE(room.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(room.path.parent.stat().st_mode) == 0o700
    room.second()
    room.recording.close()
    before = room.path.read_bytes()
    with pytest.raises(RecordingUnwritable, match=r"one\.wav: cannot be recorded into"):
        Room(room.path)
    assert room.path.read_bytes() == before


def test_decisions_stand_where_they_fell(room: Room) -> None:
    intent = Intent(IntentName.START_SESSION, {"minutes": 9}, "start", 0.31234, 0.8, 1.0)
    watched = Observers(room.recording)
    watched.phase("idle", 77.0)
    room.second()
    watched.heard(intent)
    watched.missed("blue moon", 0.9, 1.4)
    watched.event(Event(EventKind.SETTING, STARTS, {"name": "volume", "value": 0.6}))
    room.second()
    watched.said("greeting.first", "Hello,\nI am 'Floe'.", 99.0)
    watched.spoke("greeting.first", 99.9)
    watched.unspoken("Nobody hears this.")
    watched.failed(VoiceLost("no voice"))
    assert room.loaded().decisions == [
        Decision(0.0, DecisionKind.PHASE, "idle"),
        Decision(1.0, DecisionKind.HEARD, "StartSession", "start", {"minutes": 9}, 0.312, 0.8),
        Decision(1.0, DecisionKind.MISSED, "", "blue moon", {}, 0.9, 1.4),
        Decision(1.0, DecisionKind.EVENT, "setting", "", {"name": "volume", "value": 0.6}),
        Decision(2.0, DecisionKind.SAID, "greeting.first", "Hello,\nI am 'Floe'."),
        Decision(2.0, DecisionKind.SPOKE, "greeting.first"),
        Decision(2.0, DecisionKind.UNSPOKEN, "", "Nobody hears this."),
        Decision(2.0, DecisionKind.FAILED, "VoiceLost", "no voice"),
        Decision(2.0, DecisionKind.ENDED, "", "closed"),
    ]


def test_its_start_comes_back(room: Room) -> None:
    room.second()
    recorded = room.loaded()
    assert recorded.start == start()
    assert recorded.start.date.utcoffset() == timedelta(hours=1)


def test_time_without_sound_is_a_gap(room: Room) -> None:
    room.second()
    room.recording.failed(DeviceLost("unplugged"))
    room.date += timedelta(seconds=1.7)
    room.second()
    room.date += timedelta(minutes=4)
    room.second()
    room.date += timedelta(seconds=0.7)
    room.second()
    gaps = [one for one in room.loaded().decisions if one.kind is DecisionKind.GAP]
    assert gaps == [
        Decision(1.0, DecisionKind.GAP, "DeviceLost", values={"seconds": 1.7}),
        Decision(2.0, DecisionKind.GAP, values={"seconds": 240.0}),
    ]


def test_a_machine_that_is_too_slow_loses_sound_but_a_hold_up_does_not(room: Room) -> None:
    room.second()
    room.date += timedelta(seconds=1.9)
    room.second()
    room.date -= timedelta(seconds=1.9)
    for _ in range(8):
        room.second()
        room.date += timedelta(seconds=0.5)
    gaps = [one for one in room.loaded().decisions if one.kind is DecisionKind.GAP]
    assert gaps == [Decision(9.0, DecisionKind.GAP, values={"seconds": 3.5})]


def test_it_ends_when_it_is_long_enough(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.recording.recording.LONGEST", 2.0)
    room.second(4)
    room.recording.missed("too late", 3, 4)
    (told,) = room.told
    assert isinstance(told, RecordingFull)
    recorded = room.loaded()
    assert recorded.length == 2
    assert recorded.decisions == [Decision(2.0, DecisionKind.ENDED, "", "full")]
    assert room.told == [told]


def test_a_disk_that_is_too_slow_ends_it(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.recording.recording._BACKLOG", -1)
    room.second(3)
    (told,) = room.told
    assert isinstance(told, RecordingUnwritable)
    assert "too slow" in str(told)
    assert room.recording.blocks == 50


def test_more_words_than_there_is_room_for_end_it(room: Room) -> None:
    for _ in range(6):
        room.recording.missed("blue moon " * 100_000, 0, 1)
        room.second()
    recorded = room.loaded()
    (told,) = room.told
    assert isinstance(told, RecordingFull)
    assert kinds(recorded) == [DecisionKind.MISSED] * 4
    assert recorded.length == 4
    assert recorded.cut


def test_it_leaves_room_on_the_disk_and_tells_once(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice.recording.file.RESERVE", 1 << 62)
    other = room.path.with_name("other.wav")
    with pytest.raises(RecordingUnwritable, match="disk is nearly full"):
        Room(other)
    assert not other.exists()
    room.second(3)
    room.recording.close()
    room.recording.close()
    (told,) = room.told
    assert isinstance(told, RecordingUnwritable)


def test_a_folder_that_cannot_be_made_is_an_error_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordingUnwritable, match=r"file/one\.wav: cannot be recorded into"):
        Room(tmp_path / "file" / "one.wav")


@pytest.fixture
def driver(tmp_path: Path) -> Driver:
    def run(*arguments: object) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.voice.recording.recorder", tmp_path / "k.wav"]
        return subprocess.Popen(
            [str(one) for one in [*command, *arguments]],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    return run


def _until(process: "subprocess.Popen[str]", line: str) -> list[str]:
    assert process.stdout
    lines: list[str] = []
    while not lines or lines[-1] != line:
        lines.append(process.stdout.readline().strip())
        assert lines[-1], f"it has ended: {lines}"
    return lines


def test_killed_it_is_a_whole_file_up_to_the_last_second(driver: Driver, tmp_path: Path) -> None:
    with driver() as process:
        _until(process, "30")
        process.kill()
    recorded = Recorded.load(tmp_path / "k.wav")
    # One second may be in the writer's hands, and one is not yet handed over.
    assert recorded.length >= 29
    whole = round(recorded.length)
    assert recorded.cut
    assert np.array_equal(recorded.sound.reshape(-1, 3), blocks(whole))
    assert len(recorded.decisions) in (whole - 1, whole)
    samples, _ = soundfile.read(tmp_path / "k.wav", dtype="int16")
    assert len(samples) == whole * RATE


def test_a_full_disk_ends_it_and_nothing_else(driver: Driver, tmp_path: Path) -> None:
    room_for = 10 * RATE * 6 + 2 * 1000
    with driver((4 << 20) + room_for) as process:
        lines = _until(process, "30")
        process.kill()
    (told,) = [line for line in lines if not line.isdigit()]
    assert "k.wav: cannot be recorded into (File too large)" in told
    recorded = Recorded.load(tmp_path / "k.wav")
    assert recorded.length == 10
    assert recorded.cut
    assert np.array_equal(recorded.sound.reshape(-1, 3), blocks(10))
    samples, _ = soundfile.read(tmp_path / "k.wav", dtype="int16")
    assert len(samples) == 10 * RATE
