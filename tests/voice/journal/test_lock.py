"""One Floe at a time uses a journal."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.soundcard import ROOT
from tests.voice.journal.lockless import POSSIBLE
from tests.voice.session.talk import MORNING
from voice.errors import JournalBusy
from voice.journal.journal import Journal, read
from voice.journal.lock import Lock
from voice.session.event import Event, EventKind


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


@contextmanager
def lockless(journal: Path) -> Iterator["subprocess.Popen[str]"]:
    """Run a process that uses the journal on a file system without locks."""
    command = [sys.executable, "-m", "tests.voice.journal.lockless", str(journal)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        yield process
        process.kill()


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline()


@pytest.mark.skipif(not POSSIBLE, reason="the kernel refuses locks by seccomp, on Linux alone")
def test_without_locks_there_is_one_floe_too(tmp_path: Path) -> None:
    journal = tmp_path / "journal.sqlite"
    with closing(Journal(journal)) as before:
        before.append(Event(EventKind.DISCLAIMER, MORNING))
    with lockless(journal) as one:
        assert said(one) == "working: True\n"
        assert len(read(journal)) == 2
        with lockless(journal) as other:
            refusal = said(other)
        assert refusal.startswith(f"JournalBusy: Floe is already running with {journal}; ")
        assert f"delete {journal}.held" in refusal
        one.kill()
        one.wait()
    with lockless(journal) as after:
        assert said(after) == "working: True\n"
    assert len(read(journal)) == 3
