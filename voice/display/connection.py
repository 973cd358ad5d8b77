"""One client's connection, before and while the HTTP server has it."""

import asyncio
import contextlib
import math
import secrets
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from typing import cast

REQUEST_SECONDS = 5.0
"""Seconds in which a new connection has to bring a whole request, but for its body."""
IDLE_SECONDS = 30.0
"""Seconds from an answer on in which the next request has to be there."""
UNREAD_SECONDS = 5.0
"""Seconds for which a client may leave what it is sent unread."""
_LONGEST_LINE = 2_000
"""Bytes of a request's first line; the page's own are below 100."""
_MOST_IGNORED = 65_536
"""Bytes that are still taken, and thrown away, from a client that was turned away."""
_SEND_BUFFER = 32_768
"""Bytes for the system, and as many for Python, to keep of what a client has not read yet."""
_LOST_MILLISECONDS = 10_000
"""After which a connection counts as lost where nothing comes back of what is sent."""
_REFUSAL = (
    b"HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n"
    b"X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n%s"
)

HandOver = Callable[["Connection"], asyncio.Protocol]
"""Gives the HTTP server's side of a connection that has shown that it knows the page's path."""


class Connection(asyncio.Protocol):
    """Keeps a client from the HTTP server until its first line asks for something of the page.

    Who does not know the path costs a buffer of a line, and no more. Times are of the monotonic
    clock; whoever owns the connection calls `is_late` now and then, and `abort`.
    """

    def __init__(
        self,
        address: str,
        path: str,
        hand_over: HandOver,
        forget: Callable[["Connection"], None],
    ) -> None:
        """Wait for a request from ``address`` for what is below ``path``.

        ``forget`` is called when the connection is closed, whoever closed it.
        """
        self.address = address
        self.kept = False
        """Whether it must not be closed for another: a page is told of all that happens."""
        self._path = path.encode()
        self._hand_over = hand_over
        self._forget = forget
        self._transport: asyncio.Transport | None = None
        self._server: asyncio.Protocol | None = None
        self._begin = b""
        self._ignored: int | None = None
        self._answering = 0
        self._deadline = time.monotonic() + REQUEST_SECONDS
        self._unread_since = math.inf

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the first line."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Look at the first line; all else is the server's."""
        if self._server:
            self._server.data_received(data)
        elif self._ignored is not None:
            self._ignored += len(data)
            if self._ignored > _MOST_IGNORED:
                self.abort()
        else:
            self._begin += data
            line, end, _ = self._begin.partition(b"\n")
            if end or len(line) > _LONGEST_LINE:
                self._judge(line)

    def eof_received(self) -> bool | None:
        """Let the server know that the client sends no more, or close."""
        return self._server.eof_received() if self._server else None

    def pause_writing(self) -> None:
        """Note that the client does not read."""
        self._unread_since = time.monotonic()
        if self._server:
            self._server.pause_writing()

    def resume_writing(self) -> None:
        """Note that it reads again."""
        self._unread_since = math.inf
        if self._server:
            self._server.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let everybody know that it is closed."""
        self._transport = None
        if self._server:
            self._server.connection_lost(exc)
        self._forget(self)

    def is_late(self, now: float) -> bool:
        """Return whether the client was too slow: with a request, or to read what it was sent."""
        slow = not self._answering and now > self._deadline
        return slow or now - self._unread_since > UNREAD_SECONDS

    def abort(self) -> None:
        """Close it at once, whatever is still to be sent."""
        if self._transport and not self._transport.is_closing():
            # A reset leaves nothing behind in the system, where closing would for a minute.
            linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
            with contextlib.suppress(OSError):
                client: socket.socket = self._transport.get_extra_info("socket")
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        if self._transport:
            self._transport.abort()

    @contextlib.contextmanager
    def answering(self, *, kept: bool = False) -> Iterator[None]:
        """Have no deadline while a request is answered; with ``kept``, also give way to nobody."""
        self._answering += 1
        self.kept = kept
        try:
            yield
        finally:
            self._answering -= 1
            self.kept = False
            self._deadline = time.monotonic() + IDLE_SECONDS

    def _judge(self, line: bytes) -> None:
        """Hand the client over to the server, or turn it away."""
        parts = line.split()
        if len(parts) != 3 or not parts[2].startswith(b"HTTP/1."):
            self._refuse(b"400 Bad Request", b"This is no request that a browser sends.")
        elif not secrets.compare_digest(parts[1][: len(self._path)], self._path):
            self._refuse(b"404 Not Found", b"Not found.")
        elif self._transport:
            self._transport.set_write_buffer_limits(high=_SEND_BUFFER)
            _limit(self._transport.get_extra_info("socket"))
            begin, self._begin = self._begin, b""
            self._server = self._hand_over(self)
            self._server.connection_made(self._transport)
            self._server.data_received(begin)

    def _refuse(self, status: bytes, text: bytes) -> None:
        """Answer, and take in what still comes, for closing at once would destroy the answer."""
        self._ignored, self._begin = 0, b""
        if self._transport:
            self._transport.write(_REFUSAL % (status, len(text), text))
            self._transport.write_eof()


def _limit(client: socket.socket) -> None:
    """Let the system find out soon that a client has gone, and keep little for one that is slow."""
    options = [
        (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
        (socket.SOL_SOCKET, "SO_SNDBUF", _SEND_BUFFER),
        (socket.IPPROTO_TCP, "TCP_USER_TIMEOUT", _LOST_MILLISECONDS),
        (socket.IPPROTO_TCP, "TCP_KEEPIDLE", 5),
        (socket.IPPROTO_TCP, "TCP_KEEPINTVL", 3),
        (socket.IPPROTO_TCP, "TCP_KEEPCNT", 3),
    ]
    for level, name, value in options:
        # Not every system has each of them, and the client may have gone already.
        with contextlib.suppress(OSError, AttributeError):
            client.setsockopt(level, getattr(socket, name), value)
