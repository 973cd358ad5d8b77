"""The display in a terminal: what is seen at which size, and that it leaves no trace."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from rich.console import Console

from tests.patience import wait_for
from tests.voice.display.terminal import Terminal
from tests.voice.session.talk import PROMPTS, Talk
from voice.display import words
from voice.display.board import DisplayBoard
from voice.display.digits import large
from voice.display.screen import Picture, Screen
from voice.display.state import DisplayState, News, display_state
from voice.session.context import Component

SIZES = [(80, 24), (40, 24), (40, 10), (120, 40), (20, 5), (10, 3), (1, 1)]
NEWS = News("Keep to small circles.", "how long is left", unclear=True, level=-30.0, note="A note.")
SHOW = """
import sys, time
from tests.voice.display.test_screen import massaging
from tests.voice.session.talk import PROMPTS
from voice.display import words
from voice.display.board import DisplayBoard
from voice.display.screen import Screen
from voice.notice import SnapshotTaken
board = DisplayBoard(PROMPTS)
talk = massaging()
board(SnapshotTaken(talk.controller.snapshot(), "Keep the ice moving.", 1.0))
print("before")
with Screen(board, words.load()):
    while True:
        time.sleep(0.02)
        if "--held-up" not in sys.argv:
            board(SnapshotTaken(talk.controller.snapshot(), "Keep it gliding.", time.monotonic()))
"""


def massaging() -> Talk:
    """A massage with 7:32 to go."""
    talk = Talk().massage()
    talk.wait(28)
    return talk


def seen(
    state: DisplayState,
    width: int,
    height: int,
    *,
    held_up: bool = False,
    ascii_only: bool = False,
) -> list[str]:
    """Return the lines in a terminal of one size."""
    console = Console(width=width, height=height, file=StringIO(), force_terminal=True)
    options = console.options.update(height=height)
    options.encoding = "ascii" if ascii_only else "utf-8"
    return [line.plain for line in Picture(words.load(), options).lines(state, held_up=held_up)]


def look(talk: Talk, news: News = NEWS) -> DisplayState:
    return display_state(talk.controller.snapshot(), news, PROMPTS)


def troubled() -> Talk:
    return Talk().massage().trouble(Component.MICROPHONE).trouble(Component.JOURNAL)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("talk", [Talk, Talk().screened, Talk().massage, troubled])
def test_it_fits_whatever_the_size(talk: Callable[[], Talk], width: int, height: int) -> None:
    lines = seen(look(talk()), width, height)
    assert 0 < len(lines) <= height
    assert all(len(line) <= max(width - 1, 1) for line in lines[1:])


@pytest.mark.parametrize("width", [80, 40])
def test_what_a_person_two_metres_away_wants_to_know(width: int) -> None:
    lines = seen(look(massaging()), width, 24)
    text = " ".join(" ".join(lines).split())
    rows = [line for line in lines if "\u2588" in line]
    assert len(rows) == (10 if width == 80 else 5)
    assert lines[0] == "Massage"
    for part in (
        "Floe Keep to small circles.",
        "Heard how long is left (something was not understood)",
        "You can say my skin is numb, pause, how long is left, one more minute, stop",
        "Microphone \u25a0\u25a0\u25a0\u25a0\u25a0\u25a0\u25a0\u25a0\u25a0\u25a0\u00b7",
        "A note.",
    ):
        assert part in text


def test_digits_keep_their_size_while_time_passes() -> None:
    assert len(large("10:00", 79, 11, "#")) == len(large("9:59", 79, 11, "#")) == 10
    assert large("7:32", 20, 11, "#") == ["7:32"]
    assert large("7:32", 79, 4, "#") == ["7:32"]
    assert large("1:07", 40, 5, "#") == [
        "  ##        ######  ######",
        "####    ##  ##  ##      ##",
        "  ##        ##  ##      ##",
        "  ##    ##  ##  ##      ##",
        "######      ######      ##",
    ]


def test_what_is_wrong_stands_at_the_top() -> None:
    lines = seen(look(troubled()), 80, 24)
    assert lines[1].startswith("! My microphone has failed.")
    assert lines[2].startswith("! I cannot write to the journal.")
    lines = seen(look(Talk().massage()), 80, 24, held_up=True)
    assert lines[1] == "! Floe is held up. Take the ice off your skin."


def test_a_terminal_that_knows_no_blocks() -> None:
    lines = seen(look(Talk().massage()), 80, 24, ascii_only=True)
    assert "".join(lines).isascii()
    assert any("####" in line for line in lines)


@contextmanager
def shown(*arguments: str, **env: str) -> Iterator[Terminal]:
    terminal = Terminal(["-c", SHOW, *arguments], env=env)
    try:
        wait_for(lambda: "Massage" in terminal.text)
        yield terminal
    finally:
        terminal.close()


def test_ctrl_c_leaves_the_terminal_as_it_was() -> None:
    with shown() as terminal:
        wait_for(lambda: "\u2588" in terminal.text, "the time left")
        assert "before" not in terminal.text
        terminal.interrupt()
        assert terminal.raw.count(b"\x1b[?1049h") == terminal.raw.count(b"\x1b[?1049l") == 1
        shows, hides = (terminal.raw.rfind(code) for code in (b"\x1b[?25h", b"\x1b[?25l"))
        assert shows > hides > 0, "the cursor is there again"


def test_it_follows_the_window() -> None:
    with shown() as terminal:
        wait_for(lambda: "Floe         Keep" in terminal.text)
        terminal.resize(40, 12)
        wait_for(lambda: "Floe  Keep" in terminal.text and "Massage" in terminal.text)
        terminal.resize(30, 4)
        wait_for(lambda: "7:32" in terminal.text)


def test_without_colours() -> None:
    with shown(NO_COLOR="1") as terminal:
        wait_for(lambda: "Microphone" in terminal.text)
        for colour in (b"[32m", b"[1;32m", b"[33m", b"[31m", b"[38;"):
            assert colour not in terminal.raw


def test_a_loop_that_stands_still_is_told() -> None:
    with shown("--held-up") as terminal:
        wait_for(lambda: "! Floe is held up. Take the ice off" in terminal.text)


def test_no_terminal_is_no_place_for_it() -> None:

    for console in (
        Console(file=StringIO()),
        Console(force_terminal=True, _environ={"TERM": "dumb"}),
    ):
        assert not Screen(DisplayBoard(PROMPTS), words.load(), console).possible


def test_one_that_cannot_be_drawn_says_so_instead_of_showing_what_was() -> None:
    code = SHOW.replace("words.load()", "{**words.load(), 'label.says': None}")
    terminal = Terminal(["-c", code])
    try:
        wait_for(lambda: "This display has failed. Take no notice of it" in terminal.text)
        assert "Massage" not in terminal.text
        assert terminal.interrupt() != 0
    finally:
        terminal.close()
