"""Formats numbers, counts, pain levels and days the same way wherever the past is told."""

from datetime import date


def format_number(value: float) -> str:
    """Return a number with one decimal at the most: "7", "6.5"."""
    return f"{round(value, 1):g}"


def format_pains(before: float | None, after: float | None) -> str:
    """Return the pain before and after a session as "7 to 5", with "-" for a level not told.

    The text is empty where neither was told.
    """
    if before is None and after is None:
        return ""
    return " to ".join("-" if level is None else format_number(level) for level in (before, after))


def format_count(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun, as "1 massage" or "3 massages".

    ``many`` is the plural where it is not ``one`` with an s.
    """
    return f"{count} {one if count == 1 else many or one + 's'}"


def format_day(day: date, *, year: bool = False, short: bool = False) -> str:
    """Return a day as "22 November", with ``year`` as "22 November 2026", ``short`` as "22 Nov"."""
    return f"{day.day} {day:{'%b' if short else '%B'}}" + (f" {day.year}" if year else "")


def format_period(first: date, last: date) -> str:
    """Return the days from ``first`` to ``last``, naming month and year no oftener than needed."""
    if first == last:
        return format_day(last, year=True)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {format_day(last, year=True)}"
    return f"{format_day(first, year=first.year != last.year)} to {format_day(last, year=True)}"
