"""A grammar as the ``Gr.fst`` that libvosk composes with a model: whole commands or garbage."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intents.grammar import Grammar
from voice.errors import GrammarWordsMissing

GARBAGE = "[unk]"
_MAGIC = 2125659606
# expanded, mutable, graph, no epsilons on either side, both label sorted, weighted
_PROPERTIES = 0x3 | 0x10000 | 0x800000 | 0x2000000 | 0x8000000 | 0x10000000 | 0x40000000 | 1 << 32


@dataclass(frozen=True)
class Costs:
    """Negative natural logarithms: what a path through the grammar costs."""

    command: float = 0.0
    """Beginning a command."""
    garbage: float = 4.0
    """Each word that is no part of a command."""
    unknown: float = 10.0
    """Each stretch of no word at all, beside what the model itself charges for it."""


def compile_graph(grammar: Grammar, ids: Mapping[str, int], costs: Costs = Costs()) -> bytes:
    """Give the OpenFst vector acceptor of "nothing, one command, or any run of garbage".

    Garbage may also stand before and after a command: speech in which one is embedded is
    then heard as such, and turned down as a whole, rather than bent into the command alone.

    Raises:
        GrammarWordsMissing: the model's lexicon lacks words of the grammar.
    """
    missing = [word for word in grammar.words if word not in ids]
    if missing:
        raise GrammarWordsMissing({word: grammar.words[word] for word in missing})
    states = [
        _State(
            [(ids[word], 0.0, target) for word, target in arcs.items()],
            final=0.0 if state in grammar.finals else None,
        )
        for state, arcs in enumerate(grammar.arcs)
    ]
    _add_garbage(states, grammar, ids, costs)
    return _encode(states)


@dataclass
class _State:
    arcs: list[tuple[int, float, int]]
    final: float | None


def _add_garbage(
    states: list[_State], grammar: Grammar, ids: Mapping[str, int], costs: Costs
) -> None:
    """Let any words be heard instead of a command, or after it."""
    rest = len(states)
    words = [(number, costs.garbage, rest) for word, number in ids.items() if word[0] not in "<[#!"]
    if GARBAGE in ids:
        words.append((ids[GARBAGE], costs.unknown, rest))
    opening = [(label, costs.command, target) for label, _, target in states[grammar.start].arcs]
    states[grammar.start] = _State(opening + words, final=0.0)
    states.append(_State(words, final=0.0))
    for state in grammar.finals:
        states[state].arcs.append((ids[GARBAGE], costs.unknown, rest))


def _encode(states: Sequence[_State]) -> bytes:
    """Write OpenFst's vector format: a header, then each state with its arcs by label."""
    arc_count = sum(len(state.arcs) for state in states)
    header = struct.pack("<i", _MAGIC) + _text("vector") + _text("standard")
    header += struct.pack("<iiQqqq", 2, 0, _PROPERTIES, 0, len(states), arc_count)
    body = bytearray(header)
    for state in states:
        final = float("inf") if state.final is None else state.final
        body += struct.pack("<fq", final, len(state.arcs))
        for label, cost, target in sorted(state.arcs):
            body += struct.pack("<iifi", label, label, cost, target)
    return bytes(body)


def _text(value: str) -> bytes:
    return struct.pack("<i", len(value)) + value.encode("ascii")
