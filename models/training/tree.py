"""Grows the decision tree that says which sounds share an output of the network.

Every phone has two states, entering and staying. The frames of each state are split by questions
about the neighbours within the word, as long as that makes the frames likelier under a Gaussian, as
in Kaldi's decision trees.
"""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.training.alignment import (
    BOUNDARY,
    GARBAGE,
    PHONE_INDEX,
    SILENCE,
    SILENCE_CONTEXT,
    Alignment,
    Context,
)
from models.training.features import FloatArray, cepstral_transform

GARBAGE_CONTEXT = (GARBAGE, BOUNDARY, BOUNDARY)
"""The context of garbage."""

_CLASSES = (
    "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW", "IY IH EY EH AE Y", "IY IH Y", "EY EH AE",
    "UW UH OW AO W", "UW UH W", "OW AO OY", "AA AH AW AY", "AY OY EY IY", "AW OW UW", "AA AO",
    "AH UH IH", "ER R", "L", "W Y R L", "R ER W", "M N NG", "M", "N", "NG", "B D G P T K",
    "P B M", "T D N", "K G NG", "P T K", "B D G", "P B", "T D", "K G", "F V TH DH S Z SH ZH HH",
    "S Z", "SH ZH CH JH", "F V", "TH DH", "S SH F TH CH", "Z ZH V DH JH", "CH JH", "HH", "S", "T",
    "D", "K", "P", "V", "Y", "W", "AH", "IH", "IY", "AA", "AE", "EH", "OW", "AY", "UW", "ER", "R",
)  # fmt: skip
QUESTIONS: tuple[frozenset[int], ...] = (
    frozenset([BOUNDARY]),
    *(frozenset(PHONE_INDEX[phone] for phone in names.split()) for names in _CLASSES),
)
"""The questions: whether a neighbour is one of these phones."""
_DIMENSIONS = 14
"""How many cepstra are considered."""
_MIN_FRAMES = 300.0
"""Frames that each side of a split must have."""
_VARIANCE_FLOOR = 0.05


@dataclass
class Statistics:
    """Sums over the frames of one state in one context."""

    count: float = 0.0
    total: NDArray[np.float64] = field(default_factory=lambda: np.zeros(2 * _DIMENSIONS))
    squares: NDArray[np.float64] = field(default_factory=lambda: np.zeros(2 * _DIMENSIONS))

    def add(self, other: "Statistics") -> None:
        """Add the sums of another."""
        self.count += other.count
        self.total += other.total
        self.squares += other.squares

    def likelihood(self) -> float:
        """Return the log likelihood of the frames under their own diagonal Gaussian.

        Constants are left out.
        """
        if self.count == 0:
            return 0.0
        mean = self.total / self.count
        variance = np.maximum(self.squares / self.count - mean**2, _VARIANCE_FLOOR)
        return float(-0.5 * self.count * np.log(variance).sum())


State = tuple[int, int]
"""The number of a phone, and 0 for entering it or 1 for staying in it."""
Neighbours = tuple[int, int]
"""The numbers of the left and the right neighbour."""


@dataclass(frozen=True)
class Split:
    """A question about a neighbour, and the leaves or splits for yes and no."""

    side: int
    """0 for the left neighbour, 1 for the right one."""
    question: int
    """The index in `QUESTIONS`."""
    yes: "Split | int"
    no: "Split | int"


@dataclass(frozen=True)
class Tree:
    """Maps phones with their neighbours to the network's outputs."""

    roots: Mapping[State, Split | int]
    pdfs: int
    """Number of outputs."""

    def pdf(self, context: Context, staying: int) -> int:
        """Return the output for entering (0) or staying in (1) a phone."""
        phone, *neighbours = context
        node = self.roots[phone, staying]
        while isinstance(node, Split):
            node = node.yes if neighbours[node.side] in QUESTIONS[node.question] else node.no
        return node

    def pair(self, context: Context) -> tuple[int, int]:
        """Return the outputs for entering and for staying in a phone."""
        return self.pdf(context, 0), self.pdf(context, 1)


def gather(
    recordings: Iterable[tuple[FloatArray, Alignment]],
) -> dict[State, dict[Neighbours, Statistics]]:
    """Return the sums over normalised features, by state and neighbours.

    Each recording has its features and its alignment.
    """
    transform = cepstral_transform()[:_DIMENSIONS]
    gathered: dict[State, dict[Neighbours, Statistics]] = {}
    for features, alignment in recordings:
        cepstra = features @ transform.T
        ahead = np.concatenate([cepstra[3:], np.repeat(cepstra[-1:], 3, 0)])
        behind = np.concatenate([np.repeat(cepstra[:1], 3, 0), cepstra[:-3]])
        vectors = np.concatenate([cepstra, ahead - behind], axis=1).astype(np.float64)
        for phone, left, right, start, end in alignment.tolist():
            middle = min(start + 3, end)
            for staying, rows in enumerate((vectors[start:middle], vectors[middle:end])):
                contexts = gathered.setdefault((phone, staying), {})
                entry = contexts.setdefault((left, right), Statistics())
                entry.add(Statistics(float(len(rows)), rows.sum(0), (rows**2).sum(0)))
    return gathered


@dataclass
class _Leaf:
    state: State
    contexts: dict[Neighbours, Statistics]
    gain: float = 0.0
    side: int = 0
    question: int = -1
    children: "tuple[_Leaf, _Leaf] | None" = None

    def find_split(self) -> None:
        """Find the question whose answer makes the frames likeliest."""
        whole = _pool(self.contexts.values())
        base = whole.likelihood()
        for side in (0, 1):
            for index, question in enumerate(QUESTIONS):
                yes = _pool(s for key, s in self.contexts.items() if key[side] in question)
                if not _MIN_FRAMES <= yes.count <= whole.count - _MIN_FRAMES:
                    continue
                no = Statistics(
                    whole.count - yes.count, whole.total - yes.total, whole.squares - yes.squares
                )
                gain = yes.likelihood() + no.likelihood() - base
                if gain > self.gain:
                    self.gain, self.side, self.question = gain, side, index

    def split(self) -> "tuple[_Leaf, _Leaf]":
        """Return two leaves with the contexts divided by the question found."""
        chosen = QUESTIONS[self.question]
        halves: tuple[dict[Neighbours, Statistics], dict[Neighbours, Statistics]] = ({}, {})
        for key, statistics in self.contexts.items():
            halves[0 if key[self.side] in chosen else 1][key] = statistics
        self.children = (_Leaf(self.state, halves[0]), _Leaf(self.state, halves[1]))
        for child in self.children:
            child.find_split()
        return self.children


def _pool(parts: Iterable[Statistics]) -> Statistics:
    whole = Statistics()
    for part in parts:
        whole.add(part)
    return whole


def plain_tree() -> Tree:
    """Return a tree with one output for each state, whatever the neighbours."""
    states = [(phone, staying) for phone in range(GARBAGE + 1) for staying in (0, 1)]
    return Tree({state: index for index, state in enumerate(states)}, len(states))


def grow(gathered: Mapping[State, dict[Neighbours, Statistics]], pdfs: int) -> Tree:
    """Return a tree grown by the splits that gain most, until there are `pdfs` outputs."""
    roots = {}
    for phone in range(GARBAGE + 1):
        for staying in (0, 1):
            roots[phone, staying] = _Leaf((phone, staying), gathered.get((phone, staying), {}))
    heap: list[tuple[float, int, _Leaf]] = []
    for order, leaf in enumerate(roots.values()):
        if leaf.state[0] < SILENCE:
            leaf.find_split()
            heap.append((-leaf.gain, order, leaf))
    heapq.heapify(heap)
    leaves, order = len(roots), len(roots)
    while heap and leaves < pdfs and heap[0][0] < 0:
        _, _, leaf = heapq.heappop(heap)
        for child in leaf.split():
            order += 1
            heapq.heappush(heap, (-child.gain, order, child))
        leaves += 1
    numbers = iter(range(leaves))

    def number(leaf: _Leaf) -> Split | int:
        if leaf.children is None:
            return next(numbers)
        yes, no = (number(child) for child in leaf.children)
        return Split(leaf.side, leaf.question, yes, no)

    return Tree({state: number(leaf) for state, leaf in roots.items()}, leaves)


__all__ = ["GARBAGE_CONTEXT", "SILENCE_CONTEXT", "Tree", "gather", "grow", "plain_tree"]
