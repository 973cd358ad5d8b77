"""A grammar as the list of sentences that libvosk's own run-time grammar takes.

libvosk makes a bigram of them, so what counts is that each word is seen after each that may
go before it, and about as often as the templates have it.
"""

from collections import deque

from intents.grammar import Grammar

DRAWN = 10_000
"""Sentences drawn at random; 30 000 accepted no more of the orders that may be tuned on."""

_Arc = tuple[int, str]


def phrases(grammar: Grammar, drawn: int = DRAWN) -> list[str]:
    """Give up to ``drawn`` random sentences, and one more for each arc that none of them uses."""
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
    """Return the shortest way from the start to each state."""
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
    """Return the shortest way from each state to an end."""
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
