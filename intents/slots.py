"""Slots whose value stands in the words themselves, wherever in the sentence that is."""

from collections.abc import Callable, Mapping

from intents.clock import clock_time
from intents.intent import SlotValue
from intents.numbers import minutes, pain_level

SAID = "said"
"""What a template gives as the value of such a slot, for example ``slots: {minutes: said}``."""


def _when(text: str) -> str | None:
    found = clock_time(text)
    return None if found is None else str(found)


_FINDERS: Mapping[str, Callable[[str], SlotValue | None]] = {
    "minutes": minutes,
    "level": pain_level,
    "when": _when,
}


def fill_in(slots: Mapping[str, SlotValue], text: str) -> dict[str, SlotValue]:
    """Return ``slots`` with the values that are `SAID` found in ``text``; without it if none is."""
    filled = dict(slots)
    if SAID == filled.get("when") == filled.get("minutes"):
        # "At half past three" tells no time span.
        del filled["minutes" if _when(text) else "when"]
    for name, value in list(filled.items()):
        if value == SAID and name in _FINDERS:
            found = _FINDERS[name](text)
            if found is None:
                del filled[name]
            else:
                whole = isinstance(found, float) and found.is_integer()
                filled[name] = int(found) if whole else found
    return filled
