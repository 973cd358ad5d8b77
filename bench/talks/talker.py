"""Somebody who says what they want in their own words, at random."""

import random
from collections.abc import Iterable, Sequence

from intents.intent import IntentName
from intents.situation import Situation
from intents.training.corpus import Saying
from voice.session.health import PINK


class Talker:
    """Says what one writer of the corpus wrote."""

    def __init__(self, sayings: Iterable[Saying], rng: random.Random) -> None:
        """Take the writer's ``sayings``; what is denied is left out, and skin that is well."""
        self._sayings = [each for each in sayings if not each.denial and each.value != PINK]
        self._rng = rng

    def wording(self, intent: IntentName, situation: Situation) -> str:
        """Return words for ``intent``: such as are said in ``situation``, if there are any.

        Raises:
            LookupError: the writer has none.
        """
        meant = [each for each in self._sayings if each.intent == intent]
        fitting = [each for each in meant if each.situation == situation] or meant
        if not fitting:
            raise LookupError(f"the writer has no {intent}")
        return self._rng.choice(fitting).text

    def can_say(self, intents: Sequence[IntentName]) -> bool:
        """Whether the writer has words for all ``intents``."""
        return {*intents} <= {each.intent for each in self._sayings}
