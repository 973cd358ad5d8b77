"""``floe rehearse``: a whole session with a simulated person, room and clock."""

import time
from contextlib import closing
from pathlib import Path

import platformdirs

from audio.scenario import Scenario
from voice.rehearsal import report
from voice.rehearsal.studio import Studio, load
from voice.rehearsal.transcript import transcript
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
    out = out or platformdirs.user_data_path("floe", appauthor=False) / "rehearsal" / scenario.name
    report.prepare(out)
    print(f"rehearsing {scenario.name}: {len(scenario.parts)} part(s), no microphone needed ...")
    began = time.monotonic()
    with closing(Studio()) as studio:
        story = studio.rehearse(scenario)
    took = time.monotonic() - began
    print(f"\n{transcript(story)}")
    print(f"{story.length / 60:.1f} minutes of sound in {took:.1f} s; written:")
    for path in report.write(story, out):
        print(f"  {path}")
    judge(scenario, story)
