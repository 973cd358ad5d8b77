"""How many connections there may be, by what the system allows for."""

import subprocess
import sys

import pytest

from tests.soundcard import ROOT

SHOWN = """
import resource, sys
from voice.display.connection_limits import ConnectionLimits
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[1]), int(sys.argv[2])))
limits = ConnectionLimits.allowed()
print(limits.pending, limits.served, limits.streams, *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.parametrize(
    ("soft", "hard", "expected"),
    [
        (256, 1024, "256 128 64 1024 1024"),
        (600, 600, "256 128 64 600 600"),
        (256, 256, "64 32 16 256 256"),
        (100, 100, "16 8 4 100 100"),
    ],
)
def test_descriptors_are_kept_and_more_are_asked_for(soft: int, hard: int, expected: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHOWN, str(soft), str(hard)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == expected
