"""The same for other programs: CSV and JSON. The names are a contract; more may be added."""

import csv
import io
import json
from collections.abc import Mapping
from typing import TypeAlias

from voice.history.history import History, Row
from voice.session.state import Pain

Cell: TypeAlias = str | float | int | None

COLUMNS = (
    "kind",
    "day",
    "begun",
    "ended",
    "ice_seconds",
    "planned_seconds",
    "outcome",
    "numb_stops",
    "pain_before",
    "pain_after",
    "course",
    "session",
    "told",
    "pain",
)
"""Of the CSV: ``kind`` is "session", or "pain" for one told at any other time than before or
after a session, which has only day, session (where it belongs to one), told and pain."""


def as_csv(history: History) -> str:
    """Write a line for each session and each other pain, in the order of time; empty: unknown."""
    rows: list[tuple[float, Mapping[str, Cell]]] = [
        *(
            (row.session.opened.timestamp(), {"kind": "session", **_session(row)})
            for row in history.rows
        ),
        *((pain.at.timestamp(), {"kind": "pain", **_pain(pain)}) for pain in history.others),
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for _, row in sorted(rows, key=lambda each: each[0]))
    return text.getvalue()


def as_json(history: History) -> str:
    """Write an object with ``person``, ``courses``, ``sessions`` and other ``pains``."""
    courses = [
        {
            "course": course.number,
            "first": course.first.isoformat(),
            "last": course.last.isoformat(),
            "days": course.days,
            "ended": course.ended.isoformat() if course.ended else None,
        }
        for course in history.courses
    ]
    told = {
        "person": history.person,
        "courses": courses,
        "sessions": [_session(row) for row in history.rows],
        "pains": [_pain(pain) for pain in history.others],
    }
    return json.dumps(told, indent=2) + "\n"


def _session(row: Row) -> dict[str, Cell]:
    session = row.session
    begun = session.begun or session.opened
    return {
        "day": row.day.isoformat(),
        "begun": begun.isoformat(),
        "ended": session.ended.isoformat() if session.ended else None,
        "ice_seconds": session.ice,
        "planned_seconds": session.planned,
        "outcome": session.outcome.value if session.outcome else None,
        "numb_stops": session.numb_stops,
        "pain_before": row.before,
        "pain_after": row.after,
        "course": row.course,
        "session": session.number,
    }


def _pain(pain: Pain) -> dict[str, Cell]:
    return {
        "day": pain.at.date().isoformat(),
        "session": pain.session,
        "told": pain.at.isoformat(),
        "pain": pain.level,
    }
