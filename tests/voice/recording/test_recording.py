"""Recording: all of it is there, whatever happens, and nothing of it disturbs the session."""

import shutil
import stat
import subprocess
import sys
import threading
import wave
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.errors import DeviceLost
from audio.sound import RATE
from intents.intent import Intent, IntentName
from tests.patience import wait_for
from tests.soundcard import ROOT
from tests.voice.recording.sounds import STARTS, blocks, sound, start
from voice.errors import RecordingError, RecordingFull, RecordingUnwritable, VoiceLost
from voice.notice import (
    CommandHeard,
    EventSaved,
    FailureReported,
    Notice,
    PhaseEntered,
    PromptEnded,
    PromptStarted,
    PromptUnspoken,
    Remark,
    UtteranceRejected,
)
from voice.publisher import LivePublisher
from voice.recording.account import RecordingEnded, SoundGap, TimedNotice
from voice.recording.file import Recorded, Writer
from voice.recording.recording import Recording
from voice.session.event import Event, EventKind
from voice.session.phase import Phase

Driver = Callable[..., "subprocess.Popen[str]"]


class Tape:
    """A recording in the making, a second at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.date: datetime = STARTS
        self.number = 0
        self.recording = Recording(path, start())

    def second(self, count: int = 1) -> None:
        for _ in range(50 * count):
            self.recording(sound(self.number, self.date))
            self.number += 1
            self.date += timedelta(milliseconds=20)

    def ends(self, kind: type[RecordingError], seconds: int) -> RecordingError:
        """Record on, which ends the recording with an error within so many seconds."""
        with pytest.raises(kind) as caught:
            self.second(seconds)
        return caught.value

    def loaded(self) -> Recorded:
        self.recording.close()
        return Recorded.load(self.path)


@pytest.fixture
def tape(tmp_path: Path) -> Tape:
    return Tape(tmp_path / "recordings" / "one.wav")


def gaps(recorded: Recorded) -> list[TimedNotice]:
    return [one for one in recorded.account if isinstance(one.notice, SoundGap)]


def test_all_sound_is_there_and_other_programs_read_it(tape: Tape) -> None:
    tape.second(3)
    recorded = tape.loaded()
    assert recorded.length == 3
    assert not recorded.cut
    assert np.array_equal(recorded.sound.reshape(-1, 3), blocks(3))
    samples, rate = soundfile.read(tape.path, dtype="int16")
    assert rate == RATE
    assert np.array_equal(samples, blocks(3))
    with wave.open(str(tape.path)) as file:
        assert (file.getnchannels(), file.getnframes()) == (3, 3 * RATE)


def test_a_last_part_of_a_second_is_kept(tape: Tape) -> None:
    tape.second()
    tape.recording(sound(50))
    tape.recording.close()
    tape.recording.close()
    assert len(tape.loaded().sound) == 51


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="there is no ffmpeg")
def test_ffmpeg_reads_it(tape: Tape) -> None:
    tape.second()
    tape.recording.close()
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", tape.path, "-f", "s16le", "-"],
        capture_output=True,
        check=True,
    )
    assert raw.stderr == b""
    assert np.array_equal(np.frombuffer(raw.stdout, "<i2").reshape(-1, 3), blocks(1))


def test_only_the_user_may_read_it_and_none_is_overwritten(tape: Tape) -> None:
    assert stat.S_IMODE(tape.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(tape.path.parent.stat().st_mode) == 0o700
    tape.second()
    tape.recording.close()
    before = tape.path.read_bytes()
    with pytest.raises(RecordingUnwritable, match=r"one\.wav: cannot be recorded into"):
        Tape(tape.path)
    assert tape.path.read_bytes() == before


def test_all_that_happens_stands_where_it_did(tape: Tape) -> None:
    intent = Intent(IntentName.START_SESSION, {"minutes": 9}, "start", 0.31234, 0.8, 1.0)
    volume = Event(EventKind.SETTING, STARTS + timedelta(seconds=1), {"name": "volume"})
    tape.recording(PhaseEntered(Phase.IDLE))
    tape.second()
    rejected = UtteranceRejected("blue moon", 0.9, 1.4)
    for notice in (CommandHeard(intent), rejected, EventSaved(volume), Remark("Hello.")):
        tape.recording(notice)
    tape.second()
    said = PromptStarted("greeting.first", "Hello,\nI am 'Floe'.")
    others: list[Notice] = [
        said,
        PromptEnded("greeting.first"),
        PromptUnspoken("Nobody hears this."),
        FailureReported.of(VoiceLost("no voice")),
    ]
    for other in others:
        tape.recording(other)
    assert tape.loaded().account == [
        TimedNotice(0.0, PhaseEntered(Phase.IDLE)),
        TimedNotice(1.0, CommandHeard(replace(intent, start=0.312))),
        TimedNotice(1.0, rejected),
        TimedNotice(1.0, EventSaved(volume)),
        *(TimedNotice(2.0, notice) for notice in others),
        TimedNotice(2.0, RecordingEnded("closed")),
    ]


def test_its_start_comes_back(tape: Tape) -> None:
    tape.second()
    recorded = tape.loaded()
    assert recorded.start == start()
    assert recorded.start.date.utcoffset() == timedelta(hours=1)


def test_time_without_sound_is_a_gap(tape: Tape) -> None:
    tape.second()
    tape.recording(FailureReported.of(DeviceLost("unplugged")))
    tape.date += timedelta(seconds=1.7)
    tape.second()
    tape.date += timedelta(minutes=4)
    tape.second()
    tape.date += timedelta(seconds=0.7)
    tape.second()
    assert gaps(tape.loaded()) == [
        TimedNotice(1.0, SoundGap("DeviceLost", 1.7)),
        TimedNotice(2.0, SoundGap("", 240.0)),
    ]


def test_a_machine_that_is_too_slow_loses_sound_but_a_hold_up_does_not(tape: Tape) -> None:
    tape.second()
    tape.date += timedelta(seconds=1.9)
    tape.second()
    tape.date -= timedelta(seconds=1.9)
    for _ in range(8):
        tape.second()
        tape.date += timedelta(seconds=0.5)
    assert gaps(tape.loaded()) == [TimedNotice(9.0, SoundGap("", 3.5))]


def test_it_ends_when_it_is_long_enough(tape: Tape, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.recording.recording.LONGEST", 2.0)
    tape.ends(RecordingFull, 4)
    tape.second(2)
    tape.recording(UtteranceRejected("too late", 3, 4))
    recorded = tape.loaded()
    assert recorded.length == 2
    assert recorded.account == [TimedNotice(2.0, RecordingEnded("full"))]


def test_more_words_than_there_is_room_for_end_it(tape: Tape) -> None:
    rejected = UtteranceRejected("blue moon " * 100_000, 0, 1)
    for _ in range(4):
        tape.recording(rejected)
        tape.second()
    tape.recording(rejected)
    tape.ends(RecordingFull, 1)
    recorded = tape.loaded()
    assert [one.notice for one in recorded.account] == [rejected] * 4
    assert recorded.length == 4
    assert recorded.cut


def test_it_leaves_room_on_the_disk_and_tells_once(
    tape: Tape, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice.recording.file.RESERVE", 1 << 62)
    other = tape.path.with_name("other.wav")
    with pytest.raises(RecordingUnwritable, match="disk is nearly full"):
        Tape(other)
    assert not other.exists()
    tape.ends(RecordingUnwritable, 1)
    tape.second(2)
    tape.recording.close()
    tape.recording.close()


def test_live_all_of_it_is_there_and_its_end_is_told_to_the_others(
    tape: Tape, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice.recording.recording.LONGEST", 2.0)
    told: list[Notice] = []
    publisher = LivePublisher()
    publisher.subscribe("the recording", tape.recording, tape.recording.close)
    publisher.subscribe("the terminal", told.append)
    for number in range(120):
        publisher.publish(sound(number))
    wait_for(lambda: any(isinstance(one, FailureReported) for one in told))
    assert publisher.close() == []
    [failure] = [one for one in told if isinstance(one, FailureReported)]
    assert failure.error == "RecordingFull"
    assert failure.text.endswith("one.wav: is 0.000555556 hours long, and ends here")
    assert np.array_equal(Recorded.load(tape.path).sound.reshape(-1, 3), blocks(2))


def test_live_a_disk_that_is_too_slow_ends_it_and_is_told(
    tape: Tape, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, write = threading.Event(), Writer.write
    told: list[Notice] = []

    def slow(self: Writer, sound: bytes, account: Iterable[TimedNotice]) -> None:
        disk.wait()
        write(self, sound, account)

    monkeypatch.setattr(Writer, "write", slow)
    publisher = LivePublisher(backlog=60)
    publisher.subscribe("the recording", tape.recording, tape.recording.close)
    publisher.subscribe("the terminal", told.append)
    for number in range(200):
        publisher.publish(sound(number))
        wait_for(lambda: sound(number) in told)  # noqa: B023 (waits here)
    disk.set()
    assert publisher.close() == []
    lost = FailureReported("SubscriberLost", "the recording is too slow: it ends here")
    assert [one for one in told if isinstance(one, FailureReported)] == [lost]
    wait_for(lambda: Recorded.load(tape.path).length == 1)
    assert Recorded.load(tape.path).cut
    tape.recording.close()


def test_live_what_is_not_written_yet_is_written_at_the_end(tape: Tape) -> None:
    publisher = LivePublisher()
    publisher.subscribe("the recording", tape.recording, tape.recording.close)
    for number in range(75):
        publisher.publish(sound(number))
    publisher.publish(PromptEnded("goodbye"))
    assert publisher.close() == []
    recorded = Recorded.load(tape.path)
    assert recorded.length == 1.5
    assert recorded.account == [
        TimedNotice(1.5, PromptEnded("goodbye")),
        TimedNotice(1.5, RecordingEnded("closed")),
    ]
    assert not recorded.cut


def test_a_folder_that_cannot_be_made_is_an_error_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordingUnwritable, match=r"file/one\.wav: cannot be recorded into"):
        Tape(tmp_path / "file" / "one.wav")


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
    assert len(recorded.account) in (whole - 1, whole)
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
