"""A live stream whose loop stands still, in a process of its own, which may be stopped as well."""

import signal

from tests.patience import PATIENCE
from tests.soundcard import SoundCard

START = f"""\
import sys, time
from audio.sound import BLOCK_SECONDS, SILENCE
from audio.stream import Stream

stream = Stream()
def fetch(seconds):
    for _ in range(round(seconds / BLOCK_SECONDS)): stream.exchange(SILENCE)
def until(condition):
    end = time.monotonic() + {PATIENCE}
    while not condition():
        assert time.monotonic() < end
        stream.exchange(SILENCE)
def in_time(): return not stream.late
fetch(0.5)
until(in_time)
"""


def test_what_is_heard_while_nobody_listens_is_late_and_then_no_more(
    shared_card: SoundCard,
) -> None:
    code = """
time.sleep(3)
stream.exchange(SILENCE)
print(stream.late, 2.5 < stream.behind < 6, stream.lag >= 2.5)
until(in_time)
print(stream.behind < 0.5)
stream.close()
"""
    assert shared_card.run(START + code) == "True True True\nTrue\n"


def test_what_was_heard_before_anybody_listened_is_not_late(shared_card: SoundCard) -> None:
    code = """
time.sleep(2)
stream.skip()
print(stream.behind < 0.5)
stream.close()
other = Stream()
time.sleep(2)
other.exchange(SILENCE)
print(other.late)
other.close()
"""
    assert shared_card.run(START + code) == "True\nFalse\n"


def test_nothing_more_is_taken_for_the_loudspeaker_while_there_is_enough(
    shared_card: SoundCard,
) -> None:
    code = """
import numpy as np
print(stream.full)
stream.interject(np.zeros(16000, np.int16))
print(stream.full, stream.playing)
until(lambda: not stream.full)
print(not stream.full)
stream.close()
"""
    assert shared_card.run(START + code) == "False\nTrue True\nTrue\n"


def test_a_process_that_was_stopped_knows_it_and_keeps_its_sound_card(
    shared_card: SoundCard,
) -> None:
    code = """
print("ready", flush=True)
until(lambda: stream.late)
print(stream.lag > 2.0, flush=True)
until(in_time)
fetch(0.5)
print("in time")
stream.close()
"""
    with shared_card.open(START + code) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGSTOP)
        tape = shared_card.tape()
        tape.wait_until(3)
        tape.stop()
        process.send_signal(signal.SIGCONT)
        assert process.stdout.read() == "True\nin time\n"
