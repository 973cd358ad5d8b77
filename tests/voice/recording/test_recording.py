"""Recording: all of it is there, whatever happens, and nothing of it disturbs the session."""

import shutil
import stat
import subprocess
import wave
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.errors import DeviceLost
from audio.sound import RATE
from intents.intent import Intent, IntentName
from tests.voice.recording.sounds import STARTS, blocks, sound, start
from tests.voice.recording.tape import Tape
from voice.errors import RecordingFull, RecordingUnwritable, VoiceLost
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
from voice.recording.account import RecordingEnded, SoundGap, TimedNotice
from voice.recording.file import Recorded
from voice.session.event import Event, EventKind
from voice.session.phase import Phase


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
    rejected = UtteranceRejected("blue moon " * 300, 0, 1)
    for _ in range(4):
        for _ in range(333):
            tape.recording(rejected)
        tape.second()
    for _ in range(333):
        tape.recording(rejected)
    tape.ends(RecordingFull, 1)
    recorded = tape.loaded()
    assert [one.notice for one in recorded.account] == [rejected] * 4 * 333
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


def test_a_folder_that_cannot_be_made_is_an_error_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordingUnwritable, match=r"file/one\.wav: cannot be recorded into"):
        Tape(tmp_path / "file" / "one.wav")
