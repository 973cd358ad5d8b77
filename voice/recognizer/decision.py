"""When a partial result may be acted on: a whole command that stands and goes no further."""

import math
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from intents.grammar import Grammar
from intents.intent import Intent
from intents.library import Intents


@dataclass(frozen=True)
class Evidence:
    """What a whole command needs before it is acted on: a pause, or to last; in seconds."""

    pause: float
    """Since the newest speech; within the development voices' commands there are up to 0.18."""
    lasting: float
    """That the text has stood unchanged, where a noisy room leaves no pause."""
    steady: float = 0.0
    """That it has stood before a pause counts."""


PLAIN = Evidence(pause=0.25, lasting=0.7)
"""No longer command that begins so means anything else: "next step", "next step please"."""
OPEN = Evidence(pause=0.5, lasting=math.inf)
"""A longer one does: "nine minutes", "nine minutes longer". People stop to think there: with a
pause of 0.4 s two coffee orders in a hundred are cut short, and by lasting 0.7 s eight."""
URGENT = Evidence(pause=0.15, lasting=0.5, steady=0.12)
"""What stops a session: a false one costs a pause, a late one costs skin."""
URGENT_OPEN = Evidence(pause=0.3, lasting=0.5, steady=0.12)
"""A longer urgent one means something else: "i can't feel it ... between my legs"."""


class PartialDecision:
    """Watches the partial results of one utterance after another."""

    def __init__(self, intents: Intents, urgent: Collection[str]) -> None:
        """Take the commands, and the names of those that need less evidence than the others."""
        self._intents = intents
        self._urgent = urgent
        # Partials repeat; the look at what may follow takes up to 10 ms.
        self._wanted = lru_cache(maxsize=256)(self._evidence_for)
        self.reset()

    def reset(self) -> None:
        """Begin with a new utterance."""
        self._text = ""
        self._since = 0.0
        self._evidence: Evidence | None = None

    def stands(self, text: str, now: float, pause: float) -> bool:
        """Return whether the partial ``text`` is decided.

        ``now`` is the second of audio at which it is seen, ``pause`` the seconds since speech.
        """
        if text != self._text:
            self._text, self._since = text, now
            self._evidence = self._wanted(text)
        if self._evidence is None:
            return False
        steady = now - self._since
        return steady >= self._evidence.lasting or (
            steady >= self._evidence.steady and pause >= self._evidence.pause
        )

    def _evidence_for(self, text: str) -> Evidence | None:
        """Tell what ``text`` needs; None where it is no whole command."""
        intent = self._intents.match(text)
        if intent is None:
            return None
        urgent = intent.name in self._urgent
        if self._opens_another(text, intent):
            return URGENT_OPEN if urgent else OPEN
        return URGENT if urgent else PLAIN

    def _opens_another(self, text: str, intent: Intent) -> bool:
        """Return whether a longer command means something else; after an urgent one, as urgent."""
        for words in continuations(self._intents.grammar, text.split()):
            longer = self._intents.match(" ".join(words))
            if longer is None or (longer.name, longer.slots) == (intent.name, intent.slots):
                continue
            if intent.name not in self._urgent or longer.name in self._urgent:
                return True
        return False


def continuations(grammar: Grammar, words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Return the shortest longer command for each word that may follow ``words``."""
    state = grammar.start
    for word in words:
        state = grammar.arcs[state][word]
    for word, after in grammar.arcs[state].items():
        yield (*words, word, *_shortest(grammar, after))


def _shortest(grammar: Grammar, state: int) -> tuple[str, ...]:
    """Return the fewest words that end a command from ``state``."""
    ways: deque[tuple[int, tuple[str, ...]]] = deque([(state, ())])
    while ways[0][0] not in grammar.finals:
        state, words = ways.popleft()
        ways.extend((after, (*words, word)) for word, after in grammar.arcs[state].items())
    return ways[0][1]
