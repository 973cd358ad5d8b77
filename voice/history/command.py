"""``floe history``: what was done, in the form that was asked for."""

import shutil
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path

from voice.history import rows
from voice.history.chart import chart
from voice.history.errors import HistoryEmpty
from voice.history.file import check, write
from voice.history.history import History
from voice.history.table import table
from voice.history.words import describe

_NARROWEST = 40


def show(history: History) -> None:
    """Print a line for every session, and what they come to."""
    width = _width()
    if history.rows:
        _print([*table(history, width), ""])
    _print(_sentences(history, width))


def plot(history: History, path: Path | None) -> None:
    """Draw the history into an SVG or PNG file, by the name of ``path``; without, as text.

    Raises:
        FormatUnknown, FileUnwritable: the file cannot be written.
        HistoryEmpty: there is nothing to draw into it.
    """
    width = _width()
    if path:
        _draw(history, path)
    _print(_sentences(history, width))
    if history.rows and not path:
        _print(["", *chart(history, width)])


def give_csv(history: History, path: Path | None) -> None:
    """Write the sessions as CSV into ``path``; without, on stdout.

    Raises:
        FileUnwritable: the file cannot be written.
    """
    _give(rows.as_csv(history), path)


def give_json(history: History, path: Path | None) -> None:
    """Write the sessions as JSON into ``path``; without, on stdout.

    Raises:
        FileUnwritable: the file cannot be written.
    """
    _give(rows.as_json(history), path)


def _draw(history: History, path: Path) -> None:
    from voice.history.picture import FORMATS, picture

    form = check(path, FORMATS)
    if not history.rows:
        raise HistoryEmpty("no massage yet, so there is nothing to draw")
    print(f"{write(path, picture(history, form))} It shows:")


def _give(text: str, path: Path | None) -> None:
    if path is None:
        sys.stdout.write(text)
        return
    check(path)
    print(write(path, text.encode()))


def _sentences(history: History, width: int) -> Iterable[str]:
    for sentence in describe(history):
        yield from textwrap.wrap(sentence, width)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _width() -> int:
    return max(_NARROWEST, shutil.get_terminal_size().columns)
