"""Measures what the recogniser costs in CPU time and memory, and how long Floe takes to start."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

from audio import wave
from audio.sound import BLOCK_SECONDS
from bench import diary
from bench.run import Run
from intents.library import Intents
from voice.journal.journal import Journal
from voice.journal.writer import JournalWriter
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.session.event import Event, EventKind

_STARTS = 5
"""How often a process is started; the median is printed."""
_LISTENER = """
import pathlib, sys
from audio import wave
from intents.library import Intents
from models.store import Store
from voice.recognizer.command_recognizer import CommandRecognizer
recognizer = CommandRecognizer(Store().find(sys.argv[1]), Intents.load())
recognizer.feed(bytes(640))
print("listening", flush=True)
for file in sys.argv[2:]:
    list(recognizer.hear(wave.blocks(pathlib.Path(file))))
status = pathlib.Path("/proc/self/status")
if status.exists():
    print(next(line.split()[1] for line in status.open() if line.startswith("VmHWM")))
"""
"""A process that loads the recogniser, says so, hears the files, and prints its peak memory."""
_PAST = """
import pathlib, sys
from voice.history.command import plot, show
from voice.history.history import History
from voice.history.report import report
journal, out = map(pathlib.Path, sys.argv[2:])
history = History.load(journal)
match sys.argv[1]:
    case "history":
        show(history)
    case "plot":
        plot(history, out.with_suffix(".svg"))
    case "report":
        report(history, out.with_suffix(".html"))
"""
"""A process that looks back at a long journal in one of three ways."""
_EVENTS, _EVERY = 400, 0.05
"""How many events are journalled, and the seconds between two."""
_HEARD = 10
"""How many recordings are heard before the memory is measured: about two minutes."""


def measure(run: Run) -> None:
    """Print CPU time, memory, and the time that a start and a look back take."""
    files = [f for files in run.corpus.readers.values() for f in run.some(files)]
    factor, minutes = _factor(run, files)
    run.table.row(
        "real-time factor of the ear, one core", f"{factor:.3f} (CPU time, {minutes:.0f} min)"
    )
    run.table.row("resident memory of the ear", _memory(run.model.path, files[:_HEARD]))
    starts = [_start(run.model.path, [])[0] for _ in range(_STARTS)]
    run.table.row(
        "process start to listening, median",
        f"{statistics.median(starts):.2f} s ({_STARTS} starts)",
        of_files=False,
    )
    run.table.row(
        "an event is on the disk, median / 95th / longest",
        " / ".join(f"{1000 * each:.1f}" for each in _written()) + f" ms ({_EVENTS} events)",
        of_files=False,
    )
    run.table.row(
        "a year of five massages a day: history / plot / report, process start to end, median",
        " / ".join(f"{_past(what):.1f}" for what in ("history", "plot", "report")) + " s",
        of_files=False,
    )


def _factor(run: Run, files: Sequence[Path]) -> tuple[float, float]:
    """Return the CPU time of this process over the duration of the audio, and that in minutes."""
    recognizer = CommandRecognizer(run.model, Intents.load())
    blocks = [block for file in files for block in wave.blocks(file)]
    seconds = len(blocks) * BLOCK_SECONDS
    before = time.process_time()
    for _ in recognizer.hear(blocks):
        pass
    return (time.process_time() - before) / seconds, seconds / 60


def _memory(model: Path, files: Sequence[Path]) -> str:
    """Return the peak resident memory of a process that has heard ``files``, in words."""
    _, peak = _start(model, files)
    return f"{int(peak) / 1024:.0f} MB" if peak else "not measured: no /proc on this system"


def _start(model: Path, files: Sequence[Path]) -> tuple[float, str]:
    """Return the seconds until a new process listens, and what it prints after ``files``."""
    command = [sys.executable, "-c", _LISTENER, str(model), *map(str, files)]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        seconds = time.perf_counter() - began
        return seconds, process.stdout.read().strip()


def _written() -> tuple[float, float, float]:
    """Return how many seconds events take until the disk has confirmed them, one at a time."""
    seconds = []
    event = Event(EventKind.ADVISED, datetime.now(UTC), {"rule": "bench"})
    with ExitStack() as stack:
        # Not in the temporary folder, which may be no disk.
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="floe-bench-", dir="."))
        journal = Journal(Path(folder) / "journal.sqlite")
        writer = stack.enter_context(closing(JournalWriter(journal)))
        for _ in range(_EVENTS):
            began = time.perf_counter()
            writer.append(event)
            while not writer.saved():
                time.sleep(0.0005)
            seconds.append(time.perf_counter() - began)
            time.sleep(_EVERY)
    return statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1], max(seconds)


def _past(what: str) -> float:
    """Return the median seconds of a process that does ``what`` with a year's journal."""
    seconds = []
    with tempfile.TemporaryDirectory(prefix="floe-bench-") as folder:
        journal = Path(folder) / "journal.sqlite"
        diary.write(journal, days=365, sessions=5)
        command = [sys.executable, "-c", _PAST, what, str(journal), str(Path(folder) / "out")]
        for _ in range(_STARTS):
            began = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)
