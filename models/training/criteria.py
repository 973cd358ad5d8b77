"""The criteria that training minimises: cross-entropy, or negative mutual information.

Targets are integers of shape (batch, outputs, 3), which say of each output frame: whether its phone
began in an earlier frame, and the network's outputs for entering and for staying in that phone. The
latter are `IGNORED` where it is not known what is said.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, log_softmax, pad

from models.training.features import FloatArray

IGNORED = -100
"""The label of a frame that nothing is learned from."""

_STAY = 0.9
"""Probability of staying in a phone, as in the exported graph: exp(-0.1)."""
_PHONES = 640
"""How many of the commonest pairs of outputs, which phones are told apart by, are considered."""
_SMOOTHING = 20.0
"""How many occurrences the counts of a phone's followers are smoothed with."""
_TOLERANCE = 2
"""How many output frames before or after its alignment a phone may begin."""
_CROSS_ENTROPY = 0.2
"""Weight of the cross-entropy that steadies sequence training."""


class Criterion(Protocol):
    """What a training step minimises."""

    def __call__(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Return the loss of logits, (batch, outputs, pdfs)."""


def labels(targets: Tensor) -> Tensor:
    """Return the aligned output of each frame: (batch, outputs)."""
    return torch.where(targets[..., 0] > 0, targets[..., 2], targets[..., 1])


def frame_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Return the cross-entropy with the aligned outputs."""
    return cross_entropy(logits.flatten(0, 1), labels(targets).flatten(), ignore_index=IGNORED)


def _forward_backward(
    scores: tuple[Tensor, Tensor], ends: tuple[Tensor, Tensor],
    forth: Callable[[Tensor], Tensor], back: Callable[[Tensor], Tensor],
) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
    """Return how likely each place is entered and stayed in, and all paths' log likelihood.

    Scores are (batch, outputs, places) likelihoods of entering and of staying, `ends` the
    weights (batch, places) of the first and the last place; `forth` and `back` move weights
    (batch, places) to the places that follow and to those that are followed.
    """
    enter, stay = scores
    first, last = ends
    entered, stayed = torch.zeros_like(enter), torch.zeros_like(stay)
    total = torch.zeros_like(enter[:, 0, 0])
    entered[:, 0] = enter[:, 0] * first
    alpha = entered[:, 0]
    for t in range(enter.shape[1]):
        if t > 0:
            entered[:, t] = enter[:, t] * forth(alpha)
            stayed[:, t] = stay[:, t] * alpha
        alpha = entered[:, t] + stayed[:, t]
        norm = alpha.sum(1, keepdim=True)
        alpha = alpha / norm
        entered[:, t] /= norm
        stayed[:, t] /= norm
        total += norm[:, 0].log()
    total += (alpha * last).sum(1).log()
    beta = last
    for t in reversed(range(enter.shape[1])):
        norm = ((entered[:, t] + stayed[:, t]) * beta).sum(1, keepdim=True)
        entered[:, t] *= beta / norm
        stayed[:, t] *= beta / norm
        beta = back(enter[:, t] * beta) + stay[:, t] * beta
        beta = beta / beta.amax(1, keepdim=True)
    return entered, stayed, total


@dataclass(frozen=True)
class PhoneGraph:
    """Which phones follow which, over the pairs of outputs that phones are told apart by."""

    pairs: Tensor
    """The outputs for entering and for staying in each phone: (phones, 2)."""
    follow: Tensor
    """Probability of the second phone after the first: (phones, phones)."""
    first: Tensor
    """Probability of each phone as the first: (phones,)."""

    @classmethod
    def count(cls, batches: Iterable[Tensor]) -> "PhoneGraph":
        """Return the graph with the followers counted in the targets of some batches."""
        strings = [
            [(int(enter), int(stay)) for begun, enter, stay in sequence if not begun]
            for targets in batches
            for sequence in targets.tolist()
        ]
        counted = Counter(pair for string in strings for pair in string if pair[0] != IGNORED)
        known = {pair: number for number, (pair, _) in enumerate(counted.most_common(_PHONES))}
        follow = np.zeros((len(known), len(known)))
        for string in strings:
            for before, after in pairwise(string):
                if before in known and after in known:
                    follow[known[before], known[after]] += 1
        first = (follow.sum(0) + 1) / (follow.sum() + len(known))
        follow += _SMOOTHING * first
        follow /= follow.sum(1, keepdims=True)
        return cls(
            torch.tensor(list(known)),
            torch.tensor(follow, dtype=torch.float32),
            torch.tensor(first, dtype=torch.float32),
        )

    def occupancy(self, scores: Tensor) -> tuple[Tensor, Tensor]:
        """Return how likely each output is in any string of phones, and their log likelihood.

        Scores are log likelihoods, (batch, outputs, pdfs); the occupancy has the same shape.
        """
        top = scores.amax(2, keepdim=True)
        enter = (scores[:, :, self.pairs[:, 0]] - top).exp()
        stay = (scores[:, :, self.pairs[:, 1]] - top).exp() * _STAY
        entered, stayed, total = _forward_backward(
            (enter, stay),
            (self.first, torch.ones_like(enter[:, 0])),
            lambda places: places @ self.follow,
            lambda places: places @ self.follow.T,
        )
        found = torch.zeros_like(scores)
        found.index_add_(2, self.pairs[:, 0], entered)
        found.index_add_(2, self.pairs[:, 1], stayed)
        return found, total + top.sum((1, 2))


@dataclass(frozen=True)
class _Chains:
    """The phones of each sequence in their order, and when each may begin."""

    enter: Tensor
    stay: Tensor
    """(batch, phones): the outputs, or `pdfs` where what is said is unknown or has ended."""
    may_enter: Tensor
    may_stay: Tensor
    """(batch, outputs, phones): 1 where it is near enough to the alignment, else 0."""
    last: Tensor
    """(batch,): the last phone of each sequence."""

    @classmethod
    def of(cls, targets: Tensor, pdfs: int) -> "_Chains":
        begins = targets[..., 0] == 0
        number = begins.cumsum(1) - 1
        count = int(number.max()) + 1
        batch, outputs = number.shape
        start = torch.full((batch, count), -10 * outputs)
        enter = torch.full((batch, count), pdfs)
        stay = torch.full((batch, count), pdfs)
        sequence, t = begins.nonzero(as_tuple=True)
        position = number[sequence, t]
        start[sequence, position] = t
        for column, outcome in ((1, enter), (2, stay)):
            value = targets[sequence, t, column]
            outcome[sequence, position] = torch.where(value < 0, pdfs, value)
        unknown = enter == pdfs
        exact = unknown.clone()
        exact[:, 1:] |= unknown[:, :-1]
        slack = torch.where(exact, 0, _TOLERANCE)
        since = torch.arange(outputs)[None, :, None] - start[:, None]
        may_enter = since.abs() <= slack[:, None]
        # A path that stays too long has no future, and its sum would drown the others'.
        may_stay = torch.ones_like(may_enter)
        may_stay[:, :, :-1] = (since < slack[:, None])[:, :, 1:]
        rows = torch.arange(batch)
        may_stay[rows, :, number[:, -1]] = True
        return cls(enter, stay, may_enter.float(), may_stay.float(), number[:, -1])

    def occupancy(self, scores: Tensor) -> tuple[Tensor, Tensor]:
        """Return the same as `PhoneGraph.occupancy`, of these phones alone."""
        # A path without past or future may outweigh the others by more than a float holds.
        scores = scores.double()
        batch, outputs, pdfs = scores.shape
        count = self.enter.shape[1]
        top = scores.amax(2, keepdim=True)
        padded = torch.cat(
            [(scores - top).exp(), torch.ones(batch, outputs, 1, dtype=scores.dtype)], 2
        )
        wide = (batch, outputs, count)
        enter = padded.gather(2, self.enter[:, None].expand(wide)) * self.may_enter
        stay = padded.gather(2, self.stay[:, None].expand(wide)) * _STAY * self.may_stay
        first, last = torch.zeros_like(enter[:, 0]), torch.zeros_like(enter[:, 0])
        first[:, 0] = 1.0
        last[torch.arange(batch), self.last] = 1.0
        entered, stayed, total = _forward_backward(
            (enter, stay),
            (first, last),
            lambda places: pad(places[:, :-1], (1, 0)),
            lambda places: pad(places[:, 1:], (0, 1)),
        )
        found = torch.zeros(batch, outputs, pdfs + 1, dtype=scores.dtype)
        found.scatter_add_(2, self.enter[:, None].expand(wide), entered)
        found.scatter_add_(2, self.stay[:, None].expand(wide), stayed)
        return found[..., :pdfs].float(), (total + top.sum((1, 2))).float()


class MutualInformation:
    """Lattice-free maximum mutual information (Povey and others, Interspeech 2016).

    Minimising its negative makes what is said likelier than any other string of phones, at the
    scale that the recogniser uses. Some cross-entropy keeps the outputs posteriors.
    """

    def __init__(self, graph: PhoneGraph, log_priors: FloatArray, scale: float) -> None:
        """Weigh what is said, (log posteriors - log priors) * scale, against `graph`."""
        self._graph = graph
        self._log_priors = torch.from_numpy(log_priors)
        self._scale = scale

    def __call__(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Return the negative mutual information in nats an output, plus some cross-entropy."""
        known = targets[..., 1:2] >= 0
        scores = (log_softmax(logits, 2) - self._log_priors) * self._scale * known
        with torch.no_grad():
            said, said_total = _Chains.of(targets, logits.shape[2]).occupancy(scores)
            any_, any_total = self._graph.occupancy(scores)
            weight = (any_ - said) * known
            value = (any_total - said_total).sum()
        count = known.sum()
        surrogate = (weight * scores).sum()
        loss = (surrogate - surrogate.detach() + value) / count
        return loss + _CROSS_ENTROPY * frame_loss(logits, targets)
