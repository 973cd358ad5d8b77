"""A program that opens thousands of connections to a page and means no good.

    python -m tests.voice.display.attacker PORT WAY ATTEMPTS [many]

It prints a line when it has begun and one when it has made its attempts; what it holds open then
it holds until its standard input ends. With ``many`` it comes from many addresses, where the
system has them all, as Linux does.
"""

import contextlib
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Iterator

from tests.soundcard import ROOT

HOLDS = 600
"""Connections that it holds at a time; then the oldest is closed."""
WAYS = {
    "idle": b"",
    "half a line": b"GET /pre",
    "no end of headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n",
    "huge header": b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: " + b"a" * 30_000,
    "garbage": bytes(range(256)) * 20,
    "wrong path": b"GET /press HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no body": b"POST /press HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n{",
}


@contextlib.contextmanager
def attack(port: int, way: str, attempts: int, *, many: bool = False) -> "Iterator[Attack]":
    """Let one run, which has begun."""
    command = [sys.executable, "-m", "tests.voice.display.attacker", str(port), way, str(attempts)]
    with subprocess.Popen(
        [*command, *(["many"] if many else [])],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "begun\n"
            yield Attack(process)
        finally:
            process.kill()


class Attack:
    """One that has begun."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._done = False
        os.set_blocking(process.stdout.fileno(), False)  # type: ignore[union-attr]

    @property
    def done(self) -> bool:
        """Whether all attempts were made."""
        assert self._process.stdout
        assert self._process.poll() is None, "the attacker has failed"
        self._done = self._done or self._process.stdout.readline() == "done\n"
        return self._done


def connect(port: int, number: int, *, many: bool) -> socket.socket:
    """Begin to connect, and do not wait for it."""
    client = socket.socket()
    client.setblocking(False)
    if many:
        with contextlib.suppress(OSError):
            client.bind((f"127.{1 + number % 250}.{number // 250 % 250}.7", 0))
    with contextlib.suppress(BlockingIOError):
        client.connect(("127.0.0.1", port))
    return client


def main(port: int, way: str, attempts: int, *, many: bool) -> None:
    held: deque[socket.socket] = deque()
    print("begun", flush=True)
    for number in range(attempts):
        held.append(connect(port, number, many=many))
        # It is connected by now, if it ever will be.
        for client in list(held)[-20:-19]:
            with contextlib.suppress(OSError):
                client.send(WAYS[way])
        if len(held) > HOLDS:
            held.popleft().close()
    print("done", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), many="many" in sys.argv)
