"""What a row of the journal's table of events says, and whether that can be."""

import json
import math
from datetime import datetime

from voice.session.event import NUMBERS, Event, EventKind, Value
from voice.session.plan import Plan
from voice.session.timeline import Uptime

_SIGNED = "jump"
"""The one of `NUMBERS` that may be below 0."""
_DATES = {"due", "ended"}
"""The values of events that must be dates."""
_LOCAL = "due"
"""Of these, the one that needs no offset."""
_YEARS = range(1970, 2500)
"""Years that even a computer whose date is wrong may have."""
_PLAN = Plan()
"""Holds the highest level of pain. It is always the default plan: whether a file is a journal must
not depend on the session that reads it."""
NONSENSE = (ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
"""What is raised where a row, or an event after those before it, makes no sense."""


def to_event(kind: str, at: str, data: str, uptime: Uptime | None) -> Event:
    """Return the event of a row.

    Raises:
        NONSENSE: it can be no event.
    """
    values = json.loads(data)
    if not isinstance(values, dict):
        raise TypeError(f"no named values: {data!r}")
    for name, value in values.items():
        _check(name, value)
    return Event(EventKind(kind), _date(at), values, uptime)


def _check(name: str, value: Value) -> None:
    if not isinstance(value, str | int | float):
        raise TypeError(f"{name} cannot be {value!r}")
    if name in _DATES:
        _date(str(value), local=name == _LOCAL)
    if name in NUMBERS:
        most = _PLAN.most_pain if name == "level" else math.inf
        least = -math.inf if name == _SIGNED else 0
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not (number and least <= float(value) <= most and abs(float(value)) != math.inf):
            raise ValueError(f"{name} cannot be {value!r}")


def _date(text: str, *, local: bool = False) -> datetime:
    date = datetime.fromisoformat(text)
    if date.year not in _YEARS or (date.tzinfo is None and not local):
        raise ValueError(f"no date with its offset: {text!r}")
    return date
