"""The words of a display."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from floe.document import Document

ENGLISH = Path(__file__).with_name("en.yaml")


def load() -> Mapping[str, str]:
    """Return the display's own words, by their dotted keys.

    Raises:
        DocumentError: the file cannot be read.
    """
    return dict(_leaves(Document.load(ENGLISH).data))


def _leaves(data: Mapping[str, Any], before: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in data.items():
        name = f"{before}{key}"
        found += _leaves(value, f"{name}.") if isinstance(value, dict) else [(name, value)]
    return found
