"""The fields of a recording's JSON, each of the kind and size that it should be.

A recording is handed on with bug reports, so it may come from anybody, or be damaged.
"""

import json
import unicodedata
from datetime import datetime
from typing import Any

from voice.session.event import NUMBERS, Value

_LONGEST_TEXT = 4_000
"""Most letters of a text; the longest prompt has a tenth of that."""
_MOST_VALUES = 50
"""Most values of one event or command."""
_LARGEST = 1e9
"""The largest number: thirty years in seconds."""
_NUMBERS = NUMBERS | {"minutes"}
"""Values of events and slots of commands that can only be numbers."""
_YEARS = range(1970, 3000)
"""The years of dates: outside of them Python's calendar has no room for what follows."""


def parse(line: str, most: int) -> dict[str, Any]:
    """Return the object that a line of at most ``most`` letters of JSON holds.

    Raises:
        ValueError: it is no such line.
    """
    if len(line) > most:
        raise ValueError(f"a line of {len(line)} letters")
    try:
        found = json.loads(line)
    except RecursionError as error:
        raise ValueError("too many brackets in each other") from error
    if isinstance(found, dict):
        return found
    raise ValueError("not an object of JSON")


def text(value: object) -> str:
    """Return a text; a character that a terminal or a file cannot take becomes U+FFFD.

    Raises:
        ValueError: it is none, or too long.
    """
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise ValueError("expected a text")
    return "".join(each if _is_harmless(each) else "\ufffd" for each in value)


def number(value: object, low: float = -_LARGEST) -> float:
    """Return a number from ``low`` to some thirty years in seconds.

    Raises:
        ValueError: it is none, or another one.
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= _LARGEST:
        return value
    raise ValueError(f"expected a number from {low:g} to {_LARGEST:g}")


def values(found: object) -> dict[str, Value]:
    """Return what an event carries, or the slots of a command.

    Raises:
        ValueError: they are no plain values by their names.
    """
    if not isinstance(found, dict) or len(found) > _MOST_VALUES:
        raise ValueError("expected values by their names")
    return {text(name): _value(name, value) for name, value in found.items()}


def date(value: object) -> datetime:
    """Return a date with its offset from UTC.

    Raises:
        ValueError: it is none, or has no offset.
    """
    found = datetime.fromisoformat(text(value))
    if found.tzinfo is None or found.year not in _YEARS:
        raise ValueError(f"a date without its time zone, or far from now: {found}")
    return found


def _value(name: str, value: object) -> Value:
    if isinstance(value, bool) and name not in _NUMBERS:
        return value
    return text(value) if isinstance(value, str) and name not in _NUMBERS else number(value)


def _is_harmless(character: str) -> bool:
    return character == "\n" or unicodedata.category(character) not in {"Cc", "Cs"}
