"""The log: what is in it, what never is, and that it is in nobody's way."""

import logging
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tests.soundcard import ROOT
from voice import logs
from voice.cli import main
from voice.errors import JournalUnreadable
from voice.live.failure_log import log_failure
from voice.notice import FailureReported

WORDS = "my zebra legs are numb"
LOG = logging.getLogger("voice.something")

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of the log."""
    folder = tmp_path / "state" / "log"
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: folder)
    return folder / "floe.log"


def fail() -> None:
    """Fail as something does that was written without this module in mind."""
    known: dict[str, int] = {}
    try:
        known[WORDS]
    except KeyError as error:
        raise ValueError(f"unknown: {WORDS}") from error


def test_it_is_quiet_and_not_even_there_while_nothing_fails(file: Path, capsys: Captured) -> None:
    assert main(["understand", "stop"]) == 0
    assert capsys.readouterr() == ("StopSession\n", "")
    assert not file.parent.exists()


@pytest.mark.parametrize("words", ["--verbose understand stop", "understand stop --verbose"])
def test_verbose_shows_the_versions_on_stderr(words: str, file: Path, capsys: Captured) -> None:
    assert main(words.split()) == 0
    out, error = capsys.readouterr()
    assert out == "StopSession\n"
    assert len(error.splitlines()) == 1
    for name in ("INFO voice.logs: floe 0.", "vosk ", "Python 3."):
        assert name in error
    assert not file.exists()


@pytest.mark.usefixtures("file")
def test_an_action_can_be_verbose_too(capsys: Captured) -> None:
    assert main(["models", "list", "--verbose"]) == 0
    assert "Python" in capsys.readouterr().err


def test_a_failure_is_in_the_file_below_the_versions(file: Path, capsys: Captured) -> None:
    with logs.kept():
        LOG.info("all is well")
        LOG.warning("part %d fails", 7)
    versions, line = file.read_text(encoding="utf-8").splitlines()
    assert versions.startswith("floe 0.")
    assert line.endswith("WARNING voice.something: part 7 fails")
    assert capsys.readouterr() == ("", "")


def test_the_file_is_for_its_owner_alone(file: Path) -> None:
    with logs.kept():
        LOG.warning("a part fails")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_other_libraries_log_is_not_in_it(file: Path) -> None:
    with logs.kept(verbose=True):
        for name in ("asyncio", "aiohttp.access", ""):
            logging.getLogger(name).error(WORDS)
    assert not file.exists()


def test_an_exception_is_told_without_its_text_and_goes_on(file: Path, capsys: Captured) -> None:
    with pytest.raises(ValueError, match="zebra"), logs.kept(verbose=True):
        fail()
    text = file.read_text(encoding="utf-8")
    assert "CRITICAL voice.logs: Floe is ended by an exception\n" in text
    assert f"  {__name__}:" in text
    assert text.index("  ValueError") < text.index("  KeyError")
    assert "zebra" not in text + capsys.readouterr().err


def test_an_exception_in_a_thread_is_told_too(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", told.append)
    with logs.kept():
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert len(told) == 1
    text = file.read_text(encoding="utf-8")
    assert "a thread is ended by an exception" in text
    assert "in fail\n" in text
    assert "zebra" not in text


def test_a_failing_part_is_told_by_the_name_of_its_error(file: Path) -> None:
    with logs.kept():
        log_failure(FailureReported.of(JournalUnreadable(f"Anna: {WORDS}")))
    text = file.read_text(encoding="utf-8")
    assert text.endswith("a part has failed: JournalUnreadable\n")
    assert "Anna" not in text


def test_old_files_make_room(file: Path) -> None:
    with logs.kept():
        for number in range(7_000):
            LOG.warning("failure %d %s", number, "x" * 60)
    files = sorted(file.parent.iterdir())
    assert [each.name for each in files] == ["floe.log", "floe.log.1", "floe.log.2"]
    assert all(each.stat().st_size <= 200_000 for each in files)
    assert all(each.read_text(encoding="utf-8").startswith("floe 0.") for each in files)
    assert "failure 6999 " in file.read_text(encoding="utf-8").splitlines()[-1]


def test_a_folder_that_cannot_be_made_changes_nothing(file: Path, capsys: Captured) -> None:
    file.parent.parent.write_text("in the way")
    with logs.kept():
        LOG.warning("a part fails")
    assert capsys.readouterr() == ("", "")


def test_a_full_disk_changes_nothing(file: Path, capsys: Captured) -> None:
    file.parent.mkdir(parents=True)
    file.symlink_to("/dev/full")
    with logs.kept():
        for _ in range(3):
            LOG.warning("a part fails")
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("file")
def test_nothing_is_left_behind() -> None:
    hook = threading.excepthook
    with logs.kept(verbose=True):
        pass
    assert threading.excepthook is hook
    assert logging.getLogger("voice").handlers == []
    assert logging.getLogger("voice").level == logging.NOTSET


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_disk_that_hangs_does_not_hold_up_the_end(tmp_path: Path) -> None:
    path = tmp_path / "floe" / "log" / "floe.log"
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    code = (
        "import logging, os\nfrom voice import logs\nwith logs.kept():\n"
        " logging.getLogger('voice.x').warning('whoever opens the file waits for a reader')\n"
        "print('over', flush=True)\nos._exit(0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    assert (done.stdout, done.stderr) == ("over\n", "")
