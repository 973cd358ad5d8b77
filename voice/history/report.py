"""``floe report``: one page for a doctor, with what was done, told and advised."""

from collections.abc import Iterator
from datetime import datetime
from html import escape
from importlib.metadata import version
from pathlib import Path

from voice.history import page
from voice.history.advice import advice, emergencies
from voice.history.chart import label
from voice.history.errors import HistoryEmpty
from voice.history.file import check, write
from voice.history.history import History
from voice.history.span import Span, spans, unit
from voice.history.words import counted, day_of, describe, number, period
from voice.session.health import HealthCondition, Screened

_ROWS = 14
"""Lines of the table at the most: as many days, or else weeks or months."""
_NEWEST = 3
"""As many of a list are named, the newest; the rest is counted."""
_STYLE = Path(__file__).with_name("report.css")
_CONDITIONS = {
    HealthCondition.RAYNAUD: "Raynaud's",
    HealthCondition.COLD: "Hives or another bad reaction to cold",
    HealthCondition.CIRCULATION: "Poor circulation",
    HealthCondition.CRYOGLOBULIN: "Cryoglobulins in the blood",
    HealthCondition.NERVE: "Lost feeling or nerve damage in the skin of the back",
    HealthCondition.BROKEN: "Cut, broken or sore skin there",
}
_ANSWERS = {
    Screened.NO: "no",
    Screened.YES: "YES",
    Screened.CLEARED: "yes, or noted wrongly; a doctor has agreed since",
    None: "not asked yet",
}
_FORMATS = ("html", "htm")


def report(history: History, path: Path | None) -> None:
    """Write the page on the newest course into ``path``, or into a file named after today.

    Raises:
        FormatUnknown, FileUnwritable: the file cannot be written.
        HistoryEmpty: there is nothing to report.
    """
    now = datetime.now().astimezone()
    path = path or Path(f"floe-report-{now:%Y-%m-%d}.html")
    check(path, _FORMATS)
    if not history.rows:
        raise HistoryEmpty("no massage yet, so there is nothing to report")
    print(write(path, render(history, now).encode()))
    print("It opens in any browser, and prints on one page.")


def render(history: History, now: datetime) -> str:
    """Write the page as it is at the local time ``now``, as HTML that needs no other file."""
    whose = f" of {history.person}" if history.person else ""
    title = f"Ice massage{whose}: report for a doctor"
    return page.page(title, _STYLE.read_text(encoding="utf-8"), _parts(history, title, now))


def _parts(history: History, title: str, now: datetime) -> Iterator[str]:
    from voice.history.picture import drawing

    course = history.newest
    first, last = course.rows[0].day, max(row.day for row in course.rows)
    head = f"Course of {period(first, last)}. Written {day_of(now.date(), year=True)}."
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
    since = day_of(courses[0].first, year=True)
    sessions = counted(sum(len(course.sessions) for course in courses), "massage")
    return [f"Before that: {counted(len(courses), 'course')} since {since}, {sessions}."]


def _table(course: History) -> str:
    by = unit(course, _ROWS)
    rows = [_row(span) for span in spans(course, by) if span.rows]
    heading = (by.value.capitalize(), "Times", "Ice", "Before", "After", "Numb")
    caption = "Massages, minutes of ice, mean pain before and after, stops for numb skin"
    return page.table(caption, heading, rows)


def _row(span: Span) -> tuple[str, ...]:
    pains = ("-" if level is None else number(level) for level in (span.before, span.after))
    ice = f"{span.minutes:.0f}"
    return (label(span), str(len(span.rows)), ice, *pains, str(span.numb_stops or "-"))


def _screening(history: History) -> str:
    answers = history.record.screening
    rows = [(name, _ANSWERS[answers.get(one)]) for one, name in _CONDITIONS.items()]
    return page.table("Asked before the first massage", (), rows, "answers")


def _others(course: History) -> str:
    if not course.others:
        return page.paragraph("None.")
    told = [
        f"{number(pain.level)} on {day_of(pain.at.date(), short=True)} at {pain.at:%H:%M}"
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
