"""What is at stake with an intent, and so how sure one must be of it."""

from collections.abc import Collection
from enum import StrEnum

from intents.intent import GRAVE, URGENT


class Stakes(StrEnum):
    """What a mistake about an intent costs, and so how much evidence it needs."""

    URGENT = "urgent"
    """Missing it costs skin, see `intents.intent.URGENT`: little evidence is enough."""
    ASKED = "asked"
    """It answers what Floe has just asked: the least evidence is enough, for it is expected."""
    PLAIN = "plain"
    """None of the others."""
    GRAVE = "grave"
    """Taking it wrongly costs skin, see `intents.intent.GRAVE`: it needs the most evidence."""

    @classmethod
    def of(cls, name: str, asked: Collection[str]) -> "Stakes":
        """Return the stakes of the intent ``name`` while those in ``asked`` would be answers."""
        if name in URGENT:
            return cls.URGENT
        if name in asked:
            return cls.ASKED
        return cls.GRAVE if name in GRAVE else cls.PLAIN
