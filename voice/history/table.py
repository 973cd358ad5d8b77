"""A line for each session, or two where the terminal is narrow."""

import textwrap
from collections.abc import Iterator

from voice.history.history import History, Row
from voice.history.words import around, counted, number

_WIDE = 64
"""Columns from which on a session gets one line."""
_HEADING = "day         time   ice    of     ended by    numb  pain"


def table(history: History, width: int) -> Iterator[str]:
    """Return the lines, none longer than ``width`` columns if that is 40 or more."""
    wide = width >= _WIDE
    if wide:
        yield _HEADING
    for row in history.rows:
        if wide:
            yield from textwrap.wrap(_line(row), width, subsequent_indent=" " * 51)
        else:
            yield from _two(row, width)


def pain(row: Row) -> str:
    """Write the pain around a session as "7 to 5, also 6"; "-" where it was skipped."""
    asked = around(row.before, row.after)
    others = " ".join(number(other.level) for other in row.others)
    also = f"also {others}" if others and asked else others
    return ", ".join(filter(None, (asked, also)))


def clock(seconds: float) -> str:
    """Write a length of time as minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes:>2}:{rest:02}"


def _line(row: Row) -> str:
    session = row.session
    line = (
        f"{row.day}  {session.begun:%H:%M}  {clock(session.ice)}  {clock(session.planned)}  "
        f"{_outcome(row):<10}  {session.numb_stops or '':<4}  {pain(row)}"
    )
    return line.rstrip()


def _two(row: Row, width: int) -> Iterator[str]:
    session = row.session
    ice = f"{clock(session.ice).strip()} of {clock(session.planned).strip()}"
    yield f"{row.day} {session.begun:%H:%M}  {ice}"
    numb = counted(session.numb_stops, "numb stop") if session.numb_stops else ""
    levels = pain(row)
    parts = [_outcome(row), numb, f"pain {levels}" if levels else ""]
    yield from textwrap.wrap(
        ", ".join(filter(None, parts)), width, initial_indent="  ", subsequent_indent="    "
    )


def _outcome(row: Row) -> str:
    return row.session.outcome or "goes on"
