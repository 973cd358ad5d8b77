"""Does what `floe history` is asked for: prints, draws or writes what was done."""

import shutil
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path

from voice.errors import HistoryEmpty
from voice.history import serialization
from voice.history.chart import chart
from voice.history.file import check_destination, write_file
from voice.history.history import History
from voice.history.summary import describe
from voice.history.table import table

_NARROWEST = 40
"""Columns that are used at the least, even in a narrower terminal."""


def warn_of_loss(history: History) -> None:
    """Say on stderr what of the journal could not be read, if anything."""
    if history.loss:
        print(f"floe: {history.loss}", file=sys.stderr, flush=True)


def show(history: History) -> None:
    """Print a line for every session, and a summary."""
    width = _width()
    if history.entries:
        _print([*table(history, width), ""])
    _print(_sentences(history, width))


def plot(history: History, path: Path | None) -> None:
    """Draw the history into the SVG or PNG file ``path``, or print it as text where that is None.

    Raises:
        FormatUnknown, FileUnwritable: the file cannot be written.
        HistoryEmpty: there is nothing to draw into it.
    """
    width = _width()
    if path:
        _draw(history, path)
    _print(_sentences(history, width))
    if history.entries and not path:
        _print(["", *chart(history, width)])


def give_csv(history: History, path: Path | None) -> None:
    """Write the sessions as CSV into ``path``, or print them where that is None.

    Raises:
        FileUnwritable: the file cannot be written.
    """
    _give(serialization.as_csv(history), path)


def give_json(history: History, path: Path | None) -> None:
    """Write the sessions as JSON into ``path``, or print them where that is None.

    Raises:
        FileUnwritable: the file cannot be written.
    """
    _give(serialization.as_json(history), path)


def _draw(history: History, path: Path) -> None:
    from voice.history.picture import FORMATS, picture

    form = check_destination(path, FORMATS)
    if not history.entries:
        raise HistoryEmpty("no massage yet, so there is nothing to draw")
    print(f"{write_file(path, picture(history, form))} It shows:")


def _give(text: str, path: Path | None) -> None:
    if path is None:
        print(text, end="")
        return
    check_destination(path)
    print(write_file(path, text.encode()))


def _sentences(history: History, width: int) -> Iterable[str]:
    for sentence in describe(history):
        yield from textwrap.wrap(sentence, width)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _width() -> int:
    return max(_NARROWEST, shutil.get_terminal_size().columns)
