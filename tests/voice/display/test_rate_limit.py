"""How often somebody may do something."""

from voice.display.rate_limit import RateLimit


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_so_many_at_once_and_then_so_many_a_second() -> None:
    clock = Clock()
    limit = RateLimit(3, 2.0, clock)
    assert [limit.allows("phone") for _ in range(5)] == [True, True, True, False, False]
    clock.now += 0.5
    assert [limit.allows("phone") for _ in range(2)] == [True, False]
    clock.now += 60
    assert [limit.allows("phone") for _ in range(4)] == [True, True, True, False]


def test_one_client_does_not_use_up_what_is_another_s() -> None:
    limit = RateLimit(1, 1.0, Clock())
    assert limit.allows("phone")
    assert not limit.allows("phone")
    assert limit.allows("helper")


def test_who_does_too_much_has_to_wait_and_not_for_ever() -> None:
    clock = Clock()
    limit = RateLimit(2, 10.0, clock)
    assert [round(limit.delay("phone", 0.25), 3) for _ in range(7)] == [0, 0, 0.1, 0.2, *3 * [0.25]]
    clock.now += 0.25
    assert round(limit.delay("phone", 0.25), 3) == 0.1


def test_whoever_was_not_seen_for_longest_is_forgotten() -> None:
    limit = RateLimit(1, 0.001, Clock())
    for number in range(1000):
        limit.allows(f"client {number}")
    assert limit.allows("client 0")
    assert not limit.allows("client 999")
