"""The watch over the sound server, in a process of its own, on a real server."""

import re
from collections.abc import Callable

from tests.patience import PATIENCE
from tests.soundcard import SoundCard

START = f"""\
import sys, threading, time
from audio.server import SoundServer
from audio.sound import SILENCE
from audio.stream import Stream

server = SoundServer()

def until(seen):
    end = time.monotonic() + {PATIENCE}
    while not (found := seen(route := server.route)) and time.monotonic() < end:
        stream.exchange(SILENCE)
    print(bool(found), flush=True)
    sys.stdin.readline()
    return route
"""


def test_what_becomes_of_the_microphone_is_seen(card: SoundCard) -> None:
    code = """
stream = Stream()
until(lambda route: route and route.names == ("vmic", "vspk"))
until(lambda route: route and route.muted)
until(lambda route: route and not route.muted)
until(lambda route: route and route.monitor)
until(lambda route: route and route.names[0] == "vmic" and not route.monitor)
until(lambda route: route and route.names[0] == "other")
stream.close()
server.close()
"""
    steps: list[Callable[[], None]] = [
        lambda: card.mute(muted=True),
        lambda: card.mute(muted=False),
        card.take_microphone,
        card.give_microphone,
        card.change_microphone,
        lambda: None,
    ]
    with card.open(START + code) as process:
        assert process.stdin
        assert process.stdout
        for step in steps:
            assert process.stdout.readline() == "True\n"
            step()
            process.stdin.write("\n")
            process.stdin.flush()
    assert process.returncode == 0


def test_a_loudspeaker_that_gives_no_sound_is_seen(card: SoundCard) -> None:
    code = """
stream = Stream()
def well(route): return route and route.loudspeaker_problem is None
def ill(route): return route and route.loudspeaker_problem is not None
until(well)
for _ in range(int(sys.argv[1])):
    print(until(ill).loudspeaker_problem, flush=True)
    until(well)
stream.close()
server.close()
"""
    troubles: list[tuple[Callable[[], None], Callable[[], None], str]] = [
        (
            lambda: card.mute_loudspeaker(muted=True),
            lambda: card.mute_loudspeaker(muted=False),
            "is muted, or Floe is",
        ),
        (lambda: card.turn(0), lambda: card.turn(100), "turned down to 0%"),
        (lambda: card.turn(3), lambda: card.turn(6), "turned down to 3%"),
        (lambda: card.turn_streams(50), lambda: card.turn(100), "turned down to 3%"),
        (
            lambda: card.mute_streams(muted=True),
            lambda: card.mute_streams(muted=False),
            "is muted, or Floe is",
        ),
        (lambda: card.turn_streams(2), lambda: card.turn_streams(100), "turned down to 2%"),
        (card.take_loudspeaker, card.give_loudspeaker, "no loudspeaker any more"),
    ]
    with card.open(START + code, [str(len(troubles))]) as process:
        assert process.stdin
        assert process.stdout

        def step() -> None:
            assert process.stdin
            process.stdin.write("\n")
            process.stdin.flush()

        assert process.stdout.readline() == "True\n"
        step()
        for break_, mend, said in troubles:
            break_()
            assert process.stdout.readline() == "True\n"
            step()
            assert re.search(said, process.stdout.readline())
            mend()
            assert process.stdout.readline() == "True\n"
            step()
    assert process.returncode == 0


def test_a_server_that_comes_back_is_found_again(card: SoundCard) -> None:
    code = """
stream = Stream()
until(lambda route: route)
stream.close()
while server.route: time.sleep(0.05)
print("gone", flush=True)
sys.stdin.readline()
stream = Stream()
until(lambda route: route)
stream.close()
server.close()
"""
    with card.open(START + code) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "True\n"
        card.kill()
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "gone\n"
        card.restart()
        process.stdin.write("\n\n")
        process.stdin.flush()
        assert process.stdout.readline() == "True\n"
    assert process.returncode == 0


def test_without_a_server_nothing_is_known_and_nothing_waits(card: SoundCard) -> None:
    card.kill()
    code = f"""
time.sleep(1.2)
print(server.route)
server.close()
server._thread.join({PATIENCE})
print(threading.active_count())
"""
    assert card.run(START + code) == "None\n1\n"


def test_without_the_library_nothing_is_known(card: SoundCard) -> None:
    code = "import sys; sys.modules['pulsectl'] = None\n"
    assert card.run(code + START + "print(server.route); server.close()") == "None\n"
