"""Lets clients in, as many as there is room for, before the HTTP server sees anything of them."""

import asyncio
import socket
import time
from collections.abc import Callable

from voice.display.connection import Connection
from voice.display.connection_pool import ConnectionPool, KnownAddresses
from voice.display.descriptor import connections_allowed

MOST = 256
"""Connections at a time, where the system allows for so many."""
_LOOK = 0.5
"""Seconds between two looks for clients that are too slow."""
_PAUSE = 0.1
"""Seconds to wait after a connection could not be accepted: nearly always there are too many."""
_MAPPED = "::ffff:"
"""How an IPv4 address begins where a socket listens for both families."""


class Acceptor:
    """Accepts connections, and gives those that know the page's path to an HTTP server.

    Half of the places are for those that have not asked for anything of the page yet; they are
    always let in, and the oldest has to go. So nobody can keep a person out who knows the path.
    """

    def __init__(
        self, listener: socket.socket, path: str, server: Callable[[], asyncio.Protocol]
    ) -> None:
        """Accept from ``listener``; ``server`` makes the server's side of one connection."""
        listener.setblocking(False)
        self._listener = listener
        self._path = path
        self._server = server
        self._known = KnownAddresses()
        half = connections_allowed(MOST) // 2
        self.strangers: ConnectionPool[Connection] = ConnectionPool(half, self._known)
        """Connections that have not asked for anything of the page yet."""
        self.guests: ConnectionPool[Connection] = ConnectionPool(half, self._known)
        """Connections that have."""

    async def run(self) -> None:
        """Accept until cancelled, and close then all connections that are left."""
        looking = asyncio.create_task(self._look())
        try:
            while True:
                await self._accept()
        finally:
            looking.cancel()
            for pool in (self.strangers, self.guests):
                for connection in pool:
                    connection.abort()

    async def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            client, where = await loop.sock_accept(self._listener)
        except OSError:
            # Somebody else uses up the descriptors, or the client has gone before it was met.
            self.strangers.evict()
            await asyncio.sleep(_PAUSE)
            return
        address = str(where[0]).removeprefix(_MAPPED)
        connection = Connection(address, self._path, self._promote, self._forget)
        self.strangers.add(connection)
        try:
            await loop.connect_accepted_socket(lambda: connection, client)
        except OSError:
            self._forget(connection)
            client.close()

    def _promote(self, connection: Connection) -> asyncio.Protocol:
        self.strangers.remove(connection)
        self._known.add(connection.address)
        self.guests.add(connection)
        return self._server()

    def _forget(self, connection: Connection) -> None:
        self.strangers.remove(connection)
        self.guests.remove(connection)

    async def _look(self) -> None:
        """Close those that are too slow."""
        while True:
            await asyncio.sleep(_LOOK)
            now = time.monotonic()
            for pool in (self.strangers, self.guests):
                for connection in pool:
                    if connection.is_late(now):
                        connection.abort()
