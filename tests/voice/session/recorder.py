"""A process that coaches a massage into a journal until it is killed; a line per commit.

Run with the journal's path; with a second argument, files may not grow past that many bytes.
"""

import itertools
import resource
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from voice.errors import JournalWriteError
from voice.journal.journal import Journal
from voice.session.event import Event, EventKind, Value

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def main() -> None:
    if len(sys.argv) > 2:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    journal = Journal(Path(sys.argv[1]))
    record = journal.record()
    if record.open is None:
        opened: dict[str, Value] = {"planned": 480.0, "step": "ice", "sooner": False}
        journal.append(Event(EventKind.OPENED, START, opened))
        journal.append(Event(EventKind.BEGUN, START))
    done = int(record.open.ice) if record.open else 0
    for second in itertools.count(done + 1):
        # Every other second an event that is not folded into the one before.
        at = START + timedelta(seconds=second)
        events = [Event(EventKind.PROGRESS, at, {"ice": float(second)})]
        if second % 2:
            events.append(Event(EventKind.CHECKED, at, {"answer": "x" * 400}))
        try:
            for event in events:
                journal.append(event)
        except JournalWriteError as error:
            print(error, flush=True)
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
            journal.flush()
            print("flushed", second, flush=True)
            return
        print(second, flush=True)


main()
