"""Prepares a text for a speech engine."""

import re
import unicodedata

PART = 600
"""Characters that are rendered in one request at the most. A longer text would take so long that it
looks like a hanging engine."""


def to_speakable(text: str) -> str:
    """Return ``text`` without what no engine can say: control characters, lone surrogates, NUL."""
    kept = (" " if unicodedata.category(c) in {"Cc", "Cs", "Cn", "Co"} else c for c in text)
    return " ".join("".join(kept).split())


def split_text(text: str) -> list[str]:
    """Return ``text`` in parts of up to `PART` characters; none where the text is empty.

    It is cut at the last punctuation mark that fits, else at the last space.
    """
    found: list[str] = []
    while len(text) > PART:
        ends = [match.end() for match in re.finditer(r"[.!?;:,](?=\s)", text[:PART])]
        end = ends[-1] if ends else text.rfind(" ", 1, PART)
        end = end if end > 0 else PART
        found.append(text[:end].strip())
        text = text[end:].strip()
    return [*found, text] if text else found
