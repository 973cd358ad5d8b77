"""Output that cannot be written, names that are no text, folders that may not be entered."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from audio.wave import write
from bench import diary
from tests.acceptance.user import FLOE, User, refused
from tests.patience import PATIENCE
from tests.speech import say

ODD = os.fsdecode(b"b\xffd")
"""A name that is not UTF-8, as old disks have them."""
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
"""A system that knows no other letters."""
COMMANDS = (
    ("--help",),
    ("--version",),
    ("history",),
    ("history", "--csv"),
    ("models", "list"),
    ("rehearse", "--list"),
    ("understand", "stop"),
    ("report", "r.html"),
)
ORDINARY = """
import ctypes, os, sys
for right in (1, 2):
    ctypes.CDLL(None).prctl(24, right, 0, 0, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
"""Runs a command for which permissions count even if it is root's (without CAP_DAC_OVERRIDE)."""


def run(user: User, *words: str, stdout: int | None) -> "subprocess.CompletedProcess[str]":
    """Run Floe with another standard output; with none if it is None."""
    shell = 'exec "$@" >&-' if stdout is None else 'exec "$@"'
    return subprocess.run(
        ["sh", "-c", shell, "sh", *FLOE, *words],
        env=user.env,
        cwd=user.home,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to try")
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_full_disk_for_what_is_printed(user: User, words: tuple[str, ...]) -> None:
    diary.write(user.journal, days=1, sessions=1)
    with Path("/dev/full").open("w") as full:
        done = run(user, *words, stdout=full.fileno())
    assert done.returncode == 1
    assert done.stderr == "floe: what is printed cannot be written: No space left on device\n"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_standard_output_at_all(user: User, words: tuple[str, ...]) -> None:
    diary.write(user.journal, days=1, sessions=1)
    done = run(user, *words, stdout=None)
    assert (done.returncode, done.stderr) == (0, "")


def test_names_that_are_no_text(user: User, tmp_path: Path) -> None:
    diary.write(user.journal, days=1, sessions=1)
    write(tmp_path / f"{ODD}.wav", say("what's next", "rms"))
    for env in ({}, ASCII):
        done = user.floe("hear", tmp_path / f"{ODD}.wav", **env)
        assert (done.returncode, done.stderr) == (0, "")
        assert "b\\udcffd.wav" in done.stdout
        assert done.stdout.endswith("->  NextStep\n")
    for words in (("report", f"{ODD}.html"), ("history", "--csv", f"{ODD}.csv")):
        done = user.floe(*words, **ASCII)
        assert (done.returncode, done.stderr) == (0, "")
        assert (user.home / words[-1]).stat().st_size
    assert user.floe("export", f"{ODD}.zip", **ASCII).returncode == 0
    with zipfile.ZipFile(user.home / f"{ODD}.zip") as archive:
        assert archive.testzip() is None
    for wrong in (["models", "install", ODD], ["rehearse", ODD], ["hear", "--intents", ODD, ODD]):
        refused(user.floe(*wrong, **ASCII), "b\\udcffd")


def test_a_journal_of_letters_that_the_terminal_lacks(user: User) -> None:
    journal = user.journal.with_name("journal-zo%C3%AB.sqlite")
    diary.write(journal, days=1, sessions=1)
    done = user.floe("--person", "Zoë", "report", "r.html", **{**ASCII, "PYTHONUTF8": "1"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "Zoë" in (user.home / "r.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["CACHE", "CONFIG", "STATE", "DATA"])
@pytest.mark.parametrize("mode", [0o000, 0o500])
def test_a_folder_that_may_not_be_entered_or_written(user: User, kind: str, mode: int) -> None:
    locked = user.home / "locked"
    (locked / "floe").mkdir(parents=True)
    locked.chmod(mode)
    ordinary = [sys.executable, "-c", ORDINARY]
    place = {f"XDG_{kind}_HOME": str(locked)}
    try:
        done = user.floe("understand", "stop", before=ordinary, **place)
        assert (done.returncode, done.stderr) == (0, "")
        done = user.floe("history", before=ordinary, **place)
        if (kind, mode) == ("DATA", 0o000):
            # Whether there is a journal cannot be known.
            refused(done, "journal.sqlite", "look at its permissions")
        else:
            assert (done.stdout, done.stderr) == ("No massage yet.\n", "")
        for words in (("models", "list"), ("forget", "--yes")):
            done = user.floe(*words, before=ordinary, **place)
            if done.returncode:
                # Nor what else is kept there.
                assert mode == 0o000
                refused(done, f"{locked}/", "Permission denied")
    finally:
        locked.chmod(0o700)
