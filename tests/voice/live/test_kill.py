"""Killed in the middle of a massage, with the clock of the computer put back meanwhile."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.voice.display.booth import before
from voice.journal.journal import Journal, read
from voice.session.event import Event
from voice.session.record import Record

ROOT = Path(__file__).parents[3]
COACH = Path(__file__).with_name("coach.py")


def begun(path: Path) -> None:
    """Write a journal with the questions answered and the last step being prepared."""
    journal = Journal(path)
    journal.append(*(Event(one.kind, datetime.now(UTC), one.values) for one in before(step="wet")))
    journal.close()


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="starts may have no name here")
def test_no_second_is_lost_though_the_date_goes_back(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    begun(path)
    first = 0.0
    for kill in range(4):
        coach = subprocess.Popen(
            [sys.executable, str(COACH), str(path), str(-100.0 * kill)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert coach.stdout
        with coach.stdout:
            for _ in range(2):
                line = coach.stdout.readline()
                first = first or time.monotonic()
                assert float(line) > 0
            # Just before the next second is saved.
            time.sleep(0.9)
            coach.kill()
            last = time.monotonic()
            coach.wait()
    session = Record.replay(read(path)).sessions[-1]
    assert session.ice + session.unseen >= last - first - 1
    assert session.unseen >= 3 * 0.9
