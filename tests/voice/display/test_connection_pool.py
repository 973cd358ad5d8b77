"""Who has to go where there are too many connections."""

from dataclasses import dataclass

import pytest

from voice.display.connection_pool import KNOWN_WEIGHT, ConnectionPool, KnownAddresses


@dataclass(eq=False)
class Client:
    address: str
    kept: bool = False


def filled(most: int, *addresses: str, known: tuple[str, ...] = ()) -> ConnectionPool[Client]:
    pool: ConnectionPool[Client] = ConnectionPool(most, known)
    for address in addresses:
        assert pool.add(Client(address)) is None
    return pool


def test_whoever_has_the_most_loses_the_oldest() -> None:
    pool = filled(4, "phone", "flood", "flood", "flood")
    oldest = next(one for one in pool if one.address == "flood")
    assert pool.add(Client("helper")) is oldest
    assert sorted(one.address for one in pool) == ["flood", "flood", "helper", "phone"]


def test_among_as_many_the_oldest_goes() -> None:
    pool = filled(3, "a", "b", "c")
    evicted = pool.add(Client("d"))
    assert evicted
    assert evicted.address == "a"


def test_thousands_of_addresses_take_no_place_from_one_that_is_known() -> None:
    pool = filled(32, *["phone"] * (KNOWN_WEIGHT - 1), known=("phone",))
    for number in range(5000):
        pool.add(Client(f"stranger {number}"))
    assert len(pool) == 32
    assert [one.address for one in pool].count("phone") == KNOWN_WEIGHT - 1


def test_one_that_is_known_does_not_keep_out_the_others() -> None:
    pool = filled(32, *["phone"] * 32, known=("phone",))
    for number in range(8):
        evicted = pool.add(Client(f"stranger {number}"))
        assert evicted
        assert evicted.address == "phone"


def test_one_that_is_to_be_kept_stays() -> None:
    pool: ConnectionPool[Client] = ConnectionPool(2, ())
    pages = [Client("helper", kept=True), Client("helper", kept=True)]
    for page in pages:
        pool.add(page)
    asking = Client("phone")
    assert pool.add(asking) is asking
    assert list(pool) == pages


def test_what_is_removed_is_gone_and_may_be_removed_again() -> None:
    pool = filled(2, "a")
    (client,) = pool
    for _ in range(2):
        pool.remove(client)
    assert (len(pool), list(pool), pool.has(client)) == (0, [], False)
    assert pool.evict() is None


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_this_computer_is_known_from_the_beginning(address: str) -> None:
    assert address in KnownAddresses()


def test_only_so_many_addresses_are_remembered() -> None:
    known = KnownAddresses()
    known.add("phone")
    for number in range(1000):
        known.add(f"{number}")
        known.add("phone")
    assert "phone" in known
    assert "999" in known
    assert "0" not in known
