"""The local time is that of a zone which knows when the clocks change."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from voice.local_time import LocalTime

ROOT = Path(__file__).parents[2]
TOLD = """
import sys
from datetime import UTC, datetime
from voice.local_time import LocalTime
now = LocalTime()()
for month in (1, 7):
    print(datetime(2026, month, 1, tzinfo=UTC).astimezone(now.tzinfo).strftime("%z"))
print(abs((now - datetime.now(UTC)).total_seconds()) < 60)
"""


def told(zone: str) -> list[str]:
    """What another process with this zone makes of it: offsets in January and July."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", TOLD],
        env={**os.environ, "TZ": zone, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return done.stdout.split()


@pytest.mark.parametrize(
    ("zone", "offsets"),
    [
        ("Europe/Berlin", ["+0100", "+0200"]),
        (":America/New_York", ["-0500", "-0400"]),
        ("Asia/Kolkata", ["+0530", "+0530"]),
        ("Nonsense/Nowhere", ["+0000", "+0000"]),
        ("XYZ-3", ["+0300", "+0300"]),
    ],
)
@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone is no variable here")
def test_offsets_of_a_zone(zone: str, offsets: list[str]) -> None:
    assert told(zone) == [*offsets, "True"]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone is no variable here")
def test_a_trip_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    local = LocalTime()
    try:
        for zone, offset in (("Asia/Tokyo", 9), ("Pacific/Pago_Pago", -11)):
            monkeypatch.setenv("TZ", zone)
            monkeypatch.setattr("voice.local_time._KEPT", 0.0)
            local._until = float("-inf")
            assert local().utcoffset() == timedelta(hours=offset)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert abs((LocalTime()() - datetime.now(UTC)).total_seconds()) < 60
