"""CSV and JSON: what other programs may rely on."""

import csv
import io
import json
from datetime import datetime, timedelta
from pathlib import Path

from tests.voice.history.lives import AT, massage, pain, written
from voice.history.history import History
from voice.history.serialization import COLUMNS, as_csv, as_json


def few(path: Path) -> History:
    return written(
        path,
        *massage(AT, pain(AT, 7, "before")),
        pain(AT + timedelta(hours=1), 6.5),
        *massage(AT + timedelta(hours=3))[:2],
    )


def test_csv_has_a_line_for_each(path: Path) -> None:
    text = as_csv(few(path))
    assert text.splitlines()[0] == ",".join(COLUMNS)
    massaged, told, going = csv.DictReader(io.StringIO(text))
    assert massaged == {
        "kind": "session",
        "day": "2026-11-22",
        "begun": "2026-11-22T09:00:00+01:00",
        "ended": "2026-11-22T09:08:00+01:00",
        "ice_seconds": "480.0",
        "planned_seconds": "480.0",
        "outcome": "completed",
        "numb_stops": "0",
        "pain_before": "7",
        "pain_after": "",
        "course": "1",
        "session": "1",
        "told": "",
        "pain": "",
    }
    assert {name: cell for name, cell in told.items() if cell} == {
        "kind": "pain",
        "day": "2026-11-22",
        "told": "2026-11-22T10:00:00+01:00",
        "pain": "6.5",
    }
    assert (going["ended"], going["outcome"], going["ice_seconds"]) == ("", "", "0.0")


def test_json_says_the_same(path: Path) -> None:
    history = few(path)
    told = json.loads(as_json(history))
    assert list(told) == ["person", "courses", "sessions", "pains"]
    assert told["courses"] == [
        {"course": 1, "first": "2026-11-22", "last": "2026-11-22", "days": 1, "ended": None}
    ]
    for values, entry in zip(told["sessions"], history.entries, strict=True):
        assert set(values) == set(COLUMNS) - {"kind", "told", "pain"}
        assert datetime.fromisoformat(values["begun"]) == entry.session.begun
        assert values["pain_before"] == entry.before
    assert told["pains"] == [
        {"day": "2026-11-22", "session": None, "told": "2026-11-22T10:00:00+01:00", "pain": 6.5}
    ]


def test_nothing_has_a_heading_and_empty_lists(path: Path) -> None:
    history = History.load(path, "Zoë")
    assert as_csv(history) == ",".join(COLUMNS) + "\n"
    told = json.loads(as_json(history))
    assert told == {"person": "Zoë", "courses": [], "sessions": [], "pains": []}
    assert as_json(history).isascii()
