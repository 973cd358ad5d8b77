"""The log of the real `floe`: what failed is in it, and not a word that was heard or said."""

import re
import sqlite3
from itertools import count
from pathlib import Path

import pytest

from tests.acceptance.talk import talk
from tests.acceptance.user import User
from tests.soundcard import SoundCard
from voice.cli import main
from voice.journal import schema
from voice.speaker.engine_process import EngineFailed, EngineProcess, Reply

SCENARIO = """\
name: talk
description: Somebody answers some questions and leaves.
voice: rms
patience: 5
room: {noise: pink, snr: 40}
starts: 2026-11-22T09:00:00+01:00
lines:
  - {after: greeting.first, say: start session}
  - {after: screen.raynaud, time: every, say: "no"}
  - {after: screen.cold, time: every, say: "no"}
  - {after: screen.circulation, say: how many today}
  - {after: screen.circulation, time: 2, say: goodbye}
"""
COMMON = {
    "a",
    "answer",
    "be",
    "by",
    "cannot",
    "does",
    "floe",
    "of",
    "is",
    "it",
    "journal",
    "not",
    "the",
    "to",
}
"""Words that sentences of the log have in common with what Floe says."""


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z']+", text.lower()))


def break_now_and_then(patch: pytest.MonkeyPatch) -> None:
    """Let the speech engine and the journal fail again and again, quoting what they are given."""
    turns = count()
    ask, show = EngineProcess.ask, schema.show

    def failing_ask(self: EngineProcess, request: Reply, *limits: float) -> Reply:
        if next(turns) % 3 == 0:
            raise EngineFailed(f"no answer to {request}")
        return ask(self, request, *limits)

    def failing_show(connection: sqlite3.Connection, event: object, *rest: object) -> None:
        if next(turns) % 2 == 0:
            raise sqlite3.OperationalError(f"cannot write {event}")
        show(connection, event, *rest)  # type: ignore[arg-type]

    patch.setattr(EngineProcess, "ask", failing_ask)
    patch.setattr(schema, "show", failing_show)


def test_no_word_that_was_heard_or_said_is_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("STATE", "CACHE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    break_now_and_then(monkeypatch)
    scenario = tmp_path / "talk.yaml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    assert main(["--person", "Anna", "rehearse", str(scenario), "--verbose"]) == 1
    out, error = capsys.readouterr()
    assert "JournalWriteError" in error
    file = (tmp_path / "STATE" / "floe" / "log" / "floe.log").read_text(encoding="utf-8")
    shown = [line for line in error.splitlines() if re.match(r"\S+ \S+ (INFO|WARNING) voice", line)]
    for sentence in ("the journal cannot be written", "its process is started anew"):
        assert sentence in file
        assert any(sentence in line for line in shown)
    logged = words(file) | words("\n".join(shown))
    heard = re.findall(r"^\S+  Person   (.*?)  \[", out, re.MULTILINE)
    assert {"start session", "no", "goodbye"} <= set(heard)
    assert logged & words(" ".join(heard)) == set()
    assert logged & words(out.partition("minutes of sound")[0]) <= COMMON
    assert "anna" not in logged


def test_sound_that_goes_and_comes_back_is_in_the_log(card: SoundCard, user: User) -> None:
    with talk(card, user) as person:
        person.hears("greeting.first")
        card.kill()
        person.shows("the sound has stopped")
        card.start()
        person.enter_room()
        person.hears("mended.microphone")
        person.killed()
    log = (user.home / "state" / "floe" / "log" / "floe.log").read_text(encoding="utf-8")
    # An engine that is started anew beside all that is no matter here.
    versions, *failures = log.splitlines()
    lost, *_, back = [line for line in failures if "voice.speaker" not in line]
    assert "Python 3." in versions
    assert lost.endswith("a part has failed: DeviceLost")
    assert back.endswith("the sound is back")
