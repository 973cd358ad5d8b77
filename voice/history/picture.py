"""Draws pain and ice as an SVG or PNG picture.

Shapes and hatches tell everything apart without colour, and the picture says the same in words.
"""

import io
import logging
import math
import re
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from itertools import groupby
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from voice.history.formatting import format_period
from voice.history.history import MOST_MINUTES, PLAN, History, HistoryEntry
from voice.history.span import Span, Unit, choose_unit, spans
from voice.history.summary import describe
from voice.session.state import Pain

FORMATS = ("svg", "png")
"""The formats that can be drawn, as the endings of files."""
_RC = {"svg.fonttype": "none", "svg.hashsalt": "floe"}
"""Matplotlib settings: text stays text, and the same history gives the same file."""
_SESSIONS = 14
"""Up to this many days each session is drawn by itself."""
_SPANS = 62
"""At most this many days, weeks or months are drawn beside each other."""
_BEFORE: dict[str, Any] = {"marker": "o", "color": "black"}
_AFTER: dict[str, Any] = {"marker": "s", "color": "black", "markerfacecolor": "white"}
_OTHER: dict[str, Any] = {"marker": "x", "color": "black"}
_BAR: dict[str, Any] = {"color": "#dddddd", "edgecolor": "black", "linewidth": 0.8}
_LEAST = 5
"""Width of the picture in days at the least, lest one bar fill it."""
_NUMB: dict[str, Any] = {"marker": "v", "color": "black", "linestyle": "none", "markersize": 7}

# Matplotlib warns where it cannot cache its fonts, which matters to nobody here.
logging.getLogger("matplotlib").setLevel(logging.ERROR)


def picture(history: History, form: str, size: tuple[float, float] = (8, 6.4)) -> bytes:
    """Return a picture of the pain by session and of the ice by day, in one of `FORMATS`.

    There must be a session. A long history is grouped by days, weeks or months. The picture holds
    in words what it shows: an SVG in its title and description, a PNG in its metadata. ``size`` is
    width and height in inches.
    """
    words = {"Title": title(history), "Description": " ".join(describe(history))}
    with mpl.rc_context(mpl.rcParamsDefault), mpl.rc_context(_RC):
        figure = _figure(history, size)
        buffer = io.BytesIO()
        if form == "png":
            figure.savefig(buffer, format="png", dpi=150, metadata=words)
            return buffer.getvalue()
        figure.savefig(buffer, format="svg", metadata={**words, "Date": None})
        return _named(buffer.getvalue().decode(), words).encode()


def drawing(history: History) -> str:
    """Return the same as an SVG element for a web page, with letters for half a page's width."""
    svg = picture(history, "svg", (6, 5.4)).decode()
    return re.sub("<metadata>.*</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)


def title(history: History) -> str:
    """Return the title of the picture."""
    whose = f" of {history.person}" if history.person else ""
    when = format_period(history.entries[0].day, history.entries[-1].day)
    return f"Pain and ice massage{whose}, {when}"


def _named(svg: str, words: dict[str, str]) -> str:
    """Return an SVG with the role, the name and the description that screen readers look for."""
    head, _, body = svg.partition("<title>")
    _, _, body = body.partition("</title>")
    head = head.replace("<svg ", '<svg role="img" aria-labelledby="title desc" ', 1)
    name = f'<title id="title">{escape(words["Title"])}</title>'
    return f'{head}{name}\n <desc id="desc">{escape(words["Description"])}</desc>{body}'


def _figure(history: History, size: tuple[float, float]) -> Figure:
    figure = Figure(figsize=size, layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.1))
    figure.suptitle(title(history))
    upper, lower = figure.subplots(2, sharex=True, height_ratios=(3, 2))
    by = choose_unit(history, _SPANS)
    scale = _Scale(by, history.entries[0].day, max(entry.day for entry in history.entries))
    shown = [span for span in spans(history, by) if span.entries]
    if by is Unit.DAY and len(scale.marks) <= _SESSIONS:
        _heading(upper, "Pain before and after each massage, 0 to 10")
        scale.part_days(upper)
        _draw_sessions(upper, history)
    else:
        _heading(upper, f"Pain, 0 to 10, mean of each {by.value}")
        _draw_means(upper, shown)
    upper.set_ylim(-0.4, PLAN.most_pain + 0.4)
    upper.set_yticks(range(0, PLAN.most_pain + 1, 2))
    _heading(
        lower, "Minutes of ice a day" + ("" if by is Unit.DAY else f", mean of each {by.value}")
    )
    _draw_ice(lower, shown)
    scale.write(lower, round(size[0]))
    for axes in (upper, lower):
        axes.grid(axis="y", color="#cccccc", linewidth=0.6)
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
        if axes.get_legend_handles_labels()[0]:
            _legend(axes)
        else:
            axes.text(0.5, 0.5, "none was told", transform=axes.transAxes, ha="center")
    return figure


def _legend(axes: Axes) -> None:
    """Add a line above the axes that says what each mark means, and takes no room from them."""
    legend = axes.legend(
        loc="lower left",
        bbox_to_anchor=(-0.01, 0.98),
        ncols=4,
        frameon=False,
        fontsize=9,
        columnspacing=1.2,
    )
    legend.set_in_layout(False)


def _heading(axes: Axes, text: str) -> None:
    """Write above a part of the picture what it shows, with room for the legend in between."""
    axes.set_title(text, loc="left", pad=26)


def _draw_sessions(axes: Axes, history: History) -> None:
    """Draw a line from the pain before to the pain after each session, side by side in a day."""
    before, after, other = [], [], []
    for place, one in _places(history):
        if isinstance(one, Pain):
            other.append((place, one.level))
            continue
        if one.before is not None and one.after is not None:
            axes.plot([place, place], [one.before, one.after], color="black", linewidth=1)
        before += [(place, one.before)]
        after += [(place, one.after)]
    _dots(axes, before, "before", _BEFORE)
    _dots(axes, after, "after", _AFTER)
    _dots(axes, other, "told at another time", _OTHER)


def _places(history: History) -> Iterator[tuple[float, HistoryEntry | Pain]]:
    """Yield every session and pain with its place on the axis of days.

    Those of one day stand side by side, in the order of time.
    """
    first, last = history.entries[0].day, max(entry.day for entry in history.entries)
    dated: list[tuple[date, float, HistoryEntry | Pain]] = [
        *((entry.day, entry.session.opened.timestamp(), entry) for entry in history.entries),
        *((pain.at.date(), pain.at.timestamp(), pain) for pain in history.others),
    ]
    dated = [each for each in dated if first <= each[0] <= last]
    dated.sort(key=lambda each: each[:2])
    for day, group in groupby(dated, key=lambda each: each[0]):
        of_day = list(group)
        for at, (_, _, one) in enumerate(of_day):
            yield day.toordinal() + (at + 0.5) / len(of_day) * 0.9 - 0.45, one


def _dots(
    axes: Axes, dots: Sequence[tuple[float, float | None]], label: str, style: dict[str, Any]
) -> None:
    known = [(place, level) for place, level in dots if level is not None]
    if known:
        axes.plot(*zip(*known, strict=True), label=label, **{"linestyle": "none", **style})


def _draw_means(axes: Axes, shown: Sequence[Span]) -> None:
    """Draw the means as lines that break off where a course does."""
    for levels, label, line, style in (
        ([span.before for span in shown], "before", "-", _BEFORE),
        ([span.after for span in shown], "after", "--", _AFTER),
    ):
        points: list[tuple[float, float | None]] = []
        course = shown[0].entries[-1].course
        for span, level in zip(shown, levels, strict=True):
            if span.entries[0].course != course:
                points.append((_middle(span), math.nan))
            course = span.entries[-1].course
            points.append((_middle(span), level))
        _dots(axes, points, label, {**style, "linestyle": line, "markersize": 4})


def _draw_ice(axes: Axes, shown: Sequence[Span]) -> None:
    places = [_middle(span) for span in shown]
    minutes = [span.daily for span in shown]
    widths = [0.8 * _length(span) for span in shown]
    least = PLAN.sessions_a_day * PLAN.shortest / 60
    each = f"{PLAN.shortest / 60:.0f} to {PLAN.longest / 60:.0f}"
    plan = f"at most {PLAN.sessions_a_day} times {each} minutes"
    axes.axhspan(
        least, MOST_MINUTES, label=plan, facecolor="none", edgecolor="#999999", hatch="..", zorder=0
    )
    axes.bar(places, minutes, widths, label="done", hatch="//", **_BAR)
    top = max(MOST_MINUTES, *minutes)
    stops = [(place, span.numb_stops) for place, span in zip(places, shown, strict=True)]
    numb = [place for place, count in stops if count]
    if numb:
        axes.plot(numb, [1.1 * top] * len(numb), label="stop for numb skin", **_NUMB)
    for place, count in stops:
        if count > 1:
            axes.annotate(str(count), (place, 1.17 * top), ha="center", fontsize=7)
    axes.set_ylim(0, 1.3 * top)
    axes.set_yticks(range(0, int(top) + 1, 10))


class _Scale:
    """The axis of days, which both parts of the picture share."""

    def __init__(self, by: Unit, first: date, last: date) -> None:
        self._by = by
        self.marks = [by.first(first)]
        """The first day of each span."""
        while (following := by.next(self.marks[-1])) <= last:
            self.marks.append(following)
        low, high = self.marks[0].toordinal(), by.next(self.marks[-1]).toordinal()
        margin = max(0.1, (_LEAST - high + low) / 2)
        self._ends = low - 0.5 - margin, high - 0.5 + margin

    def part_days(self, axes: Axes) -> None:
        """Draw a line between one day and the next."""
        for day in self.marks[1:]:
            axes.axvline(day.toordinal() - 0.5, color="#cccccc", linewidth=0.6)

    def write(self, axes: Axes, most: int) -> None:
        """Write up to ``most`` dates below the axis, and the year where it changes."""
        chosen = self.marks[:: -(-len(self.marks) // most)]
        labels, year = [], 0
        for day in chosen:
            several = self.marks[0].year != self.marks[-1].year
            new = f"\n{day.year}" if several and day.year != year else ""
            year = day.year
            labels.append(self._label(day) + new)
        axes.set_xticks([self._place(day) for day in chosen], labels)
        axes.set_xlim(*self._ends)

    def _place(self, day: date) -> float:
        return (day.toordinal() + self._by.next(day).toordinal() - 1) / 2

    def _label(self, day: date) -> str:
        match self._by:
            case Unit.DAY | Unit.WEEK:
                return f"{day.day} {day:%b}"
            case Unit.MONTH:
                return f"{day:%b}"
            case Unit.YEAR:
                return str(day.year)


def _middle(span: Span) -> float:
    return span.first.toordinal() + (_length(span) - 1) / 2


def _length(span: Span) -> int:
    """Return how many days a span has."""
    return (span.unit.next(span.first) - span.first).days
