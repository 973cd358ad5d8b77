"""``floe --display``: the session in large type in the terminal, drawn by a thread of its own.

rich draws it: it knows terminals of every system, their colours, sizes and resizing, honours
NO_COLOR, and leaves the terminal as it was.
"""

import logging
from collections.abc import Callable, Mapping

from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.text import Text

from voice.display.board import DisplayBoard
from voice.display.digits import ROWS, large
from voice.display.state import DisplayState
from voice.session.phase import Phase

_LOG = logging.getLogger(__name__)
_RATE = 5
"""Drawings a second."""
_STYLES = {
    Phase.IDLE: "bold cyan",
    Phase.SCREENING: "bold cyan",
    Phase.PREPARING: "bold cyan",
    Phase.MASSAGING: "bold green",
    Phase.PAUSED: "bold yellow",
    Phase.WARMING: "bold yellow",
}
_ALARM = "bold white on red"
_LABELS = ("says", "heard", "offers", "level")
_LEVEL = 20
"""Characters of the level."""
_LONGEST = 6
"""Lines that one text may take."""
_WIDE = 60
"""Columns from which on texts stand beside their labels."""
_BESIDE = 13
"""Lines that are kept for all but the time."""

Words = Mapping[str, str]


class Screen:
    """Shows a board in a terminal, in whose own screen the text before it comes back."""

    def __init__(self, board: DisplayBoard, words: Words, console: Console | None = None) -> None:
        self._board = board
        self._words = words
        self._console = console or Console()
        self._failed = False
        self._live = Live(
            console=self._console,
            screen=True,
            refresh_per_second=_RATE,
            get_renderable=lambda: _Drawing(self._picture),
        )

    @property
    def possible(self) -> bool:
        """Whether this is a terminal that can show it."""
        return self._console.is_terminal and not self._console.is_dumb_terminal

    def __enter__(self) -> "Screen":
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def _picture(self, options: ConsoleOptions) -> list[Text]:
        state = self._board.latest
        if state is None:
            return []
        try:
            picture = Picture(self._words, options)
            return picture.lines(state, held_up=self._board.held_up)
        except Exception as error:  # noqa: BLE001 (what stood there before would be taken for now)
            if not self._failed:
                self._failed = True
                _LOG.warning("the display has failed: %s", type(error).__name__)
            return [Text(self._words["failed"], style=_ALARM)]


class _Drawing:
    """What rich draws: a picture of just the terminal's size."""

    def __init__(self, picture: Callable[[ConsoleOptions], list[Text]]) -> None:
        self._picture = picture

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text("\n", no_wrap=True, overflow="crop", end="").join(self._picture(options))


class Picture:
    """Lays out what is shown in lines, for a terminal of one size."""

    def __init__(self, words: Words, options: ConsoleOptions) -> None:
        self._words = words
        self._console = Console(width=options.max_width)
        # The last column stays free: some terminals go to the next line after it.
        self._width = max(options.max_width - 1, 1)
        self._height = options.max_height
        self._plain = options.ascii_only

    def lines(self, state: DisplayState, *, held_up: bool) -> list[Text]:
        """Return the lines, no more than there are; what matters most stands at the top."""
        blocks = [
            self._title(state, held_up=held_up),
            self._time(state),
            self._wrapped(Text(state.task, style="bold")),
            *self._below(state),
        ]
        blocks = [block for block in blocks if block]
        free = self._height - sum(len(block) for block in blocks)
        lines = blocks[0]
        for block in blocks[1:]:
            if free > 0:
                lines.append(Text())
                free -= 1
            lines += block
        return lines[: self._height]

    def _title(self, state: DisplayState, *, held_up: bool) -> list[Text]:
        """Return the phase, and what is wrong."""
        wrong = [self._words["held_up"]] if held_up else state.trouble
        title = [Text(self._words[f"phase.{state.phase}"], style=_STYLES[state.phase])]
        for text in wrong:
            title += self._wrapped(Text(f"! {text}", style=_ALARM))
        return title

    def _time(self, state: DisplayState) -> list[Text]:
        if not state.time:
            return []
        room = max(self._height - _BESIDE, ROWS if self._height >= 2 * ROWS else 0)
        ink = "#" if self._plain else "\u2588"
        drawn = large(state.time, self._width, room, ink)
        return [Text(row, style=_STYLES[state.phase]) for row in drawn]

    def _below(self, state: DisplayState) -> list[list[Text]]:
        heard = Text(state.heard or self._words["nothing"])
        if state.unclear:
            heard.append(f" ({self._words['unclear']})", style="yellow")
        return [
            self._labelled("says", Text(state.says)),
            self._labelled("heard", heard),
            self._labelled("offers", Text(", ".join(state.offers))),
            self._labelled("level", self._level(state.level)),
            self._wrapped(Text(state.note, style="dim")),
        ]

    def _level(self, percent: int) -> Text:
        full = round(percent * _LEVEL / 100)
        on, off = ("#", "-") if self._plain else ("\u25a0", "\u00b7")
        return Text().append(on * full, style="green").append(off * (_LEVEL - full), style="dim")

    def _labelled(self, name: str, text: Text) -> list[Text]:
        """Return a text with its label before it; where there is room, all beside the label."""
        indent = max(len(self._words[f"label.{each}"]) for each in _LABELS) + 2
        label = Text().append(f"{self._words[f'label.{name}']}  ", style="dim")
        if self._width < _WIDE:
            return self._wrapped(label.append_text(text))
        label.pad_right(indent - label.cell_len)
        lines = self._wrapped(text, indent) or [Text()]
        margins = [label, *(Text(" " * indent) for _ in lines[1:])]
        return [margin.append_text(line) for margin, line in zip(margins, lines, strict=True)]

    def _wrapped(self, text: Text, indent: int = 0) -> list[Text]:
        if not text.plain:
            return []
        lines = list(text.wrap(self._console, max(self._width - indent, 1)))
        for line in lines:
            line.rstrip()
        return lines[:_LONGEST]
