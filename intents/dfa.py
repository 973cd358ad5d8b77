"""A deterministic, minimal acceptor of word sequences, made from a network."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from intents.nfa import NFA


@dataclass(frozen=True)
class DFA:
    """States and the words between them; state 0 is the start; there are no cycles."""

    arcs: Sequence[Mapping[str, int]]
    """For each state, the state that each word leads to."""
    finals: frozenset[int]
    """The states in which a sentence may end."""

    @classmethod
    def of(cls, network: NFA) -> "DFA":
        """Make the smallest acceptor of the network's sentences."""
        return _minimal(_determined(network))

    def walk(self, words: Iterable[str]) -> int | None:
        """Return the state that ``words`` lead to, or None where no sentence goes on so."""
        state = 0
        for word in words:
            after = self.arcs[state].get(word)
            if after is None:
                return None
            state = after
        return state


def _determined(network: NFA) -> DFA:
    """Make an acceptor in which no word leads two ways: its states are sets of nodes."""
    ways = _merged(network)
    start = frozenset({0})
    numbers = {start: 0}
    subsets = [start]
    arcs: list[dict[str, int]] = []
    for subset in subsets:
        reached: dict[str, frozenset[int]] = {}
        for node in subset:
            for word, after in ways[node].items():
                reached[word] = reached[word] | after if word in reached else after
        for after in reached.values():
            if after not in numbers:
                numbers[after] = len(subsets)
                subsets.append(after)
        arcs.append({word: numbers[after] for word, after in reached.items()})
    finals = (number for subset, number in numbers.items() if not subset.isdisjoint(network.labels))
    return DFA(arcs, frozenset(finals))


def _merged(network: NFA) -> list[dict[str, frozenset[int]]]:
    """Return the arcs anew, each to the one node that stands for all its equals.

    Nodes are equal where the same sentences follow, whichever blocks these belong to.
    """
    chosen = list(range(len(network.arcs)))
    arcs: list[dict[str, frozenset[int]]] = [{}] * len(network.arcs)
    first: dict[Hashable, int] = {}
    for node in reversed(range(len(network.arcs))):
        arcs[node] = {
            word: frozenset([chosen[after] for after in afters])
            for word, afters in network.arcs[node].items()
        }
        key = (node in network.labels, frozenset(arcs[node].items()))
        chosen[node] = first.setdefault(key, node)
    return arcs


def _minimal(acceptor: DFA) -> DFA:
    """Merge the states from which the same sentences follow, and number them anew."""
    merged = [0] * len(acceptor.arcs)
    first: dict[Hashable, int] = {}
    for state in _leaves_first(acceptor.arcs):
        ways = frozenset((word, merged[after]) for word, after in acceptor.arcs[state].items())
        merged[state] = first.setdefault((state in acceptor.finals, ways), state)
    numbers = {0: 0}
    kept = [0]
    arcs: list[dict[str, int]] = []
    for state in kept:
        ways_on = {word: merged[after] for word, after in acceptor.arcs[state].items()}
        for after in ways_on.values():
            if after not in numbers:
                numbers[after] = len(kept)
                kept.append(after)
        arcs.append({word: numbers[after] for word, after in ways_on.items()})
    return DFA(arcs, frozenset(numbers[state] for state in kept if state in acceptor.finals))


def _leaves_first(arcs: Sequence[Mapping[str, int]]) -> list[int]:
    """Order the states so that each comes after all that it leads to."""
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
