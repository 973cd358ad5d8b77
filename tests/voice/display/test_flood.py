"""Thousands of connections, slow clients and too many presses: who knows the page is served."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from intents.intent import IntentName as N
from tests.patience import PATIENCE, wait_for
from tests.soundcard import ROOT
from tests.voice.display.attacker import WAYS, attack
from tests.voice.display.served import Served
from tests.voice.session.talk import Talk
from voice.display import application, connection, pending_connection
from voice.display.address import Address, Entrance
from voice.display.buttons import Buttons
from voice.display.connection_limits import ConnectionLimits
from voice.notice import Remark

EVERYWHERE = Address("0.0.0.0", 0)  # noqa: S104 (what is tested)
SPARE = 40
"""Descriptors that come and go with a test: the presses, the pipes of the attacker."""


@pytest.fixture
def entered(buttons: Buttons) -> Iterator[Served]:
    """A page for other machines, whose path is the key."""
    with closing(Entrance(EVERYWHERE)) as entrance:
        made = Served(entrance, buttons)
        with made.web:
            yield made


def descriptors() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def press(page: Served, say: str = "my skin is numb") -> int:
    headers = {"Origin": page.origin, "Content_Type": "application/json"}
    body = json.dumps({"say": say}).encode()
    for _ in range(100):
        # As the page does. Who comes from the attacker's own address may have to give way once,
        # if the system holds it up between connecting and asking.
        with suppress(ConnectionError):
            return page.ask(f"{page.entrance.path}press", "POST", body, **headers)[0]
    raise AssertionError("it is kept out")


@pytest.mark.parametrize(
    ("way", "attempts", "many"),
    [
        ("idle", 10_000, False),
        ("idle", 10_000, True),
        *((way, 1_500, True) for way in WAYS if way != "idle"),
    ],
)
def test_a_press_is_taken_while_thousands_knock(
    way: str, attempts: int, many: bool, entered: Served
) -> None:
    limits = ConnectionLimits.allowed()
    before, most = descriptors(), limits.pending + limits.served
    pressed = 0
    with attack(entered.entrance.port, way, attempts, many=many) as attacker:
        done = False
        while not done:
            done = attacker.done
            assert press(entered) == 204
            pressed += 1
            assert entered.pressed.get(timeout=PATIENCE).name == N.REPORT_NUMB
            assert descriptors() <= before + most + SPARE
        assert press(entered) == 204, "what is held open does not keep it out"
    assert pressed
    wait_for(lambda: descriptors() <= before + SPARE, "the end of all connections")


LOW = """
import os, resource, sys
from contextlib import closing
from intents.library import Intents
from tests.voice.display.served import Served
from tests.voice.session.talk import PROMPTS
from voice.display.address import Address, Entrance
from voice.display.buttons import Buttons

resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
with closing(Entrance(Address("0.0.0.0", 0))) as entrance:
    made = Served(entrance, Buttons(PROMPTS, Intents.load()))
    with made.web:
        print(entrance.port, entrance.path, flush=True)
        sys.stdin.readline()
        held = [os.pipe() for _ in range(50)]
        print("opened", flush=True)
        sys.stdin.readline()
        try:
            while True:
                held.append(os.pipe())
        except OSError:
            print("none is left", flush=True)
        sys.stdin.readline()
        for each in held:
            os.close(each[0])
        sys.stdin.readline()
"""


@pytest.fixture
def low() -> Iterator["subprocess.Popen[str]"]:
    """A page in a program that may have few descriptors, and goes on for each line it is given."""
    with subprocess.Popen(
        [sys.executable, "-c", LOW],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        yield process
        assert process.wait(PATIENCE) == 0


def goes_on(process: "subprocess.Popen[str]") -> None:
    assert process.stdin
    process.stdin.write("\n")


def says(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_descriptors_are_left_for_the_sound_and_the_journal(low: "subprocess.Popen[str]") -> None:
    port, path = says(low).split()
    with attack(int(port), "idle", 1_500) as attacker:
        wait_for(lambda: attacker.done)
        goes_on(low)
        assert says(low) == "opened"
        assert shows_the_page(int(port), path)
        goes_on(low)
        assert says(low) == "none is left"
    with socket.create_connection(("127.0.0.1", int(port)), timeout=PATIENCE):
        goes_on(low)
        assert shows_the_page(int(port), path), "there are some again"
    goes_on(low)


def shows_the_page(port: int, path: str) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as page:
        page.request("GET", path)
        return page.getresponse().status == 200


def open_to(page: Served, sent: bytes, *, buffer: int = 0) -> socket.socket:
    client = socket.socket()
    client.settimeout(PATIENCE)
    if buffer:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    client.connect(("127.0.0.1", page.entrance.port))
    client.sendall(sent)
    return client


def ends(client: socket.socket) -> bool:
    """Read until the other side has closed; it is an error if it never does."""
    with client, suppress(ConnectionError):
        while client.recv(65536):
            pass
    return True


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: a",
        b"POST /press HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
        b"Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HT",
        b"nonsense\r\n",
    ],
)
def test_who_is_slow_is_closed(
    begun: bytes, buttons: Buttons, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending_connection, "REQUEST_SECONDS", 0.3)
    monkeypatch.setattr(connection, "REQUEST_SECONDS", 0.3)
    monkeypatch.setattr(connection, "IDLE_SECONDS", 0.3)
    monkeypatch.setattr(application, "BODY_SECONDS", 0.3)
    with closing(Entrance(Address(port=0))) as entrance:
        made = Served(entrance, buttons)
        with made.web:
            assert ends(open_to(made, begun))


def test_a_page_that_does_not_read_is_cut_off_alone(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "UNREAD_SECONDS", 0.3)
    events = b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"
    slow, quick = open_to(served, events, buffer=2048), open_to(served, events)
    told = 0
    over = threading.Event()

    def talk() -> None:
        number = 0
        while not over.wait(0.05):
            number += 1
            served.board(Remark(f"{number}" * 5000))
            served.show(Talk())

    talking = threading.Thread(target=talk)
    talking.start()
    try:
        with quick, quick.makefile("rb") as lines:
            # Both are there by now.
            assert slow.recv(15) == lines.read(15) == b"HTTP/1.1 200 OK"
            before = descriptors()
            while descriptors() > before - 1:
                told += lines.readline().startswith(b"data:")
            told = 0
            while told < 5:
                told += lines.readline().startswith(b"data:")
    finally:
        over.set()
        talking.join()
        slow.close()


def test_it_ends_while_it_is_attacked(buttons: Buttons) -> None:
    with closing(Entrance(EVERYWHERE)) as entrance:
        made = Served(entrance, buttons)
        with attack(entrance.port, "idle", 1_000_000):
            with made.web:
                assert press(made) == 204
            assert not [one for one in threading.enumerate() if one.name == "web"]


def test_it_ends_though_who_takes_the_presses_hangs(
    buttons: Buttons, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice.display.web._CLOSING", 0.3)
    hanging, over = threading.Event(), threading.Event()

    def hang(_: object) -> None:
        hanging.set()
        over.wait()

    with closing(Entrance(Address(port=0))) as entrance:
        made = Served(entrance, buttons, hang)
        made.web.__enter__()
        with open_to(
            made,
            b"POST /press HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
            b'Content-Type: application/json\r\nContent-Length: 15\r\n\r\n{"say": "stop"}',
        ):
            assert hanging.wait(PATIENCE)
            made.web.close()
            over.set()
    wait_for(lambda: not [one for one in threading.enumerate() if one.name == "web"])
