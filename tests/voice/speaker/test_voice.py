import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audio.sound import RATE
from tests.patience import wait_for
from tests.voice.speaker.playback import HANGS
from voice.errors import EngineMissing, UnknownVoice, VoiceLost
from voice.speaker.voice import ATTEMPTS, Voice

LINE = "Peel the cup until about two inches of ice show."


@pytest.fixture
def voice(tmp_path: Path) -> Iterator[Voice]:
    with Voice(folder=tmp_path / "cache", patience=HANGS) as voice:
        yield voice


def test_a_sentence_becomes_speech(voice: Voice) -> None:
    samples = voice.render(LINE)
    assert samples.dtype == np.int16
    assert 2 * RATE < len(samples) < 5 * RATE
    assert 6_000 < np.abs(samples.astype(int)).max() < 32_000


def test_it_starts_and_ends_with_speech_not_silence(voice: Voice) -> None:
    loud = np.flatnonzero(np.abs(voice.render(LINE).astype(int)) > 300)
    assert loud[0] < RATE // 20
    assert len(voice.render(LINE)) - loud[-1] < RATE // 10


@pytest.mark.parametrize("text", ["Stop.", "Now wet the ice.", LINE, "Oh, no. " * 10])
def test_all_sentences_are_equally_loud(voice: Voice, text: str) -> None:
    samples = voice.render(text).astype(float) / 32_768
    blocks = samples[: len(samples) // 320 * 320].reshape(-1, 320)
    power = (blocks**2).mean(axis=1)
    level = 10 * np.log10(power[power > power.max() / 1000].mean())
    assert level == pytest.approx(-21, abs=1.5)


def test_a_faster_rate_takes_less_time(voice: Voice) -> None:
    """More than once: espeak's rate is set on another thread, and came too late."""
    for number in range(10):
        slow, fast = (len(voice.render(f"{LINE} {number}", rate)) for rate in (100, 240))
        assert fast < 0.6 * slow


def test_a_rate_beyond_the_engine_is_its_fastest(voice: Voice) -> None:
    assert np.array_equal(voice.render("go on", 9_000), voice.render("go on", 450))


def test_another_voice_speaks_differently(voice: Voice) -> None:
    ours, other = voice.render(LINE), voice.render(LINE, voice="en-gb-scotland+f3")
    assert not np.array_equal(ours, other)


@pytest.mark.parametrize("name", ["en-gb", "EN-GB", "gmw/en-us", "English (Scotland)"])
def test_a_voice_answers_to_several_names(voice: Voice, name: str) -> None:
    assert len(voice.render("hello", voice=name))


@pytest.mark.parametrize("name", ["en-us+nobody", "Zarathustra", "", "../../etc/passwd"])
def test_an_unknown_voice_is_an_error_that_names_others(voice: Voice, name: str) -> None:
    if name:
        with pytest.raises(UnknownVoice, match=r'no voice ".+"; there are .*en-'):
            voice.render("hello", voice=name)
    else:
        assert len(voice.render("hello", voice=name))


def test_the_voice_given_at_the_start_is_used(tmp_path: Path) -> None:
    with Voice("nobody", tmp_path) as voice, pytest.raises(UnknownVoice):
        voice.render("hello")


def test_the_voices_are_listed(voice: Voice) -> None:
    assert {"en-us", "en-gb", "de"} <= set(voice.voices())


@pytest.mark.parametrize("text", ["", "  \n\t ", "\0\x07", "...", "\ud800"])
def test_nothing_to_say_is_no_sound(voice: Voice, text: str) -> None:
    assert voice.render(text).shape == (0,)


@pytest.mark.parametrize(
    "text",
    ["a\0b", "<b>bold</b> & more", "[[h@l@U]]", "na\u00efve caf\u00e9", "\u4f60\u597d", "\ud800 x",
     '"quoted" \\ {}\r\n', "7:30, 50 %", "\U0001f642 yes"],
)  # fmt: skip
def test_odd_characters_are_spoken_around(voice: Voice, text: str) -> None:
    assert len(voice.render(text)) > RATE // 10


def test_a_very_long_text_is_spoken_whole(voice: Voice) -> None:
    words = "and keep the ice moving in small circles over the sore place "
    assert len(voice.render(words * 100)) > 80 * len(voice.render(words))
    assert len(voice.render("a" * 3000)) > RATE


def test_what_was_rendered_is_kept(voice: Voice, tmp_path: Path) -> None:
    first = voice.render(LINE)
    assert voice.render(LINE) is first
    broken = (sys.executable, "-c", "")
    with Voice(folder=tmp_path / "cache", command=broken) as other:
        assert np.array_equal(other.render(LINE), first)
        with pytest.raises(VoiceLost):
            other.render("something else")


def test_what_is_kept_cannot_be_spoiled(voice: Voice) -> None:
    with pytest.raises(ValueError, match="read-only"):
        voice.render(LINE)[0] = 1


def test_a_damaged_cache_file_is_made_anew(voice: Voice, tmp_path: Path) -> None:
    whole = len(voice.render(LINE))
    (file,) = (tmp_path / "cache").iterdir()
    for content in (b"", b"x" * 40, file.read_bytes()[:-100]):
        file.write_bytes(content)
        with Voice(folder=tmp_path / "cache") as other:
            assert len(other.render(LINE)) == pytest.approx(whole, abs=100)


def test_a_cache_that_cannot_be_written_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with Voice(folder=tmp_path / "file" / "cache") as voice:
        assert len(voice.render(LINE))


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGSTOP, signal.SIGSEGV])
def test_an_engine_that_dies_or_hangs_is_replaced(voice: Voice, sent: int) -> None:
    voice.render("first")
    before = voice.pid
    assert before
    os.kill(before, sent)
    assert len(voice.render(LINE)) > 2 * RATE
    assert voice.pid != before
    assert not alive(before)


def test_an_engine_that_hangs_again_and_again_is_replaced_each_time(voice: Voice) -> None:
    voice.render("first")
    for number in range(2):
        assert voice.pid
        os.kill(voice.pid, signal.SIGSTOP)
        assert len(voice.render(f"sentence {number}"))


def test_a_worker_that_ends_at_once_loses_the_voice(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "")
    with Voice(folder=tmp_path, command=command) as voice:
        for _ in range(2):
            with pytest.raises(VoiceLost, match=r"nothing can be said.*has ended"):
                voice.render("hello")
        with pytest.raises(VoiceLost):
            voice.voices()


def test_a_worker_that_cannot_be_run(tmp_path: Path) -> None:
    with (
        Voice(folder=tmp_path, command=("no-such-program",)) as voice,
        pytest.raises(VoiceLost, match="no process can be started"),
    ):
        voice.render("hello")


def test_a_lost_voice_comes_back(tmp_path: Path) -> None:
    """The worker fails until the file appears, as a package in the middle of an update does."""
    flag = tmp_path / "repaired"
    worker = Path(__file__).parents[3] / "voice" / "speaker" / "worker.py"
    code = (
        "import os, pathlib, runpy, sys\n"
        f"if not pathlib.Path({str(flag)!r}).exists(): os._exit(1)\n"
        f"runpy.run_path({str(worker)!r}, run_name='__main__')\n"
    )
    with Voice(folder=tmp_path / "cache", command=(sys.executable, "-P", "-c", code)) as voice:
        with pytest.raises(VoiceLost):
            voice.render("hello")
        flag.touch()
        assert len(voice.render("hello"))


def test_a_worker_that_writes_nonsense_is_tried_as_often_as_others(tmp_path: Path) -> None:
    log = tmp_path / "starts"
    code = (
        "import json, pathlib, sys\n"
        f"file = open({str(log)!r}, 'a'); file.write('x'); file.close()\n"
        "print(json.dumps({'ready': 'espeak'}), flush=True)\n"
        "sys.stdin.readline()\n"
        "path = pathlib.Path(sys.argv[1], 'a'); path.write_bytes(b'no sound')\n"
        "print(json.dumps({'path': str(path)}), flush=True)\n"
        "sys.stdin.readline()\n"
    )
    with (
        Voice(folder=tmp_path / "cache", command=(sys.executable, "-c", code)) as voice,
        pytest.raises(VoiceLost, match="not a sound file"),
    ):
        voice.render("hello")
    assert log.read_text() == "x" * ATTEMPTS


def test_without_an_engine_it_says_what_to_install(tmp_path: Path) -> None:
    """A Python without packages stands for a machine on which nothing is installed."""
    worker = Path(__file__).parents[3] / "voice" / "speaker" / "worker.py"
    command = (sys.executable, "-I", "-S", str(worker))
    with (
        Voice(folder=tmp_path, command=command) as voice,
        pytest.raises(EngineMissing, match="pip install pyttsx3"),
    ):
        voice.render("hello")


@pytest.mark.parametrize("stopped", [False, True])
def test_no_process_outlives_a_killed_parent(tmp_path: Path, stopped: bool) -> None:
    code = (
        "import pathlib, sys, time; from voice.speaker.voice import Voice\n"
        "voice = Voice(folder=pathlib.Path(sys.argv[1])); voice.render('hello')\n"
        "print(voice.pid, voice._engine._folder, flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid, folder = parent.stdout.readline().split()
        worker = int(pid)
        if stopped:
            os.kill(worker, signal.SIGSTOP)
        parent.kill()
    wait_for(lambda: not alive(worker), "the end of the voice's process")
    assert not Path(folder).exists()


def test_closing_ends_the_process_and_may_be_done_twice(tmp_path: Path) -> None:
    voice = Voice(folder=tmp_path)
    voice.render("hello")
    pid = voice.pid
    assert pid
    voice.close()
    voice.close()
    assert voice.pid is None
    assert not alive(pid)


def test_a_forgotten_voice_ends_its_process(tmp_path: Path) -> None:
    voice = Voice(folder=tmp_path)
    voice.render("hello")
    pid = voice.pid
    assert pid
    del voice
    gc.collect()
    assert not alive(pid)


def alive(pid: int) -> bool:
    """Whether the process runs: a zombie that nobody has waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
