"""Defines the acoustic network: a small factored time-delay network that libvosk can compute.

Its inputs are normalised log Mel energies every 10 ms, its outputs log posteriors every 30 ms. An
output is called a pdf, as in Kaldi.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from models.training.features import MEL_BINS

SUBSAMPLING = 3
"""Feature frames for each output frame."""
SPLICE = 4
"""Feature frames on either side of the middle one that the first layer sees."""

_DROPOUT = 0.1
"""Share of a layer's outputs that are left out in training."""


@dataclass(frozen=True)
class NetworkShape:
    """Sizes of a network."""

    pdfs: int
    """Number of outputs."""
    width: int = 448
    """Units of each layer."""
    bottleneck: int = 128
    """Units of the narrow middle of a factored layer."""
    prefinal: int = 160
    """Units of the layer before the output."""
    layers: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = (
        ((-1, 0), (0, 1)),
        ((-1, 0), (0, 1)),
        ((-1, 0), (0, 1)),
        ((-1, 0), (-1, 0)),
        ((-2, 0), (-1, 0)),
        ((-2, 0), (-1, 0)),
        ((-2, 0), (-1, 0)),
        ((-2, 0), (-1, 0)),
        ((-1, 0), (-1, 0)),
        ((-1, 0), (-1, 0)),
    )
    """The output frames that the two halves of each layer join, relative to the present one. Only
    the first three layers look ahead, so that the right context is 4 + 3 * 3 feature frames:
    0.13 s."""

    @property
    def left(self) -> int:
        """Feature frames needed before that of the first output."""
        return SPLICE - SUBSAMPLING * sum(a[0] + b[0] for a, b in self.layers)

    @property
    def right(self) -> int:
        """Feature frames needed after that of the last output."""
        return SPLICE + SUBSAMPLING * sum(a[1] + b[1] for a, b in self.layers)


class FactoredLayer(nn.Module):
    """Joins two frames to a bottleneck and two bottlenecks to full width, and adds the input."""

    def __init__(
        self, shape: NetworkShape, offsets: tuple[tuple[int, int], tuple[int, int]]
    ) -> None:
        """Make a layer whose two halves join the frames at the two pairs of `offsets`."""
        super().__init__()
        self.offsets = offsets
        self.linear = nn.Linear(2 * shape.width, shape.bottleneck, bias=False)
        self.affine = nn.Linear(2 * shape.bottleneck, shape.width)
        self.norm = nn.BatchNorm1d(shape.width)
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, x: Tensor) -> Tensor:
        """Turn (batch, frames, width) into the same with fewer frames."""
        narrow = self.linear(_join(x, self.offsets[0]))
        wide = self.affine(_join(narrow, self.offsets[1]))
        wide = torch.relu(_normalise(self.norm, wide))
        left = -(self.offsets[0][0] + self.offsets[1][0])
        total: Tensor = x[:, left : left + wide.shape[1]] + self.dropout(wide)
        return total


class AcousticNetwork(nn.Module):
    """The acoustic model."""

    def __init__(self, shape: NetworkShape) -> None:
        """Make an untrained network."""
        super().__init__()
        self.shape = shape
        self.first = nn.Linear((2 * SPLICE + 1) * MEL_BINS, shape.width)
        self.first_norm = nn.BatchNorm1d(shape.width)
        self.layers = nn.ModuleList(FactoredLayer(shape, offsets) for offsets in shape.layers)
        self.prefinal = nn.Linear(shape.width, shape.prefinal)
        self.prefinal_norm = nn.BatchNorm1d(shape.prefinal)
        self.output = nn.Linear(shape.prefinal, shape.pdfs)

    def forward(self, features: Tensor) -> Tensor:
        """Turn features (batch, frames, MEL_BINS) into logits (batch, outputs, pdfs).

        Output i belongs to feature frame `shape.left + SUBSAMPLING * i`. The caller adds the
        frames of the context at both ends, see `pad`.
        """
        spliced = features.unfold(1, 2 * SPLICE + 1, SUBSAMPLING).transpose(2, 3).flatten(2)
        x = torch.relu(_normalise(self.first_norm, self.first(spliced * 0.2)))
        for layer in self.layers:
            x = layer(x)
        x = torch.relu(_normalise(self.prefinal_norm, self.prefinal(x)))
        logits: Tensor = self.output(x)
        return logits

    def pad(self, features: Tensor) -> Tensor:
        """Return features with the first and last frame repeated for the context, as in Kaldi."""
        left = features[:, :1].expand(-1, self.shape.left, -1)
        right = features[:, -1:].expand(-1, self.shape.right, -1)
        return torch.cat([left, features, right], 1)


def _join(x: Tensor, offsets: tuple[int, int]) -> Tensor:
    span = offsets[1] - offsets[0]
    return torch.cat([x[:, : x.shape[1] - span], x[:, span:]], 2)


def _normalise(norm: nn.BatchNorm1d, x: Tensor) -> Tensor:
    flat: Tensor = norm(x.flatten(0, 1).float())
    return flat.to(x.dtype).view(x.shape)


def log_posteriors(network: AcousticNetwork, features: np.ndarray) -> np.ndarray:
    """Return the log posteriors of a recording at every feature frame: (frames, pdfs)."""
    network.eval()
    padded = network.pad(torch.from_numpy(features)[None])
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        phases = [
            torch.log_softmax(network(padded[:, phase:]).float(), 2)[0]
            for phase in range(SUBSAMPLING)
        ]
    result = np.zeros((len(features), network.shape.pdfs), np.float32)
    for phase, values in enumerate(phases):
        rows = result[phase::SUBSAMPLING]
        rows[:] = values[: len(rows)].numpy()
    return result
