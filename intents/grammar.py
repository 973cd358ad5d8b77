"""The recogniser's grammar: every sentence of the templates, as a small graph of words."""

from collections.abc import Sequence
from random import Random
from types import MappingProxyType

from intents.dfa import DFA
from intents.nfa import NFA


class Grammar:
    """A deterministic, minimal acceptor of whole commands; state 0 is the start."""

    start = 0

    def __init__(self, network: NFA) -> None:
        self._acceptor = DFA.of(network)
        self.arcs = self._acceptor.arcs
        """For each state, the state that each word leads to; there are no cycles."""
        self.finals = self._acceptor.finals
        """The states in which a command may end."""
        self.words = MappingProxyType(network.words)
        """Each word, lower-case, and the first template that needs it."""

    def accepts(self, words: Sequence[str]) -> bool:
        """Return whether ``words`` are a whole command."""
        return self._acceptor.walk(words) in self.finals

    def extends(self, words: Sequence[str]) -> bool:
        """Return whether a longer command begins with ``words``."""
        state = self._acceptor.walk(words)
        return state is not None and bool(self.arcs[state])

    def sentences(self, limit: int, seed: int) -> list[str]:
        """Draw up to ``limit`` different commands at random, the same for the same seed."""
        random = Random(seed)  # noqa: S311 (a sample, not a secret)
        drawn: dict[str, None] = {}
        for _ in range(limit * 20):
            drawn.setdefault(" ".join(self._draw(random)))
            if len(drawn) == limit:
                break
        return list(drawn)

    def _draw(self, random: Random) -> list[str]:
        state, words = self.start, []
        while self.arcs[state]:
            if state in self.finals and not random.randrange(len(self.arcs[state]) + 1):
                break
            word, state = random.choice(list(self.arcs[state].items()))
            words.append(word)
        return words
