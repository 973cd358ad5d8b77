"""Accepts connections, as many as there is room for, before the HTTP server sees any of them."""

import contextlib
import errno
import selectors
import socket
import time
from collections.abc import Callable

from voice.display.connection_pool import ConnectionPool, KnownAddresses
from voice.display.pending_connection import PendingConnection, Standing

_LOOK = 0.5
"""Seconds between two looks for clients that are too slow."""
_BATCH = 64
"""Connections that are accepted before those that are there are heard."""
_PAUSE = 0.02
"""Seconds to wait where a connection cannot be accepted: somebody else uses up the descriptors."""
_MAPPED = "::ffff:"
"""How an IPv4 address begins where a socket listens for both families."""

HandOver = Callable[[PendingConnection], None]


class Acceptor:
    """Accepts every connection at once, and hands over those that know the page's path.

    Where too many wait for the others to say what they want, the oldest has to go; so nobody who
    does not know the path can keep a person out who does. It is no part of the event loop, which
    would take ten times as long for each.
    """

    def __init__(self, listener: socket.socket, path: str, most: int, hand_over: HandOver) -> None:
        """Accept from ``listener``, and let ``most`` connections wait.

        ``hand_over`` is called on the thread of `run`. It may wait, to slow down who knows the
        path.
        """
        listener.setblocking(False)
        self._listener = listener
        self._path = path.encode()
        self._known = KnownAddresses()
        self._pool: ConnectionPool[PendingConnection] = ConnectionPool(most, self._known)
        self._hand_over = hand_over
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        self._looked = time.monotonic()

    def run(self) -> None:
        """Accept until stopped, and close then all connections that still wait."""
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)
        try:
            while self._step():
                pass
        finally:
            for pending in self._pool:
                pending.abort()
            self._selector.close()
            self._wake.close()
            self._woken.close()

    def stop(self) -> None:
        """Let `run` return; any thread may call it, also again."""
        with contextlib.suppress(OSError):
            self._wake.send(b".")

    def _step(self) -> bool:
        for key, _ in self._selector.select(_LOOK):
            if key.fileobj is self._woken:
                return False
            if key.fileobj is self._listener:
                self._accept()
            elif self._pool.has(key.data):
                self._hear(key.data)
        if time.monotonic() - self._looked > _LOOK:
            self._close_late()
        return True

    def _accept(self) -> None:
        for _ in range(_BATCH):
            try:
                client, where = self._listener.accept()
            except BlockingIOError:
                return
            except OSError as error:
                if error.errno != errno.ECONNABORTED:
                    self._close(self._pool.evict())
                    time.sleep(_PAUSE)
                    return
                continue
            address = str(where[0]).removeprefix(_MAPPED)
            self._hear(PendingConnection(client, address, self._path))

    def _hear(self, pending: PendingConnection) -> None:
        standing = pending.read()
        if standing is Standing.OVER:
            self._close(pending)
        elif standing is Standing.ADMITTED:
            self._forget(pending)
            self._known.add(pending.address)
            self._hand_over(pending)
        elif not self._pool.has(pending):
            self._selector.register(pending.client, selectors.EVENT_READ, pending)
            self._close(self._pool.add(pending))

    def _close_late(self) -> None:
        self._looked = now = time.monotonic()
        for pending in self._pool:
            if pending.is_late(now):
                self._close(pending)

    def _close(self, pending: PendingConnection | None) -> None:
        if pending:
            self._forget(pending)
            pending.abort()

    def _forget(self, pending: PendingConnection) -> None:
        self._pool.remove(pending)
        # One that has just come is not registered yet.
        with contextlib.suppress(KeyError):
            self._selector.unregister(pending.client)
