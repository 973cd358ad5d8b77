"""What a picture of the past shows, in sentences."""

from collections.abc import Iterable
from datetime import date

from voice.history.history import History
from voice.history.span import Unit, mean, spans
from voice.session.plan import Plan

PLAN = Plan()
MOST = PLAN.sessions_a_day * PLAN.longest / 60
"""Minutes of ice that a day may have."""


def describe(history: History) -> list[str]:
    """Say all that matters, a sentence for each thing; the pain comes first."""
    if not history.rows:
        return ["No massage yet.", *_others(history)]
    return [_pain(history), _ice(history), _numb(history), *_others(history)]


def number(value: float) -> str:
    """Write a number to one decimal at the most."""
    return f"{round(value, 1):g}"


def around(before: float | None, after: float | None) -> str:
    """Write the pain around a session as "7 to 5", with "-" where it was skipped."""
    if before is None and after is None:
        return ""
    return " to ".join("-" if level is None else number(level) for level in (before, after))


def counted(count: int, one: str, many: str = "") -> str:
    """Write, for instance, "3 massages"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def day_of(day: date, *, year: bool = False, short: bool = False) -> str:
    """Write a day as "22 November 2026"; ``short``: as "22 Nov 2026"."""
    return f"{day.day} {day:{'%b' if short else '%B'}}" + (f" {day.year}" if year else "")


def period(first: date, last: date) -> str:
    """Write from which day to which, as shortly as is clear."""
    if first == last:
        return day_of(last, year=True)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day_of(last, year=True)}"
    return f"{day_of(first, year=first.year != last.year)} to {day_of(last, year=True)}"


def _pain(history: History) -> str:
    days = [span for span in spans(history.newest, Unit.DAY) if span.rows]
    before = _went([day.before for day in days])
    after = _went([day.after for day in days])
    parts = [f"pain before a massage {before}"] if before else []
    parts += (
        [f"after one it {after}" if parts else f"pain after a massage {after}"] if after else []
    )
    told = ", ".join(parts) or "no pain was told before or after a massage"
    when = f"{counted(len(days), 'day')} with ice ({period(days[0].first, days[-1].first)})"
    courses = len(history.courses)
    return (
        f"In {when} {told}."
        if courses == 1
        else f"In the last of {courses} courses, {when}, {told}."
    )


def _went(levels: Iterable[float | None]) -> str:
    """Say how the means of the days went."""
    known = [level for level in levels if level is not None]
    if not known:
        return ""
    first, last = number(known[0]), number(known[-1])
    if len(known) == 1:
        return f"was {first}"
    if first == last:
        return f"stayed at {first}"
    return f"{'fell' if known[-1] < known[0] else 'rose'} from {first} to {last}"


def _ice(history: History) -> str:
    ice = history.ice
    fullest = max(ice, key=lambda day: ice[day])
    text = (
        f"{counted(len(history.rows), 'massage')} with "
        f"{counted(round(sum(ice.values())), 'minute')} of ice in all"
    )
    if len(ice) > 1:
        mean_ = mean(ice.values()) or 0.0
        text += (
            f", {mean_:.0f} a day on average, "
            f"and {ice[fullest]:.0f} on the fullest day ({_dated(history, fullest)})"
        )
    return f"{text}; {MOST:.0f} a day are the most."


def _numb(history: History) -> str:
    stops = sum(row.session.numb_stops for row in history.rows)
    if not stops:
        return "No stop for numb skin."
    days = sorted({row.day for row in history.rows if row.session.numb_stops})
    *others, last = (_dated(history, day) for day in days)
    few = f"{', '.join(others)} and {last}" if others else last
    where = few if len(days) <= 3 else f"{len(days)} days, the last {_dated(history, days[-1])}"
    return f"{counted(stops, 'stop')} for numb skin, on {where}."


def _others(history: History) -> list[str]:
    if not history.others:
        return []
    last = history.others[-1]
    newest = f"{number(last.level)} on {_dated(history, last.at.date())} at {last.at:%H:%M}"
    if len(history.others) == 1:
        return [f"Pain was told at one other time: {newest}."]
    return [f"Pain was told at {len(history.others)} other times, the last {newest}."]


def _dated(history: History, day: date) -> str:
    """Write a day, with its year where the history has several."""
    days = [*(row.day for row in history.rows[:1]), *(row.day for row in history.rows[-1:]), day]
    return day_of(day, year=len({one.year for one in days}) > 1)
