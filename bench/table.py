"""Figures as rows of a Markdown table, with the interval that their count allows."""

import math


def share(hits: int, of: int) -> str:
    """Give a percentage with its 95 % Wilson interval and what it was counted on."""
    if not of:
        return "none measured"
    z, p = 1.96, hits / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    low, high = 100 * (middle - half), 100 * (middle + half)
    return f"{100 * p:.1f} % ({low:.0f}-{high:.0f}; {hits} of {of})"


def row(name: str, value: str) -> None:
    """Print one line of the table at once, for those who wait."""
    print(f"| {name} | {value} |", flush=True)
