import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audio.sound import BLOCK_SECONDS, RATE
from intents.library import Intents
from models.store import BUNDLED, Store
from tests.speech import blocks, say
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.recognizer.vad import VoiceActivityDetector

Samples = NDArray[np.int16]


@pytest.fixture(scope="module")
def recognizer(tmp_path_factory: pytest.TempPathFactory) -> CommandRecognizer:
    return CommandRecognizer(
        Store().find(BUNDLED), Intents.load(), tmp_path_factory.mktemp("graphs")
    )


def _hum(seconds: float, level: float) -> Samples:
    """Return a fan: the blades' tone, its harmonics, and the rush of air; ``level`` is its rms."""
    time = np.arange(int(seconds * RATE)) / RATE
    tones = np.sum([np.sin(2 * np.pi * 87 * n * time) / n for n in range(1, 8)], axis=0)
    rush = np.convolve(np.random.default_rng(3).normal(0, 1, len(time)), np.ones(8) / 8, "same")
    sound = tones + 2 * rush
    scaled: Samples = (sound * level / np.sqrt(np.mean(np.square(sound)))).astype(np.int16)
    return scaled


def _softer(sound: Samples, decibels: float) -> Samples:
    """Make the speech softer, and put a microphone's own faint noise under it again."""
    noise = np.random.default_rng(1).normal(0, 4, len(sound))
    softer: Samples = (sound * 10 ** (-decibels / 20) + noise).astype(np.int16)
    return softer


def _trimmed(sound: Samples) -> Samples:
    """Cut off the silence around what `say` gives."""
    loud = np.flatnonzero(np.abs(sound) > 0.01 * np.abs(sound).max())
    trimmed: Samples = sound[loud[0] : loud[-1] + 1]
    return trimmed


def _rms(sound: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))


def _open_after(vad: VoiceActivityDetector, sound: Samples) -> list[bool]:
    opened = []
    for block in blocks(sound):
        vad.feed(block)
        opened.append(vad.open)
    return opened


def _pauses(vad: VoiceActivityDetector, sound: Samples) -> list[float]:
    """Return the pause after each block, 0 while closed."""
    found = []
    for block in blocks(sound):
        vad.feed(block)
        found.append(vad.pause if vad.open else 0.0)
    return found


def test_the_start_of_the_word_is_given_too() -> None:
    vad, sound = VoiceActivityDetector(), say("stop")
    passed = [len(vad.feed(block)) for block in blocks(sound)]
    opening = passed.index(next(count for count in passed if count))
    speech = np.flatnonzero(np.abs(sound) > 0.01 * np.abs(sound).max())[0] / RATE
    assert (opening + 1 - passed[opening]) * BLOCK_SECONDS < speech
    assert not vad.open


@pytest.mark.parametrize("text", ["stop", "no", "my skin is numb"])
def test_a_quiet_talker_opens_the_gate(text: str) -> None:
    assert any(_open_after(VoiceActivityDetector(), _softer(say(text), 30)))


@pytest.mark.parametrize("level", [100, 1000])
def test_a_fan_does_not_keep_the_gate_open(level: float) -> None:
    vad = VoiceActivityDetector()
    sound = np.concatenate([say("next step"), np.zeros(8 * RATE, np.int16)])
    opened = _open_after(vad, sound + _hum(len(sound) / RATE, level))
    assert any(opened)
    assert not any(opened[-round(4 / BLOCK_SECONDS) :])


def test_in_a_still_room_the_level_shows_the_pause_at_once() -> None:
    sound = say("what's next")
    pauses = _pauses(VoiceActivityDetector(), sound)
    loud = np.flatnonzero(np.abs(sound) > 0.1 * np.abs(sound).max())[-1]
    ends = int(loud / RATE / BLOCK_SECONDS)
    assert pauses[ends] <= 2 * BLOCK_SECONDS
    assert pauses[ends + 10] >= 8 * BLOCK_SECONDS


def test_in_a_fans_noise_the_level_shows_the_pause_too() -> None:
    sound = say("what's next")
    noisy = sound + _hum(len(sound) / RATE, _rms(_trimmed(sound)) / 4)
    loud = np.flatnonzero(np.abs(sound) > 0.1 * np.abs(sound).max())[-1]
    ends = int(loud / RATE / BLOCK_SECONDS)
    assert _pauses(VoiceActivityDetector(), noisy)[ends + 12] >= 8 * BLOCK_SECONDS


@pytest.mark.parametrize("text", ["stop the massage", "how many today", "what can i take"])
def test_within_a_command_there_is_no_pause_that_decides(text: str) -> None:
    sound = _trimmed(say(text))
    quiet = np.zeros(RATE // 2, np.int16)
    pauses = _pauses(VoiceActivityDetector(), np.concatenate([quiet, sound]))
    assert max(pauses) < 0.15


@pytest.mark.parametrize("text", ["stop", "next step", "my legs are numb"])
def test_a_command_in_steady_noise_is_decided(recognizer: CommandRecognizer, text: str) -> None:
    sound = say(text)
    noisy = np.concatenate([sound, np.zeros(RATE, np.int16)])
    noisy = noisy + _hum(len(noisy) / RATE, _rms(_trimmed(sound)) / 4)
    [heard] = [each.intent for each in recognizer.hear(blocks(noisy)) if each.intent]
    assert heard.text == text
    assert heard.decided < len(sound) / RATE - 1.0 + 0.6


@pytest.mark.parametrize("pause", [0.0, 0.1, 0.2])
def test_a_short_pause_does_not_cut_a_command_short(
    recognizer: CommandRecognizer, pause: float
) -> None:
    first, second = _trimmed(say("i can't feel it")), _trimmed(say("between my legs"))
    quiet = np.zeros(RATE, np.int16)
    gap = np.zeros(int(pause * RATE), np.int16)
    sound = np.concatenate([quiet, first, gap, second, quiet])
    sound = sound + np.random.default_rng(2).normal(0, 8, len(sound)).astype(np.int16)
    heard = [each.intent for each in recognizer.hear(blocks(sound)) if each.intent]
    assert [(each.name, each.text) for each in heard] == [
        ("ReportEmergency", "i can't feel it between my legs")
    ]


def test_a_quieter_sentence_after_a_loud_one_is_not_a_pause() -> None:
    loud, soft = say("start session"), _softer(say("how many sessions have i done today"), 26)
    vad = VoiceActivityDetector()
    _pauses(vad, loud)
    pauses = _pauses(vad, soft)
    begins = next(at for at, pause in enumerate(pauses) if pause)
    assert pauses[begins:].count(0.0) > 30


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted in /proc")
def test_the_detector_starts_no_threads_and_changes_no_environment() -> None:
    script = (
        "import os, numpy\n"
        "from voice.recognizer.vad import VoiceActivityDetector\n"
        "before = len(os.listdir('/proc/self/task')), dict(os.environ)\n"
        "vad = VoiceActivityDetector()\n"
        "sound = numpy.random.default_rng(1).normal(0, 1000, 320).astype('<i2').tobytes()\n"
        "for _ in range(20): vad.feed(sound)\n"
        "assert (len(os.listdir('/proc/self/task')), dict(os.environ)) == before\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
