"""Draws the figures as SVG pictures in which lines and bars are told apart without colour."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.condition import RATIOS, ListeningCondition
from bench.noise import KINDS
from bench.systems import FLOE
from bench.table import Count, Rate

_STYLES: tuple[dict[str, Any], ...] = (
    {"linestyle": "-", "marker": "o", "color": "black"},
    {"linestyle": "--", "marker": "s", "color": "#555555"},
    {"linestyle": ":", "marker": "^", "color": "black"},
    {"linestyle": "-.", "marker": "D", "color": "#555555"},
)
_HATCHES: tuple[dict[str, Any], ...] = (
    {"color": "#333333"},
    {"hatch": "//"},
    {"hatch": ".."},
    {"hatch": "xx"},
)
_CLEAN_AT = RATIOS[0] + 8
"""The place on the axis of decibels where sound without added noise stands."""


def acceptance(counts: Mapping[ListeningCondition, Count]) -> str:
    """Return an SVG of the share of orders accepted, by signal-to-noise ratio."""
    figure, axes = _picture("Coffee orders accepted (%)")
    for style, (label, points) in zip(_STYLES, curves(counts).items(), strict=False):
        places, measured = list(points), list(points.values())
        percent = [count.percent for count in measured]
        arms = _arms(percent, [count.interval for count in measured])
        axes.errorbar(places, percent, arms, label=label, **style)
    axes.set_xticks([_CLEAN_AT, *RATIOS], ["no noise\nadded", *map(str, RATIOS)])
    axes.invert_xaxis()
    axes.set_xlabel("Signal to noise (dB)")
    axes.set_ylim(0, 100)
    axes.legend(loc="lower left")
    return _svg(figure)


def curves(counts: Mapping[ListeningCondition, Count]) -> dict[str, dict[int, Count]]:
    """Return one curve for each kind of noise: its counts by their place on the axis in dB."""
    found: dict[str, dict[int, Count]] = {}
    for kind, room in ((KINDS[0], False), (KINDS[1], False), (KINDS[0], True)):
        label = f"{kind}, in a room" if room else kind
        for condition, count in counts.items():
            if condition.room == room and condition.noise in (kind, None):
                place = condition.ratio if condition.noise else _CLEAN_AT
                found.setdefault(label, {})[place] = count
    return {label: dict(sorted(points.items())) for label, points in found.items()}


def false_commands(sources: Mapping[str, Rate]) -> str:
    """Return an SVG of the false commands per hour, by the source of the speech."""
    figure, axes = _picture("False commands per hour of speech not for Floe")
    rates = list(sources.values())
    labels = [f"{name}\n({60 * rate.hours:.0f} min)" for name, rate in sources.items()]
    hourly = [rate.hourly for rate in rates]
    arms = _arms(hourly, [rate.interval for rate in rates])
    bars = axes.barh(labels, hourly, xerr=arms, color="#dddddd", edgecolor="black", hatch="//")
    axes.bar_label(bars, fmt="%.1f", padding=3)
    axes.margins(x=0.12)
    axes.invert_yaxis()
    return _svg(figure)


def tradeoff(
    curves: Mapping[str, Sequence[tuple[float, float]]], chosen: Mapping[str, tuple[float, float]]
) -> str:
    """Return an SVG of the commands missed in percent over the false commands an hour.

    Both mappings are keyed by the curves' names; a mark on each curve shows the ``chosen`` point.
    """
    figure, axes = _picture("Commands missed (%)")
    for style, (label, points) in zip(_STYLES, curves.items(), strict=True):
        line = {key: value for key, value in style.items() if key != "marker"}
        axes.plot(*zip(*points, strict=True), label=label, **line)
        axes.plot(*chosen[label], marker=style["marker"], color=style["color"], markersize=9)
    axes.set_xscale("symlog", linthresh=1)
    axes.set_xlabel("False commands in an hour of speech not for Floe")
    axes.set_ylim(bottom=0)
    axes.legend()
    return _svg(figure)


def delays(seconds: Mapping[str, Sequence[float]]) -> str:
    """Return an SVG of the share of commands decided, by the time after the last word."""
    return _shares("Commands decided (%)", "After the end of the last word (ms)", seconds)


def silence(seconds: Mapping[str, Sequence[float]]) -> str:
    """Return an SVG of the share of prompts silent, by the time after the talker's first sound."""
    return _shares("Prompts silent (%)", "After the talker's first sound (ms)", seconds)


def bargein(measured: Mapping[str, Mapping[str, Count]]) -> str:
    """Return an SVG of the commands accepted over a prompt, by the echo's level and by listener."""
    figure, axes = _picture("Commands accepted over a prompt (%)")
    names = list(dict.fromkeys(name for counts in measured.values() for name in counts))
    for row, counts in enumerate(measured.values()):
        for at, name in enumerate(names):
            if name in counts:
                place = 1.3 * row + (at - (len(names) - 1) / 2) * 0.27
                _bar(axes, place, counts[name], name if row == 0 else "", at)
    places = [1.3 * row for row in range(len(measured))]
    axes.set_yticks(places, list(measured))
    axes.set_ylim(places[-1] + 0.65, -0.65)
    axes.set_xlim(0, 125)
    axes.set_xticks(range(0, 101, 20))
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.06), ncols=len(names), frameon=False)
    return _svg(figure)


def _shares(title: str, below: str, seconds: Mapping[str, Sequence[float]]) -> str:
    figure, axes = _picture(title)
    for style, (label, each) in zip(_STYLES, seconds.items(), strict=False):
        if each:
            line = {key: value for key, value in style.items() if key != "marker"}
            soonest = sorted(1000 * delay for delay in each)
            shares = [100 * (at + 1) / len(each) for at in range(len(each))]
            axes.step(soonest, shares, where="post", label=f"{label} ({len(each)})", **line)
    for share in (50, 95):
        axes.axhline(share, color="#aaaaaa", linewidth=0.8)
    axes.set_xlabel(below)
    axes.set_yticks([0, 25, 50, 75, 95, 100])
    axes.legend(loc="lower right")
    return _svg(figure)


def comparison(measured: Mapping[str, Mapping[str, Count]], published: Mapping[str, float]) -> str:
    """Return an SVG of what each system accepts of each set of sounds, and of what is published."""
    figure, axes = _picture("Accepted (%)", height=5.6)
    names = list(dict.fromkeys([FLOE, *(name for each in measured.values() for name in each)]))
    labels = []
    for row, (sounds, counts) in enumerate(measured.items()):
        labels.append(sounds.replace(", ", ",\n", 1))
        for at, name in enumerate(names):
            if name in counts:
                _bar(axes, row + (at - 1) * 0.27, counts[name], name if row == 0 else "", at)
    below = len(measured)
    places = [below + 0.3 * at - 0.3 for at in range(len(published))]
    bars = axes.barh(places, list(published.values()), 0.24, color="white", edgecolor="black")
    axes.bar_label(bars, [f"{name} {value}" for name, value in published.items()], padding=3)
    labels.append("published, not measured:\ncoffee orders,\nmean of 24 to 6 dB")
    axes.set_yticks([*range(below), sum(places) / len(places)], labels)
    axes.set_xlim(0, 125)
    axes.set_xticks(range(0, 101, 20))
    axes.invert_yaxis()
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.06), ncols=3, frameon=False)
    return _svg(figure)


def _bar(axes: Axes, place: float, count: Count, label: str, style: int) -> None:
    fill: dict[str, Any] = {
        "color": "#dddddd",
        "edgecolor": "black",
        **_HATCHES[style % len(_HATCHES)],
    }
    arms = _arms([count.percent], [count.interval])
    bars = axes.barh(place, count.percent, 0.25, xerr=arms, label=label, **fill)
    axes.bar_label(bars, [f"{count.percent:.0f}"], padding=3)


def _arms(middles: Sequence[float], intervals: Sequence[tuple[float, float]]) -> list[list[float]]:
    """Return how far the 95 % intervals reach below and above their middles."""
    down = [max(0.0, at - low) for at, (low, _) in zip(middles, intervals, strict=True)]
    return [down, [max(0.0, high - at) for at, (_, high) in zip(middles, intervals, strict=True)]]


def _picture(title: str, height: float = 4.2) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(8, height), layout="constrained")
    axes = figure.subplots()
    axes.set_title(title, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _svg(figure: Figure) -> str:
    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "floe"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()
