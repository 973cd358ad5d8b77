"""Lists sentences of a grammar, for libvosk's own run-time grammar, which takes such a list.

libvosk makes a bigram of the list. So what counts is that each word is seen after every word that
may go before it, about as often as in the templates.
"""

from collections import deque

from intents.grammar import Grammar

DRAWN = 10_000
"""How many sentences are drawn at random. With 30 000 no more of the coffee orders that may be
tuned on were accepted."""

_Arc = tuple[int, str]
"""A state of the grammar, and a word that leaves it."""


def phrases(grammar: Grammar, drawn: int = DRAWN) -> list[str]:
    """Return up to ``drawn`` random sentences, and one more for each arc that none of them uses."""
    sentences = grammar.sentences(drawn, seed=1)
    used: set[_Arc] = set()
    for sentence in sentences:
        used.update(_path(grammar, sentence.split()))
    heads, tails = _heads(grammar), _tails(grammar)
    for state, arcs in enumerate(grammar.arcs):
        for word, target in arcs.items():
            if (state, word) not in used:
                words = [*heads[state], word, *tails[target]]
                used.update(_path(grammar, words))
                sentences.append(" ".join(words))
    return sentences


def _path(grammar: Grammar, words: list[str]) -> list[_Arc]:
    state, path = grammar.start, []
    for word in words:
        path.append((state, word))
        state = grammar.arcs[state][word]
    return path


def _heads(grammar: Grammar) -> dict[int, list[str]]:
    """Return the fewest words that lead from the start to each state."""
    heads: dict[int, list[str]] = {grammar.start: []}
    waiting = deque([grammar.start])
    while waiting:
        state = waiting.popleft()
        for word, target in grammar.arcs[state].items():
            if target not in heads:
                heads[target] = [*heads[state], word]
                waiting.append(target)
    return heads


def _tails(grammar: Grammar) -> dict[int, list[str]]:
    """Return the fewest words that lead from each state to an end."""
    before: dict[int, list[_Arc]] = {}
    for state, arcs in enumerate(grammar.arcs):
        for word, target in arcs.items():
            before.setdefault(target, []).append((state, word))
    tails: dict[int, list[str]] = {state: [] for state in sorted(grammar.finals)}
    waiting = deque(tails)
    while waiting:
        target = waiting.popleft()
        for state, word in before.get(target, []):
            if state not in tails:
                tails[state] = [word, *tails[target]]
                waiting.append(state)
    return tails
