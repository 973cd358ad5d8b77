"""Writes the history as CSV and JSON, for other programs.

The names of columns and keys are a contract with those programs: new ones may be added, but none
renamed or removed.
"""

import csv
import io
import json
from collections.abc import Mapping
from typing import TypeAlias

from voice.history.history import History, HistoryEntry
from voice.session.state import Pain

Cell: TypeAlias = str | float | int | None
"""A value of the CSV or JSON; None where it is unknown."""

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
"""The columns of the CSV. ``kind`` is "session", or "pain" for a pain told at any other time than
before or after a session. A line of the latter kind has only day, session (where it belongs to
one), told and pain."""


def as_csv(history: History) -> str:
    """Return a line for each session and each other pain, in the order of time, below `COLUMNS`.

    A cell is empty where nothing is known.
    """
    rows: list[tuple[float, Mapping[str, Cell]]] = [
        *(
            (entry.session.opened.timestamp(), {"kind": "session", **_session(entry)})
            for entry in history.entries
        ),
        *((pain.at.timestamp(), {"kind": "pain", **_pain(pain)}) for pain in history.others),
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for _, row in sorted(rows, key=lambda each: each[0]))
    return text.getvalue()


def as_json(history: History) -> str:
    """Return a JSON object with ``person``, ``courses``, ``sessions`` and other ``pains``."""
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
        "sessions": [_session(entry) for entry in history.entries],
        "pains": [_pain(pain) for pain in history.others],
    }
    return json.dumps(told, indent=2) + "\n"


def _session(entry: HistoryEntry) -> dict[str, Cell]:
    session = entry.session
    begun = session.begun or session.opened
    return {
        "day": entry.day.isoformat(),
        "begun": begun.isoformat(),
        "ended": session.ended.isoformat() if session.ended else None,
        "ice_seconds": session.ice,
        "planned_seconds": session.planned,
        "outcome": session.outcome.value if session.outcome else None,
        "numb_stops": session.numb_stops,
        "pain_before": entry.before,
        "pain_after": entry.after,
        "course": entry.course,
        "session": session.number,
    }


def _pain(pain: Pain) -> dict[str, Cell]:
    return {
        "day": pain.at.date().isoformat(),
        "session": pain.session,
        "told": pain.at.isoformat(),
        "pain": pain.level,
    }
