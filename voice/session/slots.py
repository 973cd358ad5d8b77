"""The numbers in what was heard."""

import math

from intents.intent import Intent, SlotValue


def number(value: SlotValue | None) -> float | None:
    """Return a slot's value as a finite number; None if it is not one."""
    if value is None:
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


_DAY = 24 * 60.0
"""More minutes than anybody means."""


def seconds(intent: Intent) -> float | None:
    """Return the slot ``minutes`` in whole seconds; None if it holds no number above 0."""
    minutes = number(intent.slots.get("minutes"))
    if minutes is None or minutes <= 0:
        return None
    return float(round(60 * min(minutes, _DAY)))
