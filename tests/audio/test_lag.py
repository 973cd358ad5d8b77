"""Behind the sound card, and up to date again: a second of sound as fifty calls."""

from audio.lag import LIMIT, Lag
from audio.sound import BLOCK_SECONDS


def work_off(lag: Lag, waiting: float, per_block: float, now: float = 0.0) -> tuple[float, int]:
    """Fetch a backlog while new blocks come; return the clock at its end, and the skips."""
    skips = 0
    while waiting > BLOCK_SECONDS:
        now += per_block
        waiting += per_block - BLOCK_SECONDS
        if lag.feed(waiting, 0.0, now):
            skips += 1
            waiting = 0.0
    return now, skips


def late_blocks(lag: Lag, now: float) -> int:
    """Fetch blocks in time until none is late any more; return how many that took."""
    count = 0
    while lag.late:
        count += 1
        assert not lag.feed(0.0, 0.0, now + count * BLOCK_SECONDS)
    return count


def test_what_is_in_time_or_nearly_so_is_not_late() -> None:
    lag = Lag()
    for waiting in (0.0, 0.1, LIMIT, 0.02):
        assert not lag.feed(waiting, 0.0, 0.0)
        assert not lag.late


def test_a_loop_that_stood_still_is_late_until_a_second_after_it_has_caught_up() -> None:
    lag = Lag()
    now, skips = work_off(lag, 5.0, 0.002)
    assert lag.late
    assert skips == 0
    assert 4.9 < lag.seconds < 5.1
    assert late_blocks(lag, now) in range(40, 51)


def test_sound_that_was_lost_counts_as_well() -> None:
    lag = Lag()
    assert not lag.feed(0.0, 3.0, 0.0)
    assert (lag.late, lag.seconds) == (True, 3.0)
    assert late_blocks(lag, 0.0) == 50
    lag.feed(0.0, 0.7, 10.0)
    assert (lag.late, lag.seconds) == (True, 0.7)


def test_the_trouble_is_over_three_seconds_after_that() -> None:
    lag = Lag()
    lag.feed(0.0, 3.0, 0.0)
    late = late_blocks(lag, 0.0)
    for _ in range(50):
        lag.feed(0.0, 0.0, 0.0)
    assert lag.lasts
    lag.feed(0.2, 0.0, 0.0)
    assert not lag.late
    count = 0
    while lag.lasts:
        count += 1
        lag.feed(0.0, 0.0, 0.0)
    assert (late, count) == (50, 150)
    assert lag.seconds == 3.0


def test_a_machine_that_is_too_slow_skips_to_the_present_again_and_again() -> None:
    lag = Lag()
    lag.feed(0.6, 0.0, 0.0)
    now = 0.0
    for _ in range(3):
        skipped = False
        while not skipped:
            now += 0.03
            skipped = lag.feed(0.6, 0.0, now)
    assert 6.0 < now < 6.5
    assert lag.late
