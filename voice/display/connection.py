"""The connection of a client that knows the page's path, while the HTTP server has it."""

import asyncio
import contextlib
import math
import time
from collections.abc import Callable, Iterator
from typing import cast

from voice.display.pending_connection import REQUEST_SECONDS
from voice.display.socket_option import SEND_BUFFER, limit, reset_on_close

IDLE_SECONDS = 30.0
"""Seconds from an answer on in which the next request has to be there."""
UNREAD_SECONDS = 5.0
"""Seconds for which a client may leave what it is sent unread."""


class Connection(asyncio.Protocol):
    """Stands between a client and the HTTP server, and knows whether the client is too slow.

    Times are of the monotonic clock. Whoever owns it asks `is_late` now and then, and calls
    `abort`.
    """

    def __init__(
        self,
        address: str,
        begin: bytes,
        server: asyncio.Protocol,
        forget: Callable[["Connection"], None],
    ) -> None:
        """Give ``server`` what comes from the client at ``address``, after what has come already.

        ``forget`` is called when the connection is closed, whoever closed it.
        """
        self.address = address
        self.kept = False
        """Whether it must not be closed for another: a page is told of all that happens."""
        self._begin = begin
        self._server = server
        self._forget = forget
        self._transport: asyncio.Transport | None = None
        self._answering = 0
        self._deadline = time.monotonic() + REQUEST_SECONDS
        self._unread_since = math.inf

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin with what has come already."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=SEND_BUFFER)
        limit(self._transport.get_extra_info("socket"))
        self._server.connection_made(self._transport)
        self._server.data_received(self._begin)

    def data_received(self, data: bytes) -> None:
        """Hand on what comes."""
        self._server.data_received(data)

    def eof_received(self) -> bool | None:
        """Hand on that the client sends no more."""
        return self._server.eof_received()

    def pause_writing(self) -> None:
        """Note that the client does not read."""
        self._unread_since = time.monotonic()
        self._server.pause_writing()

    def resume_writing(self) -> None:
        """Note that it reads again."""
        self._unread_since = math.inf
        self._server.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let everybody know that it is closed."""
        self._transport = None
        self._server.connection_lost(exc)
        self._forget(self)

    def is_late(self, now: float) -> bool:
        """Return whether the client was too slow: with a request, or to read what it was sent."""
        slow = not self._answering and now > self._deadline
        return slow or now - self._unread_since > UNREAD_SECONDS

    def abort(self) -> None:
        """Close it at once, whatever is still to be sent."""
        if self._transport:
            reset_on_close(self._transport.get_extra_info("socket"))
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
