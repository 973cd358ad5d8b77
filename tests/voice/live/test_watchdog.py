import threading
import time

from voice.live.watchdog import Watchdog


def test_beats_that_stay_away_raise_the_alarm_once_each_time() -> None:
    alarms = threading.Semaphore(0)
    watchdog = Watchdog(alarms.release, patience=0.3)
    time.sleep(0.5)
    assert not watchdog.beat(), "it has not begun"
    for _ in range(2):
        assert alarms.acquire(timeout=10)
        time.sleep(0.5)
        assert not alarms.acquire(blocking=False)
        assert watchdog.beat()
        assert not watchdog.beat()
    watchdog.close()


def test_beats_keep_it_quiet() -> None:
    alarms: list[None] = []
    watchdog = Watchdog(lambda: alarms.append(None), patience=2)
    for _ in range(30):
        time.sleep(0.1)
        assert not watchdog.beat()
    watchdog.close()
    assert not alarms
