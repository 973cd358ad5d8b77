"""One Floe at a time uses a journal, also where the file system has no locks."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.voice.journal.week import week
from voice.errors import JournalBusy
from voice.journal.journal import Journal, read
from voice.journal.lock import Lock
from voice.journal.process import Process
from voice.session.event import Event, EventKind

HOLD = """
import sys
from pathlib import Path
from voice.journal.lock import Lock
with Lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
TRY = """
import sys
from pathlib import Path
from voice.errors import JournalBusy
from voice.journal.lock import Lock
try:
    with Lock(Path(sys.argv[1])):
        print("held")
except JournalBusy as error:
    print(error)
"""
HELD = '"held", flush=True), sys.stdin.read('
"""Holds the lock, once it has it, until the test has asked all others."""
WRITE = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from voice.journal.journal import Journal
from voice.session.event import Event, EventKind
journal = Journal(Path(sys.argv[1]))
print(journal.problem, len(journal.record().sessions), flush=True)
journal.append(Event(EventKind.DISCLAIMER, datetime.now(UTC)))
os.kill(os.getpid(), signal.SIGKILL)
"""
LOCKLESS = [
    [sys.executable, "-m", "tests.lockless", error]
    for error in ("ENOLCK", "EOPNOTSUPP", "ENOSYS", "EINVAL")
]
"""What network folders and others answer; each runs the code behind it so."""
PLAIN = [sys.executable]


@contextmanager
def holding(how: list[str], path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Let another process hold the lock; it is killed in the end."""
    command: list[str | Path] = [*how, "-c", HOLD, path]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def tried(how: list[str], path: Path) -> str:
    """Let another process take the lock; return what it says."""
    command: list[str | Path] = [*how, "-c", TRY, path]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_one_floe_at_a_time(path: Path) -> None:
    with holding(PLAIN, path), pytest.raises(JournalBusy, match="already running"), Lock(path):
        pass
    with Lock(path), pytest.raises(JournalBusy), Lock(path):
        pass


@pytest.mark.parametrize("how", LOCKLESS, ids=lambda how: how[-1])
def test_one_floe_at_a_time_without_locks(path: Path, how: list[str]) -> None:
    with holding(how, path):
        said = tried(how, path)
        assert said == f"Floe is already running with {path}; leave that one first"
        assert tried(how, path.with_name("journal-anna.sqlite")) == "held"
    # That one was killed, and what it has left behind stops nobody.
    assert tried(how, path) == "held"
    assert [each.name for each in path.parent.iterdir() if ".lock-" in each.name] == []


def test_of_many_at_once_one_at_the_most_gets_it(path: Path) -> None:
    path.parent.mkdir()
    command: list[str | Path] = [*LOCKLESS[0], "-c", TRY.replace('"held"', HELD), path]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(5)
    ]
    said = [process.stdout.readline() for process in started if process.stdout]
    assert len(said) == 5
    assert sum(line == "held\n" for line in said) <= 1
    for process in started:
        process.communicate("")
    assert tried(LOCKLESS[0], path) == "held"


def claim(path: Path, **changed: str | int) -> Path:
    """Leave a claim on the journal as some other process would."""
    holder = replace(Process.current(), **changed)  # type: ignore[arg-type]
    path.parent.mkdir(exist_ok=True)
    left = path.with_name(f"{path.name}.lock-0123456789abcdef")
    left.write_text(json.dumps(holder.to_values()), encoding="utf-8")
    return left


def test_of_another_computer_nobody_can_tell(path: Path) -> None:
    left = claim(path, host="attic")
    said = tried(LOCKLESS[0], path)
    assert f"{path}, on the computer attic; leave that one first" in said
    assert said.endswith(f"If it was switched off, remove {left}")
    assert left.exists()


@pytest.mark.parametrize("changed", [{"machine": "another"}, {"namespace": "another"}])
def test_nor_of_another_container_or_computer_of_that_name(
    path: Path, changed: dict[str, str]
) -> None:
    left = claim(path, **changed)
    assert f"remove {left}" in tried(LOCKLESS[0], path)


def test_a_number_that_another_program_has_by_now(path: Path) -> None:
    left = claim(path, started="another boot 17")
    assert tried(LOCKLESS[0], path) == "held"
    assert not left.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"number": 1}', b"\xff"])
def test_a_claim_that_cannot_be_read_is_not_removed(path: Path, content: bytes) -> None:
    left = claim(path)
    left.write_bytes(content)
    assert f"remove {left}" in tried(LOCKLESS[0], path)
    assert left.read_bytes() == content


def test_events_are_on_the_disk_without_locks(path: Path) -> None:
    before = week(path)
    kept = read(path)
    # What the first leaves behind was written with locks, and is not in the journal's file yet.
    for how in (PLAIN, *LOCKLESS[:2]):
        written = subprocess.run(
            [*how, "-c", WRITE, path], capture_output=True, text=True, check=False
        )
        assert written.stdout == f"None {len(before.record.sessions)}\n", written.stderr
    assert read(path)[: len(kept)] == kept
    assert [event.kind for event in read(path)[len(kept) :]] == [EventKind.DISCLAIMER] * 3
    # And with locks again.
    journal = Journal(path)
    journal.append(Event(EventKind.CLEARED, before.events[-1].at))
    journal.close()
    assert journal.problem is None
    assert len(read(path)) == len(kept) + 4
