"""One Floe at a time uses a journal."""

import subprocess
import sys
from pathlib import Path

import pytest

from voice.errors import (
    JournalBusy,
)
from voice.journal.lock import Lock


def test_one_floe_at_a_time(path: Path) -> None:
    code = "import sys; from pathlib import Path; from voice.journal.lock import Lock\n"
    code += "with Lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    holding: list[str | Path] = [sys.executable, "-c", code, path]
    with subprocess.Popen(
        holding, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(JournalBusy, match="already running"), Lock(path):
            pass
        process.kill()
    with Lock(path), pytest.raises(JournalBusy), Lock(path):
        pass
