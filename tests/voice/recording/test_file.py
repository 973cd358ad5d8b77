"""Files that are no recordings, or are no longer whole: a clear error, or as far as it goes."""

import json
import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.sound import RATE
from tests.voice.recording.sounds import STARTS, block, blocks, start
from voice.errors import (
    NotRecording,
    RecordingEmpty,
    RecordingError,
    RecordingNewer,
    RecordingUnreadable,
    RecordingUnwritable,
)
from voice.notice import UtteranceRejected
from voice.recording.account import RecordingEnded, TimedNotice
from voice.recording.codec import decode
from voice.recording.file import Recorded, Writer
from voice.recording.start import FORMAT, Start
from voice.session.event import Event, EventKind

SOUND_AT = 44 + (4 << 20) + 8


def heard(at: float, text: str) -> TimedNotice:
    return TimedNotice(at, UtteranceRejected(text, 0.0, 0.0))


def texts(recorded: Recorded) -> list[str]:
    notices = (one.notice for one in recorded.account)
    return [one.text for one in notices if isinstance(one, UtteranceRejected)]


def recording(path: Path, seconds: int = 3) -> Path:
    """Make one with a notice a second."""
    writer = Writer(path, start())
    for second in range(seconds):
        sound = blocks(seconds)[RATE * second : RATE * (second + 1)]
        writer.write(sound.tobytes(), [heard(second + 1.0, f"s {second}")])
    writer.write(b"", [TimedNotice(float(seconds), RecordingEnded("closed"))])
    writer.close()
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return recording(tmp_path / "one.wav")


def patched(path: Path, at: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


def refused(path: Path, kind: type[RecordingError], problem: str) -> None:
    with pytest.raises(RecordingError) as caught:
        Recorded.load(path)
    assert type(caught.value) is kind
    assert str(caught.value).startswith(f"{path}: ")
    assert re.search(problem, str(caught.value))
    assert len(str(caught.value).splitlines()) == 1


def test_whole_it_is_not_cut(path: Path) -> None:
    recorded = Recorded.load(path)
    assert (recorded.length, recorded.cut) == (3, False)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is no recording of Floe's"),
        (b"Dear diary,\n" * 500, "is no recording of Floe's"),
        (b"RIFF", "is no recording of Floe's"),
    ],
)
def test_other_files(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "other.wav"
    path.write_bytes(content)
    refused(path, NotRecording, problem)


@pytest.mark.parametrize("format_", ["WAV", "FLAC"])
def test_saved_anew_by_an_editor_it_is_none(path: Path, format_: str) -> None:
    samples, rate = soundfile.read(path, dtype="int16")
    soundfile.write(path, samples, rate, format=format_)
    refused(path, NotRecording, "editors that save one anew drop the decisions")


def test_what_is_no_file(tmp_path: Path) -> None:
    refused(tmp_path / "none.wav", RecordingUnreadable, "no such file")
    refused(tmp_path, RecordingUnreadable, "is no file")
    os.mkfifo(tmp_path / "pipe")
    refused(tmp_path / "pipe", RecordingUnreadable, "is no file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(path: Path) -> None:
    path.chmod(0)
    refused(path, RecordingUnreadable, "cannot be read: Permission denied")


@pytest.mark.parametrize("size", [44 + 1000, SOUND_AT - 3, SOUND_AT, SOUND_AT + 1919])
def test_cut_off_before_its_first_block(path: Path, size: int) -> None:
    os.truncate(path, size)
    refused(path, RecordingEmpty, "before any sound")


def test_cut_off_in_its_start(path: Path) -> None:
    os.truncate(path, 44 + 20)
    refused(path, NotRecording, "its start makes no sense")


@pytest.mark.parametrize("lost", [1, 1920, 100_000])
def test_cut_off_in_its_sound_it_is_read_as_far_as_it_goes(path: Path, lost: int) -> None:
    os.truncate(path, path.stat().st_size - lost)
    recorded = Recorded.load(path)
    assert recorded.cut
    assert len(recorded.sound) == (3 * RATE * 6 - lost) // 1920
    whole = recorded.sound.reshape(-1, 3)
    assert np.array_equal(whole, blocks(3)[: len(whole)])


def test_a_power_cut_may_leave_sound_without_its_size(path: Path) -> None:
    with path.open("ab") as file:
        file.write(block(0, 0))
    assert Recorded.load(path).length == 3


def test_the_account_counts_up_to_a_line_that_is_damaged(path: Path) -> None:
    at = path.read_bytes().index(b'"s 1"')
    patched(path, at, b"\xff\x00\x00")
    recorded = Recorded.load(path)
    assert texts(recorded) == ["s 0"]
    assert recorded.cut


@pytest.mark.parametrize(
    "line", ["", "{}", "[]", "7", '{"at":1}', '{"at":1,"kind":"x"}', '{"at":1,"kind":"gap","x":1}']
)
def test_what_is_no_line_of_an_account(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(line, STARTS)


def test_a_start_of_brackets(path: Path) -> None:
    patched(path, 44, b"[" * 100_000)
    refused(path, NotRecording, "its start makes no sense")


@pytest.mark.parametrize(
    "line",
    [
        '{"at":0.5,"kind":"missed","text":"earlier"}',
        '{"at":2,"kind":"gap","values":{"seconds":9e8}}',
    ],
)
def test_the_account_ends_where_time_runs_back_or_away(tmp_path: Path, line: str) -> None:
    path = tmp_path / "one.wav"
    writer = Writer(path, start())
    writer.write(blocks(1).tobytes(), [heard(1.0, "before"), heard(3.0, "x" * len(line))])
    writer.close()
    at = path.read_bytes().index(b'{"at":3.0')
    patched(path, at, line.encode() + b"\n\0")
    assert texts(Recorded.load(path)) == ["before"]


def changed(change: Callable[[dict[str, object]], object]) -> str:
    values = json.loads(start().json())
    change(values)
    return json.dumps(values)


def test_of_a_newer_floe(path: Path) -> None:
    newer = changed(lambda values: values.update(format=FORMAT + 1))
    with pytest.raises(RecordingNewer, match="update Floe"):
        Start.parse(newer)
    patched(path, 44, newer.encode())
    refused(path, RecordingNewer, "update Floe")


@pytest.mark.parametrize(
    "change",
    [
        lambda values: values.pop("format"),
        lambda values: values.update(format="1"),
        lambda values: values.update(date="2026-11-22"),
        lambda values: values.update(events=7),
        lambda values: values.update(events=[["screened", STARTS.isoformat(), {}]]),
        lambda values: values.update(events=[["begun", STARTS.isoformat(), {}]]),
        lambda values: values.update(events=[["notice", "2026-11-22T09:00:00", {}]]),
        lambda values: values.update(events=[["notice", "9999-12-31T23:59:59+00:00", {}]]),
        lambda values: values.update(events=[["notice", 7, {}]]),
        lambda values: values.update(events=[["notice", STARTS.isoformat(), []]]),
        lambda values: values.update(events=[["pain", STARTS.isoformat(), {"level": "bad"}]]),
        lambda values: values.update(model=[]),
        lambda values: values.update(wake={"a": 1}),
        lambda values: values.update(format=[]),
    ],
)
def test_a_start_that_makes_no_sense(change: Callable[[dict[str, object]], object]) -> None:
    with pytest.raises(NotRecording, match="its start makes no sense"):
        Start.parse(changed(change))


def test_what_was_written_before_the_disk_was_full_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one.wav"
    writer = Writer(path, start())
    writer.write(blocks(1).tobytes(), [heard(1.0, "before")])
    monkeypatch.setattr("voice.recording.file.RESERVE", 1 << 62)
    with pytest.raises(RecordingUnwritable, match="disk is nearly full"):
        writer.write(blocks(1).tobytes(), [heard(2.0, "after")])
    writer.close()
    recorded = Recorded.load(path)
    assert (recorded.length, recorded.cut) == (1, True)
    assert texts(recorded) == ["before"]


def test_more_memory_than_there_is_room_for(tmp_path: Path) -> None:
    event = Event(EventKind.EMERGENCY, STARTS - timedelta(1), {"words": "x" * (5 << 20)})
    with pytest.raises(RecordingError, match="too much"):
        Writer(tmp_path / "one.wav", Start(STARTS, "floe-en", None, [event]))
    assert not list(tmp_path.iterdir())
