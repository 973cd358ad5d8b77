"""Gives the HTTP server its connections, no more than there is room for, and closes slow ones."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from voice.display.acceptor import Acceptor
from voice.display.connection import Connection
from voice.display.connection_limits import ConnectionLimits
from voice.display.connection_pool import ConnectionPool
from voice.display.pending_connection import PendingConnection

_LOOK = 0.5
"""Seconds between two looks for clients that are too slow."""
_ON_THE_WAY = 16
"""Connections that may be on their way to the event loop; the acceptor waits for it then."""
_PATIENCE = 2.0
"""Seconds that the acceptor waits before it closes a connection that the loop does not take."""


class ConnectionManager:
    """Runs an acceptor on a thread of its own, and brings what it admits to the HTTP server."""

    def __init__(
        self,
        listener: socket.socket,
        path: str,
        limits: ConnectionLimits,
        server: Callable[[], asyncio.Protocol],
    ) -> None:
        """Take connections of ``listener``; ``server`` makes the server's side of each."""
        self._server = server
        self._acceptor = Acceptor(listener, path, limits.pending, self._bring)
        self._pool: ConnectionPool[Connection] = ConnectionPool(limits.served, ())
        self._loop = asyncio.get_running_loop()
        self._room = threading.BoundedSemaphore(_ON_THE_WAY)
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Serve until cancelled, and close then all connections that are left."""
        accepting: Future[None] = Future()
        # One that ends with the program: whoever holds up the loop must not hold up its end.
        threading.Thread(target=self._accept, args=(accepting,), daemon=True).start()
        accepted = asyncio.wrap_future(accepting)
        looking = asyncio.create_task(self._look())
        try:
            await asyncio.shield(accepted)
        finally:
            self._acceptor.stop()
            looking.cancel()
            for connection in self._pool:
                connection.abort()
            await asyncio.wait([accepted], timeout=_PATIENCE)

    def _accept(self, accepting: "Future[None]") -> None:
        """Run the acceptor, on its thread; what it raises is raised by `run`."""
        try:
            self._acceptor.run()
        except Exception as error:  # noqa: BLE001 (it is for whoever waits, whatever it is)
            accepting.set_exception(error)
        else:
            accepting.set_result(None)

    def _bring(self, pending: PendingConnection) -> None:
        """Bring a connection to the event loop; the acceptor calls this on its thread."""
        if self._room.acquire(timeout=_PATIENCE):
            # The loop may have ended just now.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._take, pending)
                return
        pending.abort()

    def _take(self, pending: PendingConnection) -> None:
        task = self._loop.create_task(self._serve(pending))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, pending: PendingConnection) -> None:
        connection = Connection(pending.address, pending.begin, self._server(), self._pool.remove)
        evicted = self._pool.add(connection)
        if evicted:
            evicted.abort()
        try:
            await self._loop.connect_accepted_socket(lambda: connection, pending.client)
        except OSError:
            # The client has gone meanwhile.
            self._pool.remove(connection)
            pending.abort()
        finally:
            self._room.release()

    async def _look(self) -> None:
        """Close those that are too slow."""
        while True:
            await asyncio.sleep(_LOOK)
            now = time.monotonic()
            for connection in self._pool:
                if connection.is_late(now):
                    connection.abort()
