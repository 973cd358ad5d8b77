"""Draws pain and ice for the terminal, in plain ASCII of any width.

Every mark has its figures beside it, so that a screen reader can read each line, and neither colour
nor shape has to be seen: `B` marks the pain before a session, `A` the pain after it.
"""

import textwrap
from collections.abc import Iterator
from math import ceil

from voice.history.formatting import format_pains
from voice.history.history import MOST_MINUTES, PLAN, History, HistoryEntry
from voice.history.span import Span, Unit, choose_unit, spans
from voice.history.table import pain

_SESSIONS = 25
"""Up to this many sessions are shown one by one."""
_SPANS = 31
"""At most this many days, weeks or months are shown."""
_YEAR = 365
"""A history of this many days or more is grouped, lest a date without its year be misread."""
_LABEL = 7
"""Columns of the label at the start of a line."""
_LONGEST = 50
"""The longest bar in columns."""


def chart(history: History, width: int) -> Iterator[str]:
    """Yield the lines of the pain and then those of the ice.

    None is longer than ``width`` columns, which must be 40 at least. There must be a session.
    """
    by, shown = _shown(history)
    cell = 2 if width < 60 else 4
    one_by_one = by is Unit.DAY and len(history.entries) <= _SESSIONS
    yield f"Pain, 0 to {PLAN.most_pain}: B before, A after, X both"
    if not one_by_one:
        yield f"(the mean of each {by.value})"
    yield " " * _LABEL + _ruler(cell)
    for span in shown:
        if one_by_one:
            yield f"{span.first:%a} {label(span)}"
            for entry in span.entries:
                yield from _session(entry, cell, width)
        else:
            yield _pain(span, cell)
    yield ""
    yield f"Minutes of ice a day, of {MOST_MINUTES:.0f} at most"
    if by is not Unit.DAY:
        yield f"(the mean of each {by.value}'s days with ice)"
    room = min(_LONGEST, width - _LABEL - max(len(_minutes(span)) for span in shown))
    for span in shown:
        full = min(room, ceil(span.daily / MOST_MINUTES * room))
        yield f"{label(span):<{_LABEL}}{'#' * full}{'.' * (room - full)}{_minutes(span)}"


def _shown(history: History) -> tuple[Unit, list[Span]]:
    """Return the unit that is shown, and the spans of it that had a session.

    Days are shown as long as few of them had a session, even if they lie far apart.
    """
    days = [span for span in spans(history, Unit.DAY) if span.entries]
    if len(days) <= _SPANS and (days[-1].first - days[0].first).days < _YEAR:
        return Unit.DAY, days
    by = choose_unit(history, _SPANS)
    return by, [span for span in spans(history, by) if span.entries]


def _session(entry: HistoryEntry, cell: int, width: int) -> Iterator[str]:
    marks = f" {entry.session.begun:%H:%M} {_marks(entry.before, entry.after, cell)} "
    words = ", ".join(filter(None, (pain(entry), "numb" if entry.session.numb_stops else "")))
    lines = textwrap.wrap(words, width - len(marks)) or [""]
    yield (marks + lines[0]).rstrip()
    yield from (" " * len(marks) + line for line in lines[1:])


def _pain(span: Span, cell: int) -> str:
    words = format_pains(span.before, span.after)
    return f"{label(span):<{_LABEL}}{_marks(span.before, span.after, cell)} {words}".rstrip()


def _minutes(span: Span) -> str:
    numb = f", {span.numb_stops} numb" if span.numb_stops else ""
    return f" {span.daily:.0f} min, {len(span.entries)}x{numb}"


def label(span: Span) -> str:
    """Return a span's label of at most six columns.

    A day, or a week's first day, is "22 Nov", a month "Nov 26", a year "2026".
    """
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
    """Return the scale from 0 to 10 with both levels marked; ``cell`` is the columns per level."""
    line = [":" if at % cell == 0 else " " for at in range(PLAN.most_pain * cell + 1)]
    places = [None if level is None else round(level * cell) for level in (before, after)]
    known = [place for place in places if place is not None]
    for at in range(min(known, default=0), max(known, default=-1)):
        line[at] = "-"
    for mark, place in zip("BA", places, strict=True):
        if place is not None:
            line[place] = "X" if places[0] == places[1] else mark
    return "".join(line)
