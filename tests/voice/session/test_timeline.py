"""What the dates and clocks of events say about the time that has passed."""

from datetime import datetime, timedelta

import pytest

from tests.voice.session.talk import MORNING
from voice.session.timeline import Timeline, Uptime

HOUR = 3600.0


def at(hours: float) -> datetime:
    return MORNING + timedelta(hours=hours)


def passed(*events: tuple[float, Uptime | None]) -> float:
    """Hours on the timeline from the first event to the last."""
    timeline = Timeline()
    instants = [timeline.take(at(hours), uptime) for hours, uptime in events]
    return (instants[-1].passed - instants[0].passed) / HOUR


def up(hours: float, boot: str = "monday") -> Uptime:
    return Uptime(boot, hours * HOUR)


@pytest.mark.parametrize(
    ("events", "hours"),
    [
        ([(0, up(1)), (9, up(2))], 1),
        ([(0, up(1)), (-9, up(2))], 1),
        ([(0, up(1)), (9, up(2, "tuesday"))], 9),
        ([(0, up(1)), (-9, up(2, "tuesday"))], 2),
        ([(0, None), (9, None)], 9),
        ([(0, None), (-9, None)], 0),
        ([(0, None), (3, up(200))], 3),
        ([(0, None), (-3, up(200))], 0),
        ([(0, Uptime.of_run(MORNING, 0)), (3, up(200))], 3),
        ([(0, up(200)), (-3, Uptime.of_run(at(3), HOUR))], 1),
        ([(0, up(5)), (2, up(4))], 2),
        ([(0, up(1)), (24, up(2)), (25, up(1, "tuesday"))], 2),
        ([(0, up(1)), (-24, up(2)), (2, up(0, "tuesday"))], 2),
    ],
)
def test_hours_that_have_passed(events: list[tuple[float, Uptime | None]], hours: float) -> None:
    assert passed(*events) == pytest.approx(hours)


def test_how_long_floe_was_away() -> None:
    timeline = Timeline()
    seen = timeline.take(at(0), up(1))
    assert timeline.since(seen, at(-9), up(1.5)) == pytest.approx(HOUR / 2)
    assert timeline.since(seen, at(3), up(1, "tuesday")) == pytest.approx(3 * HOUR)
    assert timeline.since(seen, at(1), up(2, "tuesday")) == pytest.approx(2 * HOUR)
    assert timeline.since(seen, at(-1), up(1, "tuesday")) is None
    timeline.take(at(2), up(1))
    assert timeline.since(seen, at(3), up(0, "tuesday")) == pytest.approx(3 * HOUR)


def test_the_first_event_of_all() -> None:
    timeline = Timeline()
    assert timeline.newest is None
    assert timeline.jump(at(0), up(1)) == 0
