"""The live stream, in a process of its own, on a sound card that PulseAudio makes up."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audio.sound import RATE
from audio.wave import write
from tests.soundcard import SoundCard, sound_card

START = """\
import sys, time
import numpy as np
from audio.errors import DeviceError, DeviceLost
from audio.sound import BLOCK, RATE, SILENCE
from audio.stream import CUSHION, Stream
"""


@pytest.fixture(scope="module")
def card() -> Iterator[SoundCard]:
    with sound_card() as card:
        yield card


@pytest.fixture
def own_card() -> Iterator[SoundCard]:
    """One that may be broken."""
    with sound_card() as card:
        yield card


def sine(hertz: float, seconds: float) -> NDArray[np.int16]:
    time = np.arange(int(seconds * RATE)) / RATE
    return np.asarray(10_000 * np.sin(2 * np.pi * hertz * time)).astype(np.int16)


def loudest(samples: NDArray[np.int16]) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples)))) * RATE / len(samples)


def test_what_is_spoken_is_heard_and_what_is_played_sounds(card: SoundCard, tmp_path: Path) -> None:
    code = """
stream = Stream()
played = (10_000 * np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE)).astype(np.int16)
blocks = [played[at : at + BLOCK].tobytes() for at in range(0, RATE, BLOCK)]
print("ready", flush=True)
heard = b"".join(stream.exchange(blocks[n % 50]) for n in range(180))
open(sys.argv[1], "wb").write(heard)
stream.close()
"""
    write(tmp_path / "speech.wav", sine(440, 3))
    with card.open(START + code, [str(tmp_path / "heard.raw")]) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        with card.speak(tmp_path / "speech.wav"):
            loudspeaker = card.hear(2)
    heard = np.frombuffer((tmp_path / "heard.raw").read_bytes(), np.int16)
    assert len(heard) == 180 * 320
    assert loudest(loudspeaker) == pytest.approx(1000, abs=2)
    assert loudest(heard[2 * RATE : 3 * RATE]) == pytest.approx(440, abs=2)


def test_the_loudspeaker_has_no_gaps_but_those_counted(card: SoundCard) -> None:
    code = """
stream = Stream()
print("ready", flush=True)
phase = 0
for _ in range(150):
    time.sleep(0.01)
    wave = 10_000 * np.sin(2 * np.pi * 400 * (phase + np.arange(BLOCK)) / RATE)
    stream.exchange(wave.astype(np.int16).tobytes())
    phase += BLOCK
print(stream.xruns)
stream.close()
"""
    with card.open(START + code) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        sound = card.hear(2).astype(float)
        gaps = int(process.stdout.readline())
    loud = np.flatnonzero(np.abs(sound) > 5_000)
    played = sound[loud[0] : loud[-1]]
    assert gaps or np.diff(loud).max() < RATE // 400
    assert len(played) > RATE


def test_a_loop_that_is_held_up_is_not_late_for_ever(card: SoundCard) -> None:
    code = """
stream = Stream()
for _ in range(50): stream.exchange(SILENCE)
time.sleep(0.5)
for _ in range(100): stream.exchange(SILENCE)
print(stream.xruns > 0, stream._playback.qsize() <= CUSHION + 1, stream._heard.qsize() <= 2)
stream.close()
"""
    assert card.run(START + code) == "True True True\n"


def test_what_nobody_fetches_is_bounded(card: SoundCard) -> None:
    code = """
stream = Stream()
stream.exchange(SILENCE)
time.sleep(2.6)
print(stream._heard.qsize() <= 100, stream.xruns > 0)
stream.close()
"""
    assert card.run(START + code) == "True True\n"


def test_perfect_silence_is_noticed(card: SoundCard) -> None:
    code = """
stream = Stream()
for _ in range(200): stream.exchange(SILENCE)
print(stream.dead, stream.latency > 0.04)
for _ in range(100): stream.exchange(SILENCE)
print(stream.dead)
stream.close()
"""
    assert card.run(START + code) == "False True\nTrue\n"


def test_a_computer_that_was_asleep_is_noticed_and_its_clock_goes_on(card: SoundCard) -> None:
    code = """
from audio.errors import Asleep
stream = Stream()
for _ in range(10): stream.exchange(SILENCE)
before, real = stream.clock(), time.clock_gettime
time.clock_gettime = lambda clock: real(clock) + 3600 * (clock == time.CLOCK_BOOTTIME)
try: stream.exchange(SILENCE)
except Asleep as error: print(error)
print(round(stream.clock() - before, 0))
stream.exchange(SILENCE)
stream.close()
"""
    assert card.run(START + code) == (
        "the computer was asleep for 3600 s; the sound begins anew\n3600.0\n"
    )


def test_a_tone_is_heard_from_a_loop_that_hangs(card: SoundCard) -> None:
    code = """
from audio.tone import tone
stream = Stream()
stream.exchange(SILENCE)
print("ready", flush=True)
time.sleep(0.5)
stream.interject(tone("trouble"))
sys.stdin.readline()
stream.close()
"""
    with card.open(START + code) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        assert np.abs(card.hear(2)).max() > 5_000
        process.stdin.close()


def test_a_stream_that_is_deaf_gives_silence(card: SoundCard, tmp_path: Path) -> None:
    code = """
stream = Stream()
print("ready", flush=True)
for stream.deaf in (False, True):
    heard = b"".join(stream.exchange(SILENCE) for _ in range(75))
    print(np.abs(np.frombuffer(heard, np.int16)).max() > 5000, any(heard))
stream.close()
"""
    write(tmp_path / "speech.wav", sine(440, 5))
    with card.open(START + code) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        with card.speak(tmp_path / "speech.wav"):
            assert process.stdout.read() == "True True\nFalse False\n"


def test_closed_twice_it_is_lost_for_exchanges(card: SoundCard) -> None:
    code = """
stream = Stream("pulse", 0)
print(stream.microphone.name, stream.loudspeaker.name)
stream.close()
stream.close()
try: stream.exchange(SILENCE)
except DeviceLost as error: print(error)
again = Stream()
again.exchange(SILENCE)
print(again.clock() <= time.monotonic())
again.close()
"""
    expected = "pulse pulse\nthe sound devices are closed\nTrue\n"
    assert card.run(START + code) == expected


def test_two_streams_at_once(card: SoundCard) -> None:
    code = """
one, other = Stream(), Stream()
for _ in range(20): one.exchange(SILENCE); other.exchange(SILENCE)
one.close()
for _ in range(20): other.exchange(SILENCE)
other.close()
print("done")
"""
    assert card.run(START + code) == "done\n"


@pytest.mark.parametrize("wanted", ["'nobody'", "77", "'u'"])
def test_a_wrong_device_is_one_line_with_the_right_ones(card: SoundCard, wanted: str) -> None:
    code = f"""
try: Stream({wanted})
except DeviceError as error: print(error)
"""
    (line,) = card.run(START + code).splitlines()
    assert '"pulse" (ALSA)' in line


def test_a_stream_that_ends_by_itself_is_opened_again(card: SoundCard) -> None:
    code = """
stream = Stream()
for _ in range(25): stream.exchange(SILENCE)
ended = stream._stream
ended.abort()
for _ in range(50): stream.exchange(SILENCE)
print(stream._stream is not ended, stream.xruns > 0)
stream.close()
"""
    assert card.run(START + code) == "True True\n"


def test_a_server_that_dies_is_noticed_and_the_next_one_used(own_card: SoundCard) -> None:
    code = """
stream = Stream()
for _ in range(25): stream.exchange(SILENCE)
print("ready", flush=True)
try:
    for _ in range(1000): stream.exchange(SILENCE)
except DeviceLost as error: print(error, flush=True)
try: stream.exchange(SILENCE)
except DeviceLost as error: print("still", flush=True)
stream.close()
try: Stream()
except DeviceError as error: print(type(error).__name__, flush=True)
sys.stdin.readline()
again = Stream()
for _ in range(25): again.exchange(SILENCE)
again.close()
print("again")
"""
    with own_card.open(START + code) as process:
        assert process.stdout
        assert process.stdin
        assert process.stdout.readline() == "ready\n"
        own_card.kill()
        assert "the sound has stopped" in process.stdout.readline()
        assert process.stdout.readline() == "still\n"
        assert process.stdout.readline() in {"NoDevice\n", "DeviceFailed\n"}
        own_card.restart()
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "again\n"
    assert process.returncode == 0


def test_a_server_that_hangs_is_noticed_too(own_card: SoundCard) -> None:
    code = """
stream = Stream()
for _ in range(25): stream.exchange(SILENCE)
print("ready", flush=True)
try:
    for _ in range(1000): stream.exchange(SILENCE)
except DeviceLost as error: print(error, flush=True)
stream.close()
print("closed", flush=True)
"""
    with own_card.open(START + code) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        own_card.freeze()
        assert "the sound has stopped" in process.stdout.readline()
        assert process.stdout.readline() == "closed\n"
        own_card.kill()
