"""Somebody with a home of their own, who runs the real `floe`."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from tests.soundcard import ROOT
from voice.journal.journal import Journal, read
from voice.session.event import Event, EventKind, Value
from voice.session.health import HealthCondition
from voice.session.record import Record

FLOE = (sys.executable, "-m", "voice.cli")
_LONGEST = 900
"""Seconds that a command may take before it counts as hanging, on the busiest machine."""


class User:
    """The folders where Floe keeps what is this user's, and the commands that use them."""

    def __init__(self, home: Path, cache: Path) -> None:
        """Make ``home``; what is slow to make is kept in ``cache`` and may be shared."""
        self.home = home
        (home / "tmp").mkdir(parents=True)
        plain = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
        self.env: Mapping[str, str] = {
            **plain,
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_CACHE_HOME": str(cache),
            "XDG_STATE_HOME": str(home / "state"),
            "TMPDIR": str(home / "tmp"),
            "PYTHONPATH": str(ROOT),
        }
        self.journal = home / "data" / "floe" / "journal.sqlite"

    def floe(
        self, *arguments: str | Path, before: Sequence[str] = (), **env: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run `floe` to its end, by the command ``before`` if one is given."""
        return subprocess.run(
            [*before, *FLOE, *map(str, arguments)],
            env={**self.env, **env},
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_LONGEST,
            check=False,
        )

    def configure(self, text: str) -> Path:
        """Write the settings file."""
        path = self.home / "config" / "floe" / "config.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        return path

    def screened(
        self, at: datetime | None = None, *, step: str | None = None, unasked: int = 0
    ) -> None:
        """Let the questions before the first massage be answered already, just before ``at``.

        All but the last ``unasked``; with ``step`` Floe was cut off while that was prepared.
        """
        at = (at or datetime.now().astimezone()) - timedelta(seconds=5)
        events = [Event(EventKind.DISCLAIMER, at)]
        conditions = list(HealthCondition)
        for condition in conditions[: len(conditions) - unasked]:
            answer: dict[str, Value] = {"condition": condition.value, "answer": "no"}
            events.append(Event(EventKind.SCREENED, at, answer))
        if step:
            opened: dict[str, Value] = {"planned": 480.0, "step": step, "sooner": False}
            events.append(Event(EventKind.OPENED, at, opened))
        journal = Journal(self.journal)
        journal.append(*events)
        journal.close()

    def events(self) -> list[Event]:
        """Read the journal, also while Floe writes it."""
        return read(self.journal)

    def kinds(self) -> list[EventKind]:
        """Name what happened, in order."""
        return [event.kind for event in self.events()]

    def record(self) -> Record:
        """Return the state that the journal leads to."""
        return Record.replay(self.events())


def refused(done: "subprocess.CompletedProcess[str]", *mentions: str, lines: int = 2) -> str:
    """Make sure that a command failed as it should, and give what it said about that.

    It says so in one line or ``lines``, each understandable, with all of ``mentions`` in them.
    """
    said = done.stderr
    assert done.returncode == 1, (done.returncode, done.stdout, said)
    assert 1 <= len(said.splitlines()) <= lines, said
    assert said.startswith("floe: "), said
    assert "Traceback" not in said
    for each in mentions:
        assert each in said, said
    return said
