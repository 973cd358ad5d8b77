"""Reading of when a run of a scenario starts."""

import re
from datetime import datetime, time, timedelta

from floe.section import Section

STARTS = ("starts", "later", "next_day")
"""The keys that say when a run starts: a date, a time after the run before, or a time of day."""
_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 24 * 3600}
"""The seconds of each unit in which a time may be given."""
_LATEST = 3650 * 24 * 3600
"""The most seconds from one run to the next."""
_YEARS = range(1970, 3000)
"""The years in which a scenario may start: from there Python's calendar has room for all runs."""


def read_start(section: Section) -> datetime | timedelta | time:
    """Return when a run starts, as `voice.rehearsal.scenario.run.ScenarioRun` wants it.

    Raises:
        DocumentError: the section has not exactly one of `STARTS`, or not a valid one.
    """
    name = section.one_of(STARTS)
    if name == "starts":
        return read_date(section)
    if name == "later":
        found = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,6})?) ?(s|min|h|d)", section.text(name))
        if not found:
            raise section.error("expected a time such as 30min, 2h or 1d", name)
        seconds = float(found[1]) * _SECONDS[found[2]]
        if seconds > _LATEST:
            raise section.error("expected at most ten years", name)
        return timedelta(seconds=seconds)
    return _time_of_day(section, name)


def read_date(section: Section) -> datetime:
    """Return the date that is the value of ``starts``.

    Raises:
        DocumentError: it is missing, no date, or a date without its offset from UTC.
    """
    value = section.value("starts")
    if not isinstance(value, datetime) or value.tzinfo is None:
        problem = "expected a date with its offset, such as 2026-11-22T09:00:00+01:00"
        raise section.error(f"{problem}; found {value}", "starts")
    if value.year not in _YEARS:
        raise section.error(f"expected a year from {_YEARS[0]} to {_YEARS[-1]}", "starts")
    return value


def _time_of_day(section: Section, name: str) -> time:
    value = section.value(name)
    if isinstance(value, int) and 0 <= value < 24 * 60:  # YAML 1.1 reads 10:00 as 600
        return time(value // 60, value % 60)
    try:
        return time.fromisoformat(str(value))
    except ValueError:
        problem = f'expected a time of day such as "08:00", found {value!r}'
        raise section.error(problem, name) from None
