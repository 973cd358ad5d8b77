"""Numbers phones and transitions as Kaldi does.

Phone 1 is silence, 2 is garbage. Then each phone of the dictionary follows four times: as it begins
a word, ends one, is within one, and is a word by itself. Each phone has one state, which is entered
through one output of the network and stayed in through another.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from models.training import kaldi
from models.training.alignment import BOUNDARY, SILENCE, SILENCE_CONTEXT, Context, word_contexts
from models.training.lexicon import PHONES, Lexicon
from models.training.tree import GARBAGE_CONTEXT, Tree

SILENCE_PHONE = 1
GARBAGE_PHONE = 2
POSITIONS = ("begin", "end", "internal", "singleton")
PHONE_COUNT = GARBAGE_PHONE + len(POSITIONS) * len(PHONES)

_HALF = np.log(0.5)


def phone_number(context: Context) -> int:
    """Return Kaldi's number for a phone with its neighbours."""
    if context == SILENCE_CONTEXT:
        return SILENCE_PHONE
    if context == GARBAGE_CONTEXT:
        return GARBAGE_PHONE
    phone, left, right = context
    first, last = left == BOUNDARY, right == BOUNDARY
    position = 3 if first and last else 0 if first else 1 if last else 2
    return GARBAGE_PHONE + 1 + len(POSITIONS) * phone + position


def word_boundaries() -> str:
    """Return the file `word_boundary.int`, which says which phones begin, end or are words."""
    kinds = ["nonword", "singleton", *(list(POSITIONS) * SILENCE)]
    return "".join(f"{phone} {kind}\n" for phone, kind in enumerate(kinds, 1))


@dataclass(frozen=True)
class Transitions:
    """All states that words use, with their numbers."""

    tuples: list[tuple[int, int, int]]
    """Kaldi's phone, the output for entering it and that for staying in it; sorted."""
    numbers: dict[tuple[int, int, int], int]
    """The number of each of them, from 1."""
    tree: Tree

    @classmethod
    def of(cls, lexicon: Lexicon, words: Iterable[str], tree: Tree) -> "Transitions":
        """Return the states of all pronunciations of `words`, of silence and of garbage."""
        contexts = {SILENCE_CONTEXT, GARBAGE_CONTEXT}
        for word in words:
            for pronunciation in lexicon[word]:
                contexts.update(word_contexts(pronunciation))
        tuples = sorted({(phone_number(c), *tree.pair(c)) for c in contexts})
        return cls(tuples, {entry: number for number, entry in enumerate(tuples, 1)}, tree)

    def entering(self, context: Context) -> int:
        """Return the transition out of the state, which Kaldi labels the entering with."""
        return 2 * self._number(context)

    def staying(self, context: Context) -> int:
        """Return the state's transition to itself."""
        return 2 * self._number(context) - 1

    def _number(self, context: Context) -> int:
        return self.numbers[phone_number(context), *self.tree.pair(context)]

    @property
    def unused(self) -> int:
        """A number that no transition has."""
        return 2 * len(self.tuples) + 1

    def to_bytes(self) -> bytes:
        """Return Kaldi's binary TransitionModel."""
        phones = list(range(1, PHONE_COUNT + 1))
        index = [-1, *([0] * PHONE_COUNT)]
        state = [0, 1, 2]
        topology = kaldi.integers(phones) + kaldi.integers(index)
        topology += kaldi.integer(-1) + kaldi.integer(1) + kaldi.integer(2)
        topology += b"".join(kaldi.integer(value) for value in state)
        topology += kaldi.integer(0) + kaldi.real(0.5) + kaldi.integer(1) + kaldi.real(0.5)
        topology += kaldi.integer(-1) + kaldi.integer(-1) + kaldi.integer(0)
        tuples = kaldi.integer(len(self.tuples))
        for phone, enter, stay in self.tuples:
            tuples += b"".join(kaldi.integer(value) for value in (phone, 0, enter, stay))
        logs = kaldi.vector([0.0, *([_HALF] * (2 * len(self.tuples)))])
        body = kaldi.enclosed("Topology", topology) + kaldi.enclosed("Tuples", tuples)
        return kaldi.enclosed("TransitionModel", body + kaldi.enclosed("LogProbs", logs))
