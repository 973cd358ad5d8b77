"""The journal on a real disk: what was written comes back, also after a kill."""

import random
import signal
import subprocess
import sys
from pathlib import Path

from tests.voice.journal.week import week
from tests.voice.session.talk import MORNING, Talk
from voice.journal.journal import Journal, read
from voice.session.event import Event, EventKind
from voice.session.record import Record


def test_comes_back_the_same(path: Path) -> None:
    talk = week(path)
    journal = Journal(path)
    assert journal.problem is None
    assert journal.record() == talk.record
    journal.close()
    journal.close()
    assert Record.replay(read(path)) == talk.record


def test_a_new_journal_is_empty(path: Path) -> None:
    assert read(path) == []
    assert not path.exists()
    journal = Journal(path)
    assert journal.record() == Record()
    journal.close()
    assert read(path) == []


def test_progress_is_kept_once(path: Path) -> None:
    journal = Journal(path)
    talk = Talk().massage()
    talk.wait(30)
    for event in talk.events:
        journal.append(event)
    progress = [event for event in read(path) if event.kind is EventKind.PROGRESS]
    assert [event.values["ice"] for event in progress] == [30]
    journal.close()


def test_reading_while_it_is_written(path: Path) -> None:
    journal = Journal(path)
    journal.append(Event(EventKind.DISCLAIMER, MORNING))
    assert [event.kind for event in read(path)] == [EventKind.DISCLAIMER]
    journal.close()


RECORDER = [sys.executable, "-m", "tests.voice.session.recorder"]


def test_killed_again_and_again_loses_only_the_second_in_hand(path: Path) -> None:
    randomness = random.Random(2)  # noqa: S311 (where to kill)
    confirmed = 0
    for _ in range(10):
        wanted = confirmed + randomness.randint(1, 40)
        with subprocess.Popen([*RECORDER, path], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                confirmed = int(line)
                if confirmed >= wanted:
                    process.send_signal(signal.SIGKILL)
                    break
            late = [int(line) for line in process.stdout if line.endswith("\n")]
            confirmed = max([confirmed, *late])
        session = Record.replay(read(path)).open
        assert session is not None
        assert confirmed <= session.ice <= confirmed + 1
        confirmed = int(session.ice)
