"""A connection of which nobody knows yet whether it is for the page."""

import secrets
import socket
import time
from enum import Enum, auto

from voice.display.socket_option import reset_on_close

REQUEST_SECONDS = 5.0
"""Seconds in which a new connection has to bring a first line, and be gone if that is wrong."""
_LONGEST_LINE = 2_000
"""Bytes of a request's first line; the page's own are below 100."""
_MOST_IGNORED = 65_536
"""Bytes that are still taken, and thrown away, from a client that was turned away."""
_CHUNK = 16_384
_REFUSAL = (
    b"HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n"
    b"X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n%s"
)


class Standing(Enum):
    """What is to become of a connection."""

    WAITING = auto()
    """More has to come from the client."""
    ADMITTED = auto()
    """It asks for something below the page's path."""
    OVER = auto()
    """It has ended, or has to."""


class PendingConnection:
    """Reads a request's first line, which has to ask for something below the page's path.

    A client that does not know the path costs a buffer of a line, and gets an answer of one.
    """

    kept = False

    def __init__(self, client: socket.socket, address: str, path: bytes) -> None:
        """Wait for the first line of ``client``, whose address it is; reading never blocks."""
        client.setblocking(False)
        self.client = client
        self.address = address
        self.begin = b""
        """What has come so far."""
        self._path = path
        self._ignored: int | None = None
        self._deadline = time.monotonic() + REQUEST_SECONDS

    def read(self) -> Standing:
        """Read what has come, and judge it."""
        try:
            data = self.client.recv(_CHUNK)
        except (BlockingIOError, InterruptedError):
            return Standing.WAITING
        except OSError:
            return Standing.OVER
        if not data:
            return Standing.OVER
        if self._ignored is not None:
            self._ignored += len(data)
            return Standing.OVER if self._ignored > _MOST_IGNORED else Standing.WAITING
        self.begin += data
        line, end, _ = self.begin.partition(b"\n")
        return self._judge(line) if end or len(line) > _LONGEST_LINE else Standing.WAITING

    def is_late(self, now: float) -> bool:
        """Return whether the client was too slow, by the monotonic clock."""
        return now > self._deadline

    def abort(self) -> None:
        """Close it, and leave nothing of it behind in the system."""
        reset_on_close(self.client)
        self.client.close()

    def _judge(self, line: bytes) -> Standing:
        parts = line.split()
        if len(parts) != 3 or not parts[2].startswith(b"HTTP/1."):
            return self._refuse(b"400 Bad Request", b"This is no request that a browser sends.")
        if not secrets.compare_digest(parts[1][: len(self._path)], self._path):
            return self._refuse(b"404 Not Found", b"Not found.")
        return Standing.ADMITTED

    def _refuse(self, status: bytes, text: bytes) -> Standing:
        """Answer, and take in what still comes, for closing at once would destroy the answer."""
        self._ignored, self.begin = 0, b""
        try:
            self.client.send(_REFUSAL % (status, len(text), text))
            self.client.shutdown(socket.SHUT_WR)
        except OSError:
            return Standing.OVER
        return Standing.WAITING
