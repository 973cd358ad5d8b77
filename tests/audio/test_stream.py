"""The live stream, in a process of its own, on a sound card that PulseAudio makes up."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audio.sound import RATE
from audio.wave import write
from tests.patience import PATIENCE, wait_for
from tests.soundcard import SoundCard

START = f"""\
import sys, threading, time
import numpy as np
from audio.errors import DeviceError, DeviceLost
from audio.sound import BLOCK, RATE, SILENCE
from audio.stream import Stream

def patiently():
    end = time.monotonic() + {PATIENCE}
    while time.monotonic() < end: yield

def told():
    heard = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), heard.set()), daemon=True).start()
    return heard
"""


def sine(hertz: float, seconds: float) -> NDArray[np.int16]:
    time = np.arange(int(seconds * RATE)) / RATE
    return np.asarray(10_000 * np.sin(2 * np.pi * hertz * time)).astype(np.int16)


def loudest(samples: NDArray[np.int16]) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples)))) * RATE / len(samples)


def test_what_is_spoken_is_heard_and_what_is_played_sounds(
    shared_card: SoundCard, tmp_path: Path
) -> None:
    code = """
stream = Stream()
played = (10_000 * np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE)).astype(np.int16)
blocks = [played[at : at + BLOCK].tobytes() for at in range(0, RATE, BLOCK)]
over, heard, count = told(), b"", 0
print("ready", flush=True)
while not over.is_set():
    heard += stream.exchange(blocks[count % 50])
    count += 1
open(sys.argv[1], "wb").write(heard)
print(count)
stream.close()
"""
    write(tmp_path / "speech.wav", sine(440, 3))
    with shared_card.open(START + code, [str(tmp_path / "heard.raw")]) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        tape = shared_card.tape()
        with shared_card.speak(tmp_path / "speech.wav"):
            pass
        loudspeaker = tape.stop()
        printed, _ = process.communicate("\n", PATIENCE)
    heard = np.frombuffer((tmp_path / "heard.raw").read_bytes(), np.int16)
    assert len(heard) == int(printed) * 320
    assert loudest(loudspeaker) == pytest.approx(1000, abs=2)
    middle = int(np.median(np.flatnonzero(np.abs(heard) > 5_000)))
    assert loudest(heard[middle - RATE // 2 :][:RATE]) == pytest.approx(440, abs=2)


def test_the_loudspeaker_has_no_gaps_but_those_counted(shared_card: SoundCard) -> None:
    code = """
stream = Stream()
over, phase = told(), 0
print("ready", flush=True)
while not over.is_set():
    time.sleep(0.01)
    wave = 10_000 * np.sin(2 * np.pi * 400 * (phase + np.arange(BLOCK)) / RATE)
    stream.exchange(wave.astype(np.int16).tobytes())
    phase += BLOCK
print(stream.xruns)
stream.close()
"""
    with shared_card.open(START + code) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        tape = shared_card.tape()
        tape.wait_until(2)
        sound = tape.stop().astype(float)
        printed, _ = process.communicate("\n", PATIENCE)
    gaps = int(printed)
    loud = np.flatnonzero(np.abs(sound) > 5_000)
    played = sound[loud[0] : loud[-1]]
    assert gaps or np.diff(loud).max() < RATE // 400
    assert len(played) > RATE


def test_a_loop_that_is_held_up_is_not_late_for_ever(shared_card: SoundCard) -> None:
    code = """
stream = Stream()
for _ in range(50): stream.exchange(SILENCE)
time.sleep(0.5)
for _ in patiently():
    stream.exchange(SILENCE)
    short = not stream.full, stream.behind <= 0.04
    if all(short): break
print(stream.xruns > 0, *short)
stream.close()
"""
    assert shared_card.run(START + code) == "True True True\n"


def test_what_nobody_fetches_is_bounded(shared_card: SoundCard) -> None:
    code = """
stream = Stream()
stream.exchange(SILENCE)
for _ in patiently():
    if stream.xruns: break
    time.sleep(0.1)
time.sleep(0.5)
print(stream.behind <= 10, stream.xruns > 0)
stream.close()
"""
    assert shared_card.run(START + code) == "True True\n"


def test_perfect_silence_is_noticed(shared_card: SoundCard) -> None:
    code = """
stream = Stream()
for _ in range(200): stream.exchange(SILENCE)
print(stream.dead, stream.latency > 0.04)
for _ in range(100): stream.exchange(SILENCE)
print(stream.dead)
stream.close()
"""
    assert shared_card.run(START + code) == "False True\nTrue\n"


def test_a_computer_that_was_asleep_is_noticed_and_its_clock_goes_on(
    shared_card: SoundCard,
) -> None:
    code = """
from audio.errors import Asleep
stream = Stream()
for _ in range(10): stream.exchange(SILENCE)
before, then, real = stream.clock(), time.monotonic(), time.clock_gettime
time.clock_gettime = lambda clock: real(clock) + 3600 * (clock == time.CLOCK_BOOTTIME)
try: stream.exchange(SILENCE)
except Asleep as error: print(error)
print(round(stream.clock() - before - (time.monotonic() - then), 0))
stream.exchange(SILENCE)
stream.close()
"""
    assert shared_card.run(START + code) == (
        "the computer was asleep for 3600 s; the sound begins anew\n3600.0\n"
    )


def test_a_tone_is_heard_from_a_loop_that_hangs(shared_card: SoundCard) -> None:
    code = """
from audio.tone import tone
stream = Stream()
stream.exchange(SILENCE)
print("ready", flush=True)
sys.stdin.readline()
stream.interject(tone("trouble"))
sys.stdin.readline()
stream.close()
"""
    with shared_card.open(START + code) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        tape = shared_card.tape()
        process.stdin.write("\n")
        process.stdin.flush()
        wait_for(lambda: np.abs(tape.sound()).max() > 5_000, "the tone")
        tape.stop()
        process.stdin.close()


def test_a_stream_that_is_deaf_gives_silence(shared_card: SoundCard, tmp_path: Path) -> None:
    code = """
stream = Stream()
print("ready", flush=True)
def hears():
    for _ in patiently():
        if np.abs(np.frombuffer(stream.exchange(SILENCE), np.int16)).max() > 5000: return True
for stream.deaf in (False, True, False):
    print(any(b"".join(stream.exchange(SILENCE) for _ in range(75))) if stream.deaf else hears())
stream.close()
"""
    write(tmp_path / "speech.wav", sine(440, 30))
    with shared_card.open(START + code) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        speaking = shared_card.speak(tmp_path / "speech.wav")
        assert process.stdout.read() == "True\nFalse\nTrue\n"
        speaking.kill()
        speaking.wait()


def test_closed_twice_it_is_lost_for_exchanges(shared_card: SoundCard) -> None:
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
    assert shared_card.run(START + code) == expected


def test_two_streams_at_once(shared_card: SoundCard) -> None:
    code = """
one, other = Stream(), Stream()
for _ in range(20): one.exchange(SILENCE); other.exchange(SILENCE)
one.close()
for _ in range(20): other.exchange(SILENCE)
other.close()
print("done")
"""
    assert shared_card.run(START + code) == "done\n"


@pytest.mark.parametrize("wanted", ["'nobody'", "77", "'u'"])
def test_a_wrong_device_is_one_line_with_the_right_ones(
    shared_card: SoundCard, wanted: str
) -> None:
    code = f"""
try: Stream({wanted})
except DeviceError as error: print(error)
"""
    (line,) = shared_card.run(START + code).splitlines()
    assert '"pulse" (ALSA)' in line


def test_a_stream_that_ends_by_itself_is_opened_again(shared_card: SoundCard) -> None:
    code = """
stream = Stream()
for _ in range(25): stream.exchange(SILENCE)
ended = stream._stream
ended.abort()
for _ in range(50): stream.exchange(SILENCE)
print(stream._stream is not ended, stream.xruns > 0)
stream.close()
"""
    assert shared_card.run(START + code) == "True True\n"
