import threading

from voice.live.watchdog import Watchdog

PATIENCE = 0.3
"""Seconds; it looks every tenth of that, whatever the clock of a test shows."""


class Clock:
    """Shows what a test wants it to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_beats_that_stay_away_raise_the_alarm_once_each_time() -> None:
    clock, alarms = Clock(), threading.Semaphore(0)
    watchdog = Watchdog(alarms.release, PATIENCE, clock)
    clock.now += 10
    assert not watchdog.beat(), "it has not begun"
    for _ in range(2):
        clock.now += 10
        assert alarms.acquire(timeout=60)
        clock.now += 10
        assert not alarms.acquire(timeout=PATIENCE)
        assert watchdog.beat()
        assert not watchdog.beat()
    watchdog.close()


def test_beats_keep_it_quiet() -> None:
    clock, alarms = Clock(), threading.Semaphore(0)
    watchdog = Watchdog(alarms.release, PATIENCE, clock)
    for _ in range(10):
        assert not watchdog.beat()
        clock.now += 0.9 * PATIENCE
        assert not alarms.acquire(timeout=PATIENCE / 5)
    watchdog.close()


def test_it_goes_by_the_machine_s_own_clock() -> None:
    alarm = threading.Event()
    watchdog = Watchdog(alarm.set, PATIENCE)
    watchdog.beat()
    assert alarm.wait(60)
    watchdog.close()


def test_an_alarm_that_hangs_does_not_keep_floe_from_ending() -> None:
    ringing, over = threading.Event(), threading.Event()

    def hang() -> None:
        ringing.set()
        over.wait(600)

    watchdog = Watchdog(hang, PATIENCE)
    watchdog.beat()
    assert ringing.wait(60)
    watchdog.close()
    over.set()
