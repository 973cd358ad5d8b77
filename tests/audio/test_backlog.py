"""What waits to be fetched, and what is lost meanwhile."""

import queue

import pytest

from audio.backlog import MOST, Backlog
from audio.sound import BLOCK_SECONDS, SILENCE


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def blocks(count: int) -> list[bytes]:
    return [number.to_bytes(2, "little") * 320 for number in range(count)]


def test_all_comes_in_order_and_then_the_end() -> None:
    backlog = Backlog()
    for block in blocks(3):
        assert not backlog.put(block)
    backlog.end()
    assert [backlog.get(1.0) for _ in range(4)] == [*blocks(3), None]
    with pytest.raises(queue.Empty):
        backlog.get(0.01)


def test_the_oldest_is_dropped_and_counted() -> None:
    backlog = Backlog()
    put = blocks(MOST + 30)
    assert sum(backlog.put(block) for block in put) == 30
    assert backlog.seconds == pytest.approx(MOST * BLOCK_SECONDS)
    assert backlog.lost() == pytest.approx(30 * BLOCK_SECONDS)
    assert backlog.lost() == 0.0
    assert backlog.get(1.0) == put[30]


def test_a_sound_card_that_dropped_something_is_told_by_the_clock() -> None:
    watch = Watch()
    backlog = Backlog(watch)
    for pause in (0.02, 0.3, 4.0, 0.02):
        watch.now += pause
        backlog.put(SILENCE)
    assert backlog.lost() == pytest.approx(4.0)


def test_skipped_is_lost_but_the_end_stays() -> None:
    backlog = Backlog()
    for block in blocks(5):
        backlog.put(block)
    backlog.end()
    backlog.skip()
    assert backlog.lost() == pytest.approx(5 * BLOCK_SECONDS)
    assert backlog.get(1.0) is None


def test_a_device_that_is_opened_anew_begins_anew() -> None:
    watch = Watch()
    backlog = Backlog(watch)
    backlog.put(SILENCE)
    backlog.end()
    backlog.renew()
    watch.now += 1.2
    backlog.put(SILENCE)
    assert backlog.get(1.0) == SILENCE
    assert backlog.lost() == pytest.approx(BLOCK_SECONDS + 1.2)


def test_a_process_that_was_stopped_has_not_waited() -> None:
    waits = iter([0.0, 9.0, 9.0, 9.02])
    backlog = Backlog(lambda: next(waits))
    with pytest.raises(queue.Empty):
        backlog.get(0.01)
    assert next(waits, None) is None, "it has waited twice"
