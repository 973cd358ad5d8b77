"""A live stream whose sound server dies or hangs, in a process of its own."""

from tests.soundcard import SoundCard

START = """\
import sys
from audio.errors import DeviceError, DeviceLost
from audio.sound import SILENCE
from audio.stream import Stream
"""


def test_a_server_that_dies_is_noticed_and_the_next_one_used(card: SoundCard) -> None:
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
    with card.open(START + code) as process:
        assert process.stdout
        assert process.stdin
        assert process.stdout.readline() == "ready\n"
        card.kill()
        assert "the sound has stopped" in process.stdout.readline()
        assert process.stdout.readline() == "still\n"
        assert process.stdout.readline() in {"NoDevice\n", "DeviceFailed\n"}
        card.restart()
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "again\n"
    assert process.returncode == 0


def test_a_server_that_hangs_is_noticed_too(card: SoundCard) -> None:
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
    with card.open(START + code) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        card.freeze()
        assert "the sound has stopped" in process.stdout.readline()
        assert process.stdout.readline() == "closed\n"
        card.kill()
