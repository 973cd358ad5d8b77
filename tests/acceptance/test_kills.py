"""The whole assistant dies at any moment, or its disk is full; what was said is never undone."""

import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.acceptance.user import User
from tests.patience import wait_for
from tests.soundcard import ROOT
from voice.session.record import Record
from voice.session.state import Outcome, Stage

DRIVER = Path(__file__).with_name("rehearsed.py")
STARTS = datetime.fromisoformat("2026-11-22T09:00:00+01:00")
KILLS = 8
OFFERS = {
    Stage.PREPARING: "recovery.preparing",
    Stage.MASSAGING: "recovery.massage",
    Stage.PAUSED: "recovery.massage",
}


class Rehearsed:
    """One run, and what it has printed up to now."""

    def __init__(self, user: User, starts: datetime, before: tuple[str, ...] = ()) -> None:
        self.process = subprocess.Popen(
            [*before, sys.executable, str(DRIVER), str(user.journal), starts.isoformat()],
            env=user.env,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.lines: list[str] = []
        assert self.process.stdout
        self._pipe = self.process.stdout
        self.voice = int(self.next().removeprefix("voice "))

    def next(self) -> str:
        """Wait for one line."""
        line = self._pipe.readline()
        assert line, f"it has ended: {self.lines}"
        self.lines.append(line.strip())
        return self.lines[-1]

    def until(self, start: str) -> str:
        """Wait for a line that begins so."""
        while not self.next().startswith(start):
            pass
        return self.lines[-1]

    def kill(self) -> None:
        """End it at once, and read what it had printed before."""
        if self._pipe.closed:
            return
        self.process.kill()
        self.lines += self._pipe.read().splitlines()
        self.process.wait()
        self._pipe.close()

    def said(self) -> list[str]:
        """Return the prompts that were said."""
        return [line.removeprefix("said ") for line in self.lines if line.startswith("said ")]

    def ice(self) -> float:
        """Return the newest seconds of ice that it said were committed."""
        kept = [line.split() for line in self.lines if line.startswith(("progress ", "ended "))]
        return max((float(seconds) for _, seconds in kept), default=0.0)


@contextmanager
def rehearsed(user: User, starts: datetime, *before: str) -> Iterator[Rehearsed]:
    """Start it, and end it whatever happens."""
    run = Rehearsed(user, starts, before)
    try:
        yield run
    finally:
        run.kill()


def alive(pid: int) -> bool:
    """Whether a process runs; one that nobody has waited for yet does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] not in "ZX"


def nothing_runs_on(run: Rehearsed) -> None:
    """Wait for the voice's process to go after its parent.

    Its temporary folder may stay where the kill fell between making it and using it.
    """
    wait_for(lambda: not alive(run.voice), "the end of the voice's process")


def next_start(record: Record, starts: datetime) -> datetime:
    """Return a date soon enough for an offer to go on, else long after."""
    seen = record.sessions[-1].seen if record.sessions else starts
    return max(seen, starts) + (timedelta(seconds=4) if record.open else timedelta(hours=3))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc to look at")
def test_killed_again_and_again_it_loses_at_most_a_second(user: User) -> None:
    chance = random.Random(22)  # noqa: S311 (the same kills every time)
    user.screened(STARTS)
    date = STARTS
    offers = 0
    for _ in range(KILLS):
        before = user.record()
        expected = before.open and OFFERS[before.open.stage]
        with rehearsed(user, date) as run:
            for _ in range(chance.randrange(3, 30)):
                run.next()
            time.sleep(chance.random() / 20)
            run.kill()
            nothing_runs_on(run)
        after = user.record()
        assert after.sessions[: len(before.sessions) - 1] == before.sessions[:-1]
        if expected:
            said = run.said()[:1]
            assert said in ([], [expected], ["recovery.closed"])
            offers += said == [expected]
        ice = after.open.ice if after.open else 0.0
        committed = run.ice()
        if after.open and before.open:
            committed = max(committed, before.open.ice)
        assert committed <= ice <= committed + 1.5, "no more is lost than the second in hand"
        date = next_start(after, date)
    assert offers >= 3, "the kills fell into sessions"
    with rehearsed(user, date + timedelta(hours=1)) as run:
        run.until("said greeting" if not after.open else "said recovery.closed")
    last = user.record().sessions[-1]
    assert last.outcome in (Outcome.CUT_OFF, Outcome.COMPLETED)


def test_a_full_disk_is_said_and_the_massage_goes_on(user: User) -> None:
    user.screened(STARTS, step="wet")
    with rehearsed(user, STARTS) as run:
        run.until("progress 5")
        full = resource.prlimit(run.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(run.process.pid, resource.RLIMIT_FSIZE, (1000, full[1]))
        run.until("failed JournalWriteError")
        run.until("said trouble.journal")
        run.until("said coach.")
        assert user.record().open, "what is there can still be read"
        before = user.record().sessions[-1].ice
        resource.prlimit(run.process.pid, resource.RLIMIT_FSIZE, full)
        run.until("said mended.journal")
        run.until("progress")
    session = user.record().sessions[-1]
    assert session.ice > before + 5
    assert session.ice == pytest.approx(run.ice(), abs=1.5)
    assert (session.stage, session.outcome) == (Stage.MASSAGING, None)


def test_in_a_folder_that_cannot_be_written_no_massage_begins_however_often(user: User) -> None:
    user.screened(STARTS, step="wet")
    folder = str(user.journal.parent)
    mount = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
    before = ("unshare", "-rm", "sh", "-c", mount, folder)
    able = shutil.which("unshare") and subprocess.run(
        [*before, "true"], capture_output=True, check=False
    )
    if not able or able.returncode:
        pytest.skip("nothing can be mounted read-only here")
    kept = user.journal.read_bytes()
    for _ in range(2):
        with rehearsed(user, STARTS, *before) as run:
            run.until("failed JournalWriteError")
            run.until("said trouble.journal_idle")
            run.until("said resume.unwritten")
            assert "massage.begin" not in run.said()
    assert user.journal.read_bytes() == kept
    assert user.record().open
    with rehearsed(user, STARTS + timedelta(minutes=1)) as run:
        run.until("said recovery.preparing")
        run.until("said massage.begin")
