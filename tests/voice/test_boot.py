"""Each start of the computer has a name, the same one for every process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from voice.boot import boot

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="it may have no name here")
def test_the_start_has_a_name_that_lasts() -> None:
    other = subprocess.run(
        [sys.executable, "-c", "from voice.boot import boot; print(boot())"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    assert other.stdout.strip() == boot() != ""
