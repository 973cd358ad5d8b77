"""Lists the sessions in the terminal: a line for each, or two where the terminal is narrow."""

import textwrap
from collections.abc import Iterator

from voice.history.formatting import format_count, format_number, format_pains
from voice.history.history import History, HistoryEntry

_WIDE = 64
"""Width in columns from which on a session has one line."""
_HEADING = "day         time   ice    of     ended by    numb  pain"


def table(history: History, width: int) -> Iterator[str]:
    """Yield the lines, none longer than ``width`` columns, which must be 40 at least."""
    wide = width >= _WIDE
    if wide:
        yield _HEADING
    for entry in history.entries:
        if wide:
            yield from textwrap.wrap(_line(entry), width, subsequent_indent=" " * 51)
        else:
            yield from _two_lines(entry, width)


def pain(entry: HistoryEntry) -> str:
    """Return the pain around a session as "7 to 5, also 6", with "-" for a level not told."""
    asked = format_pains(entry.before, entry.after)
    others = " ".join(format_number(other.level) for other in entry.others)
    also = f"also {others}" if others and asked else others
    return ", ".join(filter(None, (asked, also)))


def clock(seconds: float) -> str:
    """Return a length of time as minutes and seconds: " 8:05"."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes:>2}:{rest:02}"


def _line(entry: HistoryEntry) -> str:
    session = entry.session
    line = (
        f"{entry.day}  {session.begun:%H:%M}  {clock(session.ice)}  {clock(session.planned)}  "
        f"{_outcome(entry):<10}  {session.numb_stops or '':<4}  {pain(entry)}"
    )
    return line.rstrip()


def _two_lines(entry: HistoryEntry, width: int) -> Iterator[str]:
    session = entry.session
    ice = f"{clock(session.ice).strip()} of {clock(session.planned).strip()}"
    yield f"{entry.day} {session.begun:%H:%M}  {ice}"
    numb = format_count(session.numb_stops, "numb stop") if session.numb_stops else ""
    levels = pain(entry)
    parts = [_outcome(entry), numb, f"pain {levels}" if levels else ""]
    yield from textwrap.wrap(
        ", ".join(filter(None, parts)), width, initial_indent="  ", subsequent_indent="    "
    )


def _outcome(entry: HistoryEntry) -> str:
    return entry.session.outcome or "goes on"
