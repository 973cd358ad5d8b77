"""Decides when a partial result may be acted on, before the speaker has fallen silent for long.

A partial result may be acted on once it is a whole command and either a pause follows it or it
has stood unchanged for some time. How long that takes depends on two questions: Is the command
urgent? And could it be the beginning of a longer command that means something else?
"""

import math
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from intents.grammar import Grammar
from intents.intent import Intent
from intents.library import Intents


@dataclass(frozen=True)
class DecisionThresholds:
    """How long a whole command must have stood before it is acted on; all times in seconds.

    Either the command is followed by a ``pause`` after it stood for ``unchanged_in_pause``, or it
    stood ``unchanged``, which decides where a noisy room leaves no pause.
    """

    pause: float
    """Time since the newest speech. Within the commands of the development voices there are pauses
    of up to 0.18 s, which must not end an ordinary command; only `URGENT_COMPLETE` accepts that."""
    unchanged: float
    """Time without a change of the partial result after which no pause is needed."""
    unchanged_in_pause: float = 0.0
    """Time for which the partial result must not have changed before a pause counts."""


COMPLETE = DecisionThresholds(pause=0.25, unchanged=0.7)
"""For a command with no longer one that begins so and means anything else, as "next step": "next
step please" means the same."""
EXTENDABLE = DecisionThresholds(pause=0.5, unchanged=math.inf)
"""For a command that a longer one of another meaning begins with, as "nine minutes" and "nine
minutes longer". People stop there to think. Measured on coffee orders: with a pause of 0.4 s two in
a hundred are cut short, and eight in a hundred if 0.7 s unchanged is enough."""
URGENT_COMPLETE = DecisionThresholds(pause=0.15, unchanged=0.5, unchanged_in_pause=0.12)
"""For any other urgent command. Its ``pause`` is shorter than some pauses within commands, so a
longer command that begins with it may be cut short. If that is urgent too, it means the same;
otherwise Floe is cautious for nothing. A false urgent command costs a pause of the massage, a late
one costs skin."""
URGENT_EXTENDABLE = DecisionThresholds(pause=0.3, unchanged=0.5, unchanged_in_pause=0.12)
"""For an urgent command that a longer urgent one of another meaning begins with: "numb" is about
the skin, "numb legs" is an emergency."""


class PartialResultDecider:
    """Watches the partial results of one utterance after another, and says when to act."""

    def __init__(self, intents: Intents, urgent: Collection[str]) -> None:
        """Take the commands, and the names of the urgent intents, which are decided sooner."""
        self._intents = intents
        self._urgent = urgent
        # Partial results repeat, and looking at what may follow one takes up to 10 ms.
        self._thresholds_of = lru_cache(maxsize=256)(self._find_thresholds)
        self.reset()

    def reset(self) -> None:
        """Begin with a new utterance."""
        self._text = ""
        self._since = 0.0
        self._thresholds: DecisionThresholds | None = None

    def may_act_on(self, text: str, now: float, pause: float) -> bool:
        """Return whether the partial result ``text`` may be acted on now.

        ``now`` is the second of audio at which the partial result is seen, ``pause`` the seconds
        since the newest speech. To be called with every partial result, in their order.
        """
        if text != self._text:
            self._text, self._since = text, now
            self._thresholds = self._thresholds_of(text)
        if self._thresholds is None:
            return False
        unchanged = now - self._since
        return unchanged >= self._thresholds.unchanged or (
            unchanged >= self._thresholds.unchanged_in_pause and pause >= self._thresholds.pause
        )

    def _find_thresholds(self, text: str) -> DecisionThresholds | None:
        """Return the thresholds that hold for ``text``; None where it is not a whole command."""
        intent = self._intents.match(text)
        if intent is None:
            return None
        urgent = intent.name in self._urgent
        if self._is_extendable(text, intent):
            return URGENT_EXTENDABLE if urgent else EXTENDABLE
        return URGENT_COMPLETE if urgent else COMPLETE

    def _is_extendable(self, text: str, intent: Intent) -> bool:
        """Return whether a longer command begins with ``text`` and means something else.

        For an urgent command only longer commands that are urgent too are worth waiting for.
        """
        for words in continuations(self._intents.grammar, text.split()):
            longer = self._intents.match(" ".join(words))
            if longer is None or (longer.name, longer.slots) == (intent.name, intent.slots):
                continue
            if intent.name not in self._urgent or longer.name in self._urgent:
                return True
        return False


def continuations(grammar: Grammar, words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield, for each word that may follow ``words``, the shortest command that goes on so.

    ``words`` must be the beginning of a command of ``grammar``.
    """
    state = grammar.start
    for word in words:
        state = grammar.arcs[state][word]
    for word, after in grammar.arcs[state].items():
        yield (*words, word, *_shortest_end(grammar, after))


def _shortest_end(grammar: Grammar, state: int) -> tuple[str, ...]:
    """Return the fewest words that complete a command from ``state`` on (breadth first)."""
    paths: deque[tuple[int, tuple[str, ...]]] = deque([(state, ())])
    while paths[0][0] not in grammar.finals:
        state, words = paths.popleft()
        paths.extend((after, (*words, word)) for word, after in grammar.arcs[state].items())
    return paths[0][1]
