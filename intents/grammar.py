"""The recogniser's grammar: a small graph of words that holds every sentence of the templates.

`voice.recognizer.graph` writes it into the speech model's graph, so that the recogniser hears whole
commands and nothing else.
"""

from collections.abc import Collection, Mapping, Sequence
from random import Random
from types import MappingProxyType

from intents.dfa import DFA
from intents.nfa import NFA, TemplateSource


class Grammar:
    """A deterministic, minimal acceptor of whole commands."""

    start = 0
    """The state in which every command begins."""

    def __init__(self, dfa: DFA, words: Mapping[str, TemplateSource]) -> None:
        self._dfa = dfa
        self.arcs = dfa.arcs
        """For each state, the state that each word leads to; there are no cycles."""
        self.finals = dfa.finals
        """The states in which a command may end."""
        self.words = MappingProxyType(words)
        """Each word in lower case, with the place of the first template that needs it."""

    @classmethod
    def of(cls, nfa: NFA) -> "Grammar":
        """Return the grammar of the sentences of ``nfa``.

        Raises:
            DFATooLarge: it would need more states than `intents.limits` allows.
        """
        return cls(DFA.of(nfa), nfa.words)

    def without(self, words: Collection[str]) -> "Grammar":
        """Return the grammar of those sentences that hold none of ``words``."""
        kept = {word: place for word, place in self.words.items() if word not in words}
        return Grammar(self._dfa.without(words), kept)

    def accepts(self, words: Sequence[str]) -> bool:
        """Return whether ``words`` are a whole command."""
        return self._dfa.walk(words) in self.finals

    def sentences(self, limit: int, seed: int) -> list[str]:
        """Return up to ``limit`` different commands drawn at random, the same for one ``seed``."""
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
