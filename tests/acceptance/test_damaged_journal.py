"""A journal of which a byte is damaged: each command works with the rest, and says so in a line."""

import json
import zipfile

import pytest

from bench import diary
from tests.acceptance.user import User
from tests.voice.journal.week import damage


@pytest.fixture
def damaged(user: User) -> bytes:
    """The journal's bytes, in which an event of a massage cannot be read."""
    diary.write(user.journal, days=3, sessions=2)
    return damage(user.journal, "begun", "at")


def test_history_report_and_export_work_with_the_rest(user: User, damaged: bytes) -> None:
    (user.journal.parent / "journal-2026-11-22.sqlite").write_bytes(damaged)
    for words in (("history",), ("history", "--json"), ("report", "r.html"), ("export", "e.zip")):
        done = user.floe(*words)
        assert done.returncode == 0, done.stderr
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"floe: {user.journal}: damaged, and 1 of its ")
        assert line.endswith("if you have a copy of it, put that back")
    assert "6 massages" in (user.home / "r.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(user.home / "e.zip") as archive:
        assert archive.read("journal.sqlite") == damaged
        assert len(json.loads(archive.read("history.json"))["sessions"]) == 6
    assert user.journal.read_bytes() == damaged


def test_forget_erases_it(user: User, damaged: bytes) -> None:
    stray = user.journal.parent / "journal-2026-11-22.sqlite"
    stray.write_bytes(damaged)
    done = user.floe("forget", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert "6 massages, 18 to 20 November 2026, and more that cannot be read" in done.stdout
    assert f"{stray} stays too" in done.stdout
    assert [path.name for path in user.journal.parent.iterdir()] == [stray.name]
