"""The picture for the terminal: plain ASCII in any width, each mark with its figures beside it.

Bars and scales in text need no library, and a line that ends in words is what a screen
reader can read: `B` is before, `A` after, so that neither colour nor shape has to be seen.
"""

import textwrap
from collections.abc import Iterator
from math import ceil

from voice.history.history import History, Row
from voice.history.span import Span, Unit, spans, unit
from voice.history.table import pain
from voice.history.words import MOST, PLAN, around

_SESSIONS = 25
"""As many are shown one by one."""
_SPANS = 31
"""At most so many days, weeks or months are shown."""
_YEAR = 365
"""Days from which on a date without its year may be misread."""
_LABEL = 7
_LONGEST = 50
"""Columns of the longest bar."""


def chart(history: History, width: int) -> Iterator[str]:
    """Return the lines of the pain and of the ice, none longer than ``width`` if that is 40."""
    by, shown = _shown(history)
    cell = 2 if width < 60 else 4
    one_by_one = by is Unit.DAY and len(history.rows) <= _SESSIONS
    yield f"Pain, 0 to {PLAN.most_pain}: B before, A after, X both"
    if not one_by_one:
        yield f"(the mean of each {by.value})"
    yield " " * _LABEL + _ruler(cell)
    for span in shown:
        if one_by_one:
            yield f"{span.first:%a} {label(span)}"
            for row in span.rows:
                yield from _session(row, cell, width)
        else:
            yield _pain(span, cell)
    yield ""
    yield f"Minutes of ice a day, of {MOST:.0f} at most"
    if by is not Unit.DAY:
        yield f"(the mean of each {by.value}'s days with ice)"
    room = min(_LONGEST, width - _LABEL - max(len(_minutes(span)) for span in shown))
    for span in shown:
        full = min(room, ceil(span.daily / MOST * room))
        yield f"{label(span):<{_LABEL}}{'#' * full}{'.' * (room - full)}{_minutes(span)}"


def _shown(history: History) -> tuple[Unit, list[Span]]:
    """Return days as long as they are few, though they be apart: only what was done has a line."""
    days = [span for span in spans(history, Unit.DAY) if span.rows]
    if len(days) <= _SPANS and (days[-1].first - days[0].first).days < _YEAR:
        return Unit.DAY, days
    by = unit(history, _SPANS)
    return by, [span for span in spans(history, by) if span.rows]


def _session(row: Row, cell: int, width: int) -> Iterator[str]:
    marks = f" {row.session.begun:%H:%M} {_marks(row.before, row.after, cell)} "
    words = ", ".join(filter(None, (pain(row), "numb" if row.session.numb_stops else "")))
    lines = textwrap.wrap(words, width - len(marks)) or [""]
    yield (marks + lines[0]).rstrip()
    yield from (" " * len(marks) + line for line in lines[1:])


def _pain(span: Span, cell: int) -> str:
    words = around(span.before, span.after)
    return f"{label(span):<{_LABEL}}{_marks(span.before, span.after, cell)} {words}".rstrip()


def _minutes(span: Span) -> str:
    numb = f", {span.numb_stops} numb" if span.numb_stops else ""
    return f" {span.daily:.0f} min, {len(span.rows)}x{numb}"


def label(span: Span) -> str:
    """Write a span in six columns: a day or a week's first as "22 Nov", a month as "Nov 26"."""
    match span.unit:
        case Unit.DAY | Unit.WEEK:
            return f"{span.first.day:>2} {span.first:%b}"
        case Unit.MONTH:
            return f"{span.first:%b %y}"
        case Unit.YEAR:
            return f"{span.first:%Y}"


def _ruler(cell: int) -> str:
    middle = PLAN.most_pain // 2
    return f"{0:<{middle * cell}}{middle:<{(PLAN.most_pain - middle) * cell}}{PLAN.most_pain}"


def _marks(before: float | None, after: float | None, cell: int) -> str:
    """Draw the way from one level to the other upon the scale."""
    line = [":" if at % cell == 0 else " " for at in range(PLAN.most_pain * cell + 1)]
    places = [None if level is None else round(level * cell) for level in (before, after)]
    known = [place for place in places if place is not None]
    for at in range(min(known, default=0), max(known, default=-1)):
        line[at] = "-"
    for mark, place in zip("BA", places, strict=True):
        if place is not None:
            line[place] = "X" if places[0] == places[1] else mark
    return "".join(line)
