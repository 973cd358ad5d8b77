"""A recording beside others who are told what happens, and in a process that is killed."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.sound import RATE
from tests.patience import wait_for
from tests.soundcard import ROOT
from tests.voice.recording.sounds import blocks, sound
from tests.voice.recording.tape import Tape
from voice.errors import RecordingEmpty
from voice.notice import (
    FailureReported,
    Notice,
    PromptEnded,
)
from voice.publisher import LivePublisher
from voice.recording.account import RecordingEnded, TimedNotice
from voice.recording.file import Recorded, Writer

Driver = Callable[..., "subprocess.Popen[str]"]


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

    def kept() -> bool:
        with contextlib.suppress(RecordingEmpty):
            return Recorded.load(tape.path).length == 1
        return False

    wait_for(kept)
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
