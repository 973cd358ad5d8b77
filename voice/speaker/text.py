"""Makes a text fit to be handed to a speech engine."""

import re
import unicodedata

PART = 600
"""Characters rendered in one go: a long text must not look like a hanging engine."""


def plain(text: str) -> str:
    """Leave out what no engine can say: control characters, lone surrogates, NUL."""
    kept = (" " if unicodedata.category(c) in {"Cc", "Cs", "Cn", "Co"} else c for c in text)
    return " ".join("".join(kept).split())


def parts(text: str) -> list[str]:
    """Cut a long text at the ends of sentences, at spaces where there are none."""
    found: list[str] = []
    while len(text) > PART:
        ends = [match.end() for match in re.finditer(r"[.!?;:,](?=\s)", text[:PART])]
        end = ends[-1] if ends else text.rfind(" ", 1, PART)
        end = end if end > 0 else PART
        found.append(text[:end].strip())
        text = text[end:].strip()
    return [*found, text] if text else found
