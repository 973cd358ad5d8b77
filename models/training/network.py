"""The network: a small factored time-delay network that libvosk can compute.

Inputs are normalised log Mel energies every 10 ms, outputs log posteriors every 30 ms.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from models.training.features import MEL_BINS

SUBSAMPLING = 3
"""Feature frames per output frame."""
SPLICE = 4
"""Feature frames on either side of the middle one that the first layer sees."""

_DROPOUT = 0.1


@dataclass(frozen=True)
class NetworkShape:
    """Sizes of a network."""

    pdfs: int
    width: int = 448
    bottleneck: int = 128
    prefinal: int = 160
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
    """Output frames that each layer's two halves join; only the first three look ahead, so
    that the right context is 4 + 3 * 3 feature frames: 0.13 s."""

    @property
    def left(self) -> int:
        """Feature frames before the first output's."""
        return SPLICE - SUBSAMPLING * sum(a[0] + b[0] for a, b in self.layers)

    @property
    def right(self) -> int:
        """Feature frames after the last output's."""
        return SPLICE + SUBSAMPLING * sum(a[1] + b[1] for a, b in self.layers)


class FactoredLayer(nn.Module):
    """Two frames to a bottleneck, two bottlenecks to full width, added to the input."""

    def __init__(
        self, shape: NetworkShape, offsets: tuple[tuple[int, int], tuple[int, int]]
    ) -> None:
        """Make a layer joining the frames at the offsets."""
        super().__init__()
        self.offsets = offsets
        self.linear = nn.Linear(2 * shape.width, shape.bottleneck, bias=False)
        self.affine = nn.Linear(2 * shape.bottleneck, shape.width)
        self.norm = nn.BatchNorm1d(shape.width)
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, frames, width) to the same with fewer frames."""
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
        """(batch, frames, MEL_BINS) to logits (batch, outputs, pdfs).

        Output i is for feature frame `shape.left + SUBSAMPLING * i`; frames beyond the
        context are the caller's to add, see `pad`.
        """
        spliced = features.unfold(1, 2 * SPLICE + 1, SUBSAMPLING).transpose(2, 3).flatten(2)
        x = torch.relu(_normalise(self.first_norm, self.first(spliced * 0.2)))
        for layer in self.layers:
            x = layer(x)
        x = torch.relu(_normalise(self.prefinal_norm, self.prefinal(x)))
        logits: Tensor = self.output(x)
        return logits

    def pad(self, features: Tensor) -> Tensor:
        """Repeat the first and the last frame for the context, as Kaldi does."""
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
    """Log posteriors of a recording at every feature frame: (frames, pdfs)."""
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
