"""A deterministic finite automaton (DFA): the smallest acceptor of the sentences of an NFA.

`intents.grammar` makes one of all templates, because the recogniser needs a graph in which no word
leads two ways.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from intents.limits import MOST_NODES
from intents.nfa import NFA


class DFATooLarge(Exception):
    """The sentences of an NFA need too many states if no word may lead two ways."""


@dataclass(frozen=True)
class DFA:
    """States and the words that lead from one to the next, without cycles. State 0 is the start."""

    arcs: Sequence[Mapping[str, int]]
    """For each state, the state that each word leads to."""
    finals: frozenset[int]
    """The states in which a sentence may end."""

    @classmethod
    def of(cls, nfa: NFA) -> "DFA":
        """Return the DFA with the fewest states that accepts the same sentences as ``nfa``.

        Raises:
            DFATooLarge: it would need more states than `intents.limits` allows.
        """
        return _minimized(_determinized(nfa))

    def without(self, words: Collection[str]) -> "DFA":
        """Return the DFA of those sentences that hold none of ``words``."""
        arcs: list[Mapping[str, int]] = [{}] * len(self.arcs)
        alive: set[int] = set()
        for state in _leaves_first(self.arcs):
            arcs[state] = {
                word: after
                for word, after in self.arcs[state].items()
                if word not in words and after in alive
            }
            if arcs[state] or state in self.finals:
                alive.add(state)
        return _minimized(DFA(arcs, self.finals))

    def walk(self, words: Iterable[str]) -> int | None:
        """Return the state that ``words`` lead to, or None if no sentence begins with them."""
        state = 0
        for word in words:
            after = self.arcs[state].get(word)
            if after is None:
                return None
            state = after
        return state


def _determinized(nfa: NFA) -> DFA:
    """Return a DFA of the same sentences, made by the subset construction."""
    ways = _merged_arcs(nfa)
    start = frozenset({0})
    numbers = {start: 0}
    subsets = [start]
    arcs: list[dict[str, int]] = []
    nodes = 0
    for subset in subsets:
        nodes += len(subset)
        if nodes > MOST_NODES:
            raise DFATooLarge
        reached: dict[str, frozenset[int]] = {}
        for node in subset:
            for word, after in ways[node].items():
                reached[word] = reached[word] | after if word in reached else after
        for after in reached.values():
            if after not in numbers:
                numbers[after] = len(subsets)
                subsets.append(after)
        arcs.append({word: numbers[after] for word, after in reached.items()})
    finals = (number for subset, number in numbers.items() if not subset.isdisjoint(nfa.labels))
    return DFA(arcs, frozenset(finals))


def _merged_arcs(nfa: NFA) -> list[dict[str, frozenset[int]]]:
    """Return the arcs of ``nfa``, each leading to the one node that stands for all equivalent ones.

    Two nodes are equivalent if the same sentences follow them, whatever the labels of these are.
    """
    representative = list(range(len(nfa.arcs)))
    arcs: list[dict[str, frozenset[int]]] = [{}] * len(nfa.arcs)
    first: dict[Hashable, int] = {}
    # An arc leads to a node of a higher number, so that node has its representative already.
    for node in reversed(range(len(nfa.arcs))):
        arcs[node] = {
            word: frozenset([representative[after] for after in afters])
            for word, afters in nfa.arcs[node].items()
        }
        key = (node in nfa.labels, frozenset(arcs[node].items()))
        representative[node] = first.setdefault(key, node)
    return arcs


def _minimized(dfa: DFA) -> DFA:
    """Return a DFA in which the states that the same sentences follow are one, numbered anew."""
    merged = [0] * len(dfa.arcs)
    first: dict[Hashable, int] = {}
    for state in _leaves_first(dfa.arcs):
        ways = frozenset((word, merged[after]) for word, after in dfa.arcs[state].items())
        merged[state] = first.setdefault((state in dfa.finals, ways), state)
    numbers = {0: 0}
    kept = [0]
    arcs: list[dict[str, int]] = []
    for state in kept:
        ways_on = {word: merged[after] for word, after in dfa.arcs[state].items()}
        for after in ways_on.values():
            if after not in numbers:
                numbers[after] = len(kept)
                kept.append(after)
        arcs.append({word: numbers[after] for word, after in ways_on.items()})
    return DFA(arcs, frozenset(numbers[state] for state in kept if state in dfa.finals))


def _leaves_first(arcs: Sequence[Mapping[str, int]]) -> list[int]:
    """Return the states in an order in which each comes after all the states that it leads to."""
    order: list[int] = []
    seen = {0}
    path = [(0, iter(arcs[0].values()))]
    while path:
        state, rest = path[-1]
        after = next((each for each in rest if each not in seen), None)
        if after is None:
            order.append(state)
            path.pop()
        else:
            seen.add(after)
            path.append((after, iter(arcs[after].values())))
    return order
