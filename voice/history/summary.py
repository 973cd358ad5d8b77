"""Describes a history in sentences, for the terminal and for those who cannot see its picture."""

from collections.abc import Iterable
from datetime import date

from voice.history.formatting import format_count, format_day, format_number, format_period
from voice.history.history import MOST_MINUTES, History
from voice.history.span import Unit, mean, spans


def describe(history: History) -> list[str]:
    """Return sentences on the pain, the ice, the stops for numb skin, and pain told otherwise.

    A single sentence says so where there was no massage.
    """
    if not history.entries:
        return ["No massage yet.", *_others(history)]
    return [_pain(history), _ice(history), _numb(history), *_others(history)]


def _pain(history: History) -> str:
    days = [span for span in spans(history.newest, Unit.DAY) if span.entries]
    before = _went([day.before for day in days])
    after = _went([day.after for day in days])
    parts = [f"pain before a massage {before}"] if before else []
    parts += (
        [f"after one it {after}" if parts else f"pain after a massage {after}"] if after else []
    )
    told = ", ".join(parts) or "no pain was told before or after a massage"
    dates = format_period(days[0].first, days[-1].first)
    when = f"{format_count(len(days), 'day')} with ice ({dates})"
    courses = len(history.courses)
    return (
        f"In {when} {told}."
        if courses == 1
        else f"In the last of {courses} courses, {when}, {told}."
    )


def _went(levels: Iterable[float | None]) -> str:
    """Return how the pain of the days went, as "fell from 7 to 5"; empty where none was told."""
    known = [level for level in levels if level is not None]
    if not known:
        return ""
    first, last = format_number(known[0]), format_number(known[-1])
    if len(known) == 1:
        return f"was {first}"
    if first == last:
        return f"stayed at {first}"
    return f"{'fell' if known[-1] < known[0] else 'rose'} from {first} to {last}"


def _ice(history: History) -> str:
    ice = history.ice
    fullest = max(ice, key=lambda day: ice[day])
    text = (
        f"{format_count(len(history.entries), 'massage')} with "
        f"{format_count(round(sum(ice.values())), 'minute')} of ice in all"
    )
    if len(ice) > 1:
        mean_ = mean(ice.values()) or 0.0
        text += (
            f", {mean_:.0f} a day on average, "
            f"and {ice[fullest]:.0f} on the fullest day ({_dated(history, fullest)})"
        )
    return f"{text}; {MOST_MINUTES:.0f} a day are the most."


def _numb(history: History) -> str:
    stops = sum(entry.session.numb_stops for entry in history.entries)
    if not stops:
        return "No stop for numb skin."
    days = sorted({entry.day for entry in history.entries if entry.session.numb_stops})
    *others, last = (_dated(history, day) for day in days)
    few = f"{', '.join(others)} and {last}" if others else last
    where = few if len(days) <= 3 else f"{len(days)} days, the last {_dated(history, days[-1])}"
    return f"{format_count(stops, 'stop')} for numb skin, on {where}."


def _others(history: History) -> list[str]:
    if not history.others:
        return []
    last = history.others[-1]
    newest = f"{format_number(last.level)} on {_dated(history, last.at.date())} at {last.at:%H:%M}"
    if len(history.others) == 1:
        return [f"Pain was told at one other time: {newest}."]
    return [f"Pain was told at {len(history.others)} other times, the last {newest}."]


def _dated(history: History, day: date) -> str:
    """Return a day, with its year where the history spans several years."""
    entries = history.entries
    years = {day.year, *(entry.day.year for entry in (*entries[:1], *entries[-1:]))}
    return format_day(day, year=len(years) > 1)
