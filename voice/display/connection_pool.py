"""Which connection has to go where there are too many."""

from collections import OrderedDict
from collections.abc import Container, Iterator
from typing import Generic, Protocol, TypeVar

KNOWN_WEIGHT = 16
"""An address that is known may have so many times more connections than one that is not."""
_REMEMBERED = 64
"""Addresses that are known; the one not seen for longest is forgotten first."""
_LOOPBACK = ("127.0.0.1", "::1")


class Pooled(Protocol):
    """A connection, as far as a pool is concerned with it."""

    address: str
    """The client's address."""

    @property
    def kept(self) -> bool:
        """Whether it must not be closed for another."""


Connected = TypeVar("Connected", bound=Pooled)


class KnownAddresses:
    """Addresses from which somebody came who knew the page's path, and this computer's own."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, None] = OrderedDict()

    def add(self, address: str) -> None:
        """Know an address from now on."""
        self._seen[address] = None
        self._seen.move_to_end(address)
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)

    def __contains__(self, address: object) -> bool:
        return address in _LOOPBACK or address in self._seen


class ConnectionPool(Generic[Connected]):
    """A number of connections; where there are too many, whoever has the most loses the oldest.

    So an address that opens thousands takes places from itself alone, and thousands of addresses
    with one connection each take none from an address that is known.
    """

    def __init__(self, most: int, known: Container[str]) -> None:
        """Allow ``most`` connections at a time."""
        self._most = most
        self._known = known
        self._count = 0
        self._by_address: dict[str, dict[Connected, None]] = {}

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Connected]:
        """Go through a copy, as connections may be closed meanwhile."""
        return iter([one for each in self._by_address.values() for one in each])

    def has(self, connection: Connected) -> bool:
        """Return whether a connection is in here."""
        return connection in self._by_address.get(connection.address, {})

    def add(self, connection: Connected) -> Connected | None:
        """Take a connection in; return the one that has to be closed for it, if there is one."""
        self._by_address.setdefault(connection.address, {})[connection] = None
        self._count += 1
        return self.evict() if self._count > self._most else None

    def remove(self, connection: Connected) -> None:
        """Forget a connection that is closed or elsewhere; it need not be here."""
        if self.has(connection):
            there = self._by_address[connection.address]
            del there[connection]
            self._count -= 1
            if not there:
                del self._by_address[connection.address]

    def evict(self) -> Connected | None:
        """Take out the oldest connection of the address that has the most, for it to be closed."""
        for address in sorted(self._by_address, key=self._share, reverse=True):
            for connection in self._by_address[address]:
                if not connection.kept:
                    self.remove(connection)
                    return connection
        return None

    def _share(self, address: str) -> float:
        return len(self._by_address[address]) / (KNOWN_WEIGHT if address in self._known else 1)
