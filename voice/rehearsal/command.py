"""``floe rehearse``: a whole session with a simulated person, or one that was recorded."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from floe import place
from models.store import Store
from voice.errors import OutputUnwritable
from voice.notice import FailureReported
from voice.recording.account import SoundGap, TimedNotice
from voice.recording.file import Recorded
from voice.rehearsal import report
from voice.rehearsal.difference import differences
from voice.rehearsal.log import RehearsalLog
from voice.rehearsal.replay import replay
from voice.rehearsal.scenario.scenario import Scenario
from voice.rehearsal.studio import Studio, load
from voice.rehearsal.transcript import minutes, transcript
from voice.rehearsal.verdict import judge


def list_scenarios() -> None:
    """Print the scenarios that come with Floe."""
    for name in Scenario.shipped():
        print(f"{name:<12} {load(name).description}")


def rehearse(name: str, out: Path | None) -> None:
    """Run a scenario, print what was said, and leave three files in ``out``.

    Without ``out`` they go to a folder of the scenario's name in the user's data.

    Raises:
        RehearsalFailed: what the scenario expects has not happened; the files are there.
        FloeError: the scenario, the folder or a part of Floe cannot be used.
    """
    scenario = load(name)
    out = _folder(scenario.name, out)
    print(f"rehearsing {scenario.name}: {len(scenario.runs)} part(s), no microphone needed ...")
    began = time.monotonic()
    with closing(Studio()) as studio:
        log = studio.rehearse(scenario)
    took = time.monotonic() - began
    _show(log, took, out)
    judge(scenario, log)


def rehearse_from(path: Path, out: Path | None) -> None:
    """Let Floe hear a recording again, print what is said, and where it decides otherwise.

    Without ``out`` the three files go to a folder of the recording's name in the user's data.

    Raises:
        RecordingError: the file is no recording, or cannot be used.
        FloeError: the folder or a part of Floe cannot be used.
    """
    recorded = Recorded.load(path)
    out = _folder(path.stem, out)
    start = recorded.start
    print(
        f"recorded {start.date:%Y-%m-%d %H:%M} by Floe {start.floe}, {start.model}, "
        f"on {start.system}; heard now by Floe {version('floe')}, {Store().current().name} ..."
    )
    began = time.monotonic()
    log, account = replay(recorded, path.name)
    _show(log, time.monotonic() - began, out)
    _compare(recorded, account)


def _folder(name: str, out: Path | None) -> Path:
    """Make the folder ``out`` and return it; by default that of a ``name`` in the user's data.

    Where nothing can be written there, it is a temporary one.
    """
    if out is None:
        out = place.data() / "rehearsal" / name
        try:
            report.prepare(out)
        except OutputUnwritable:
            out = place.temporary() / "rehearsal" / name
    report.prepare(out)
    return out


def _show(log: RehearsalLog, took: float, out: Path) -> None:
    print(f"\n{transcript(log)}")
    print(f"{log.length / 60:.1f} minutes of sound in {took:.1f} s; written:")
    for path in report.write(log, out):
        print(f"  {path}")


def _compare(recorded: Recorded, now: Sequence[TimedNotice]) -> None:
    if recorded.cut:
        print("\nThe recording breaks off: its end is missing.")
    failures = [line for one in recorded.account for line in _failure(one)]
    if failures:
        print("\nWhat failed when it was recorded:")
    for line in failures:
        print(f"  {line}")
    found = differences(recorded.account, now)
    print(f"\nDecided otherwise than in the recording: {len(found) or 'nothing'}")
    for difference in found:
        print(f"  {difference}")


def _failure(one: TimedNotice) -> Iterator[str]:
    """Return a line about what failed, if the notice tells of a failure."""
    match one.notice:
        case FailureReported(error, text):
            yield f"{minutes(one.at)}  {error}: {text}"
        case SoundGap(error, seconds):
            what = f"{seconds} seconds without sound"
            yield f"{minutes(one.at)}  {': '.join(filter(None, (error, what)))}"
        case _:
            pass
