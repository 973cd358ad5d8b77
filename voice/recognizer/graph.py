"""Compiles a grammar into the decoding graph ``Gr.fst`` that libvosk combines with a model.

The graph accepts silence, one whole command, or "garbage": any other words that the model has.
Speech that is like a command, but is none, is then recognised as what it is.
"""

import math
import struct
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from intents.grammar import Grammar
from models.folder import ModelFolder
from voice.errors import GrammarWordsMissing

GARBAGE = "[unk]"
"""The model's word for sounds that are no word that it has."""
_COMMON = 7.0
"""What the model charges for a common word: about the mean over running English."""
_MAGIC = 2125659606
"""The number that every OpenFst file begins with."""
# expanded, mutable, acceptor, with epsilons on both sides, both label sorted, weighted
_PROPERTIES = 0x3 | 0x10000 | 0x400000 | 0x1000000 | 0x4000000 | 0x10000000 | 0x40000000 | 1 << 32
_EPSILON = 0
"""The label of an arc that consumes no word."""


@dataclass(frozen=True)
class Costs:
    """What the ways through the graph cost, as negative natural logarithms of likelihoods.

    The values were chosen on recordings that no published figure is measured on.
    """

    branching: float = 0.6
    """Weight of a command's own words. At each place in the grammar every word is as likely as any
    other, so that a sentence with many optional words costs more than a plain one."""
    garbage: float = 8.0
    """Cost of the first word that is no part of a command: "know" must cost more than "no" does.
    Changing over to such words in the middle of a command costs the same. It must be possible,
    because speech that begins like a command has left no other path alive by then: without it
    "may i have a latte" was recognised as "may i have another one"."""
    further: float = 4.0
    """Cost of each such word after the first. With less, long commands fit other speech too
    easily."""
    rarity: float = 0.3
    """Share of what the model charges for a rare word, beyond a common one, that is added."""
    unknown: float = 10.5
    """Cost of each stretch that is no word at all, beside what the model itself charges for it."""
    favour: float = 2.0
    """How much less a favoured first word costs."""


COSTS = Costs()
"""The costs that Floe recognises with."""


def compile_graph(
    grammar: Grammar, model: ModelFolder, costs: Costs = COSTS, favoured: Collection[str] = ()
) -> bytes:
    """Return the OpenFst vector acceptor of "nothing, one command, or any run of garbage".

    Garbage is any word that the model has. An unfinished command may change over to it; a whole
    command may not, because noise after a command is no word. ``favoured`` are commands of one
    word that are recognised more easily.

    Raises:
        GrammarWordsMissing: the model's lexicon lacks words of the grammar.
        ModelBroken: the model's words cannot be read.
    """
    ids = model.words
    missing = [word for word in grammar.words if word not in ids]
    if missing:
        raise GrammarWordsMissing({word: grammar.words[word] for word in missing})
    states = [
        _command_state(grammar, state, ids, costs.branching) for state in range(len(grammar.arcs))
    ]
    start = states[grammar.start]
    words = {ids[word] for word in favoured if word in ids}
    start.arcs = [
        (number, cost - costs.favour * (number in words), target)
        for number, cost, target in start.arcs
    ]
    _add_garbage(states, grammar, model, costs)
    return _encode(states)


@dataclass
class _State:
    arcs: list[tuple[int, float, int]]
    """Word number, cost, and the state that the arc leads to."""
    final: float | None
    """The cost of ending here; None where the graph must not end."""


def _command_state(grammar: Grammar, state: int, ids: Mapping[str, int], weight: float) -> _State:
    arcs, ends = grammar.arcs[state], state in grammar.finals
    cost = weight * math.log(len(arcs) + ends)
    return _State(
        [(ids[word], cost, target) for word, target in arcs.items()], cost if ends else None
    )


def _add_garbage(states: list[_State], grammar: Grammar, model: ModelFolder, costs: Costs) -> None:
    rest = len(states)
    for number, state in enumerate(states):
        if number != grammar.start and state.final is None:
            state.arcs.append((_EPSILON, costs.garbage, rest))
    unknown = [(model.words[GARBAGE], costs.unknown, rest)] if GARBAGE in model.words else []
    words = [
        (number, costs.rarity * max(0.0, model.costs.get(number, 0.0) - _COMMON))
        for word, number in model.words.items()
        if word[0] not in "<[#!"
    ]
    first = [(number, costs.garbage + rare, rest) for number, rare in words]
    further = [(number, costs.further + rare, rest) for number, rare in words]
    opening = states[grammar.start].arcs
    states[grammar.start] = _State(opening + first + unknown, final=0.0)
    states.append(_State(further + unknown, final=0.0))


def _encode(states: Sequence[_State]) -> bytes:
    """Return OpenFst's vector format: a header, then each state with its arcs by their labels."""
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
