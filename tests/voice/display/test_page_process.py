"""The page in a process of its own: the same page, and it ends with Floe and without it."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from intents.intent import Intent, IntentName
from intents.library import Intents
from tests.acceptance.test_display import press
from tests.docs.page import ROOT
from tests.patience import PATIENCE, wait_for
from tests.voice.session.talk import PROMPTS, Talk
from voice.display import words
from voice.display.address import Address, Entrance
from voice.display.board import DisplayBoard
from voice.display.buttons import Buttons
from voice.display.page_process import PageContent, PageProcess
from voice.notice import FailureReported, Notice, SnapshotTaken


class Page:
    """A board and its page, and what came back from it."""

    def __init__(self) -> None:
        self.board = DisplayBoard(PROMPTS)
        self.pressed: SimpleQueue[Intent] = SimpleQueue()
        self.told: SimpleQueue[Notice] = SimpleQueue()
        self.entrance = Entrance(Address(port=0))
        content = PageContent(words.load(), Buttons(PROMPTS, Intents.load()))
        self.process = PageProcess(
            self.entrance, self.board, content, self.pressed.put, self.told.put
        )

    @property
    def url(self) -> str:
        return self.entrance.urls[0]

    @property
    def pid(self) -> int:
        pid = self.process._process.pid
        assert pid
        return pid

    def shown(self) -> dict[str, object]:
        """Return the first state that the page is told."""
        events = urllib.request.urlopen(f"{self.url}events", timeout=PATIENCE)  # noqa: S310 (http)
        with events:
            for line in events:
                if line.startswith(b"data: {"):
                    state: dict[str, object] = json.loads(line.removeprefix(b"data: "))
                    return state
        raise AssertionError("nothing was told")


@pytest.fixture
def page() -> Iterator[Page]:
    page = Page()
    page.board(SnapshotTaken(Talk().controller.snapshot(), "", 1.0))
    with page.process:
        yield page


def test_it_shows_the_board_and_hands_on_what_is_pressed(page: Page) -> None:
    assert page.shown()["phase"] == "idle"
    press(page.url, "stop")
    assert page.pressed.get(timeout=PATIENCE).name == IntentName.STOP_SESSION
    page.board(SnapshotTaken(Talk().massage().controller.snapshot(), "", 2.0))
    wait_for(lambda: page.shown()["phase"] == "massaging", "the massage")


def test_a_board_that_stands_still_is_seen_there(page: Page) -> None:
    wait_for(lambda: page.shown()["held_up"], "that it is held up")


def test_a_process_that_ends_is_told_of_once(page: Page) -> None:
    page.shown()
    os.kill(page.pid, signal.SIGKILL)
    told = page.told.get(timeout=PATIENCE)
    assert isinstance(told, FailureReported)
    assert told.error == "PageLost"
    page.process.close()
    assert page.told.empty()


def test_closed_it_ends_and_says_nothing(page: Page) -> None:
    page.shown()
    page.process.close()
    page.process.close()
    assert not page.process._process.is_alive()
    assert page.told.empty()
    with pytest.raises(OSError, match="refused"):
        page.shown()


def test_a_process_that_hangs_is_ended_all_the_same(page: Page) -> None:
    page.shown()
    os.kill(page.pid, signal.SIGSTOP)
    page.process.close()
    wait_for(lambda: not page.process._process.is_alive(), "its end")


def test_where_floe_is_killed_it_ends() -> None:
    script = (
        "import time; from tests.voice.display.test_page_process import Page\n"
        "if __name__ == '__main__':\n"
        "    page = Page()\n"
        "    with page.process: print(page.url, page.pid, flush=True); time.sleep(600)\n"
    )
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(script)
        file.flush()
        command = [sys.executable, file.name]
        floe = subprocess.Popen(
            command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
        )
        with floe:
            assert floe.stdout
            url, pid = floe.stdout.readline().split()
            urllib.request.urlopen(url, timeout=PATIENCE).close()  # noqa: S310 (http)
            floe.kill()
    wait_for(lambda: not is_there(int(pid)), "the end of the page's process")


def is_there(pid: int) -> bool:
    """Whether a process runs; one that has ended and is not yet known to have does not."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    except OSError:
        return False
