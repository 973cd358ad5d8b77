"""Writes the page for a doctor that `floe report` makes: what was done, told and advised."""

from collections.abc import Iterator
from datetime import datetime
from html import escape
from importlib.metadata import version
from pathlib import Path

from voice.errors import HistoryEmpty
from voice.history import page
from voice.history.advice import advice, emergencies
from voice.history.chart import label
from voice.history.file import check_destination, write_file
from voice.history.formatting import format_count, format_day, format_number, format_period
from voice.history.history import History
from voice.history.span import Span, choose_unit, spans
from voice.history.summary import describe
from voice.local_time import LocalTime
from voice.session.health import HealthCondition, Screened

_ROWS = 14
"""Lines that the table of sessions has at the most: a line for each day if these are so few, else
for each week or month. With more the page would not fit one sheet."""
_NEWEST = 3
"""How many items of a list are shown, the newest ones; the older ones are counted."""
_STYLE = Path(__file__).with_name("report.css")
"""The style sheet of the page."""
_CONDITIONS = {
    HealthCondition.RAYNAUD: "Raynaud's",
    HealthCondition.COLD: "Hives or another bad reaction to cold",
    HealthCondition.CIRCULATION: "Poor circulation",
    HealthCondition.CRYOGLOBULIN: "Cryoglobulins in the blood",
    HealthCondition.NERVE: "Lost feeling or nerve damage in the skin of the back",
    HealthCondition.BROKEN: "Cut, broken or sore skin there",
}
"""What the report calls the conditions that are asked about before the first massage."""
_ANSWERS = {
    Screened.NO: "no",
    Screened.YES: "YES",
    Screened.CLEARED: "yes, or noted wrongly; a doctor has agreed since",
    None: "not asked yet",
}
"""What the report calls the answers to them; None stands for no answer."""
_FORMATS = ("html", "htm")


def report(history: History, path: Path | None) -> None:
    """Write the page on the newest course into ``path``, and print where it is.

    Where ``path`` is None, the file is named after today.

    Raises:
        FormatUnknown, FileUnwritable: the file cannot be written.
        HistoryEmpty: there is nothing to report.
    """
    now = LocalTime()()
    path = path or Path(f"floe-report-{now:%Y-%m-%d}.html")
    check_destination(path, _FORMATS)
    if not history.entries:
        raise HistoryEmpty("no massage yet, so there is nothing to report")
    print(write_file(path, render(history, now).encode()))
    print("It opens in any browser, and prints on one page.")


def render(history: History, now: datetime) -> str:
    """Return the page as HTML that needs no other file; ``now`` is the local time for its date."""
    whose = f" of {history.person}" if history.person else ""
    title = f"Ice massage{whose}: report for a doctor"
    return page.page(title, _STYLE.read_text(encoding="utf-8"), _parts(history, title, now))


def _parts(history: History, title: str, now: datetime) -> Iterator[str]:
    from voice.history.picture import drawing

    course = history.newest
    first, last = course.entries[0].day, max(entry.day for entry in course.entries)
    head = f"Course of {format_period(first, last)}. Written {format_day(now.date(), year=True)}."
    yield f"<header>\n<h1>{escape(title)}</h1>\n{page.paragraph(head)}\n</header>\n<main>"
    yield page.section("In short", *map(page.paragraph, [*describe(course), *_earlier(history)]))
    yield page.columns(drawing(course), _table(course))
    told = page.section("Emergency signs told", _newest(emergencies(history)))
    advised = page.section("Advice that Floe gave", _newest(advice(history)))
    others = page.section("Pain told at other times", _others(course))
    yield page.columns(told + _screening(history), advised + others)
    yield f"</main>\n<footer>{page.paragraph(_notice())}</footer>"


def _earlier(history: History) -> list[str]:
    courses = history.courses[:-1]
    if not courses:
        return []
    since = format_day(courses[0].first, year=True)
    sessions = format_count(sum(len(course.sessions) for course in courses), "massage")
    return [f"Before that: {format_count(len(courses), 'course')} since {since}, {sessions}."]


def _table(course: History) -> str:
    by = choose_unit(course, _ROWS)
    rows = [_row(span) for span in spans(course, by) if span.entries]
    heading = (by.value.capitalize(), "Times", "Ice", "Before", "After", "Numb")
    caption = "Massages, minutes of ice, mean pain before and after, stops for numb skin"
    return page.table(caption, heading, rows)


def _row(span: Span) -> tuple[str, ...]:
    pains = ("-" if level is None else format_number(level) for level in (span.before, span.after))
    ice = f"{span.minutes:.0f}"
    return (label(span), str(len(span.entries)), ice, *pains, str(span.numb_stops or "-"))


def _screening(history: History) -> str:
    answers = history.record.screening
    rows = [(name, _ANSWERS[answers.get(one)]) for one, name in _CONDITIONS.items()]
    return page.table("Asked before the first massage", (), rows, "answers")


def _others(course: History) -> str:
    if not course.others:
        return page.paragraph("None.")
    told = [
        f"{format_number(pain.level)} on {format_day(pain.at.date(), short=True)} "
        f"at {pain.at:%H:%M}"
        for pain in course.others
    ]
    left = len(told) - _NEWEST
    before = f"{left} earlier; " if left > 0 else ""
    return page.paragraph(f"{before}{'; '.join(told[-_NEWEST:])}.")


def _newest(items: list[str]) -> str:
    if not items:
        return page.paragraph("None.")
    left = len(items) - _NEWEST
    shown = items[-_NEWEST:]
    return page.listing([f"{left} earlier", *shown] if left > 0 else shown)


def _notice() -> str:
    return (
        f"Written by Floe {version('floe')}, a voice assistant that coaches ice massage. It is "
        "guidance, not medical advice. Pain (0 to 10) and answers are as the person told them by "
        "voice, and may have been misheard; minutes are those that Floe watched."
    )
