"""A small transformer: the pieces of a sentence in, what it means as a vector out."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

_EPSILON = 1e-12
_GELU = float(np.sqrt(2 / np.pi))

Vector = NDArray[np.float32]
"""Numbers in one or two dimensions: pieces of a sentence by features."""


class Encoder:
    """Encodes one sentence at a time, as BERT (Devlin et al., 2019) does."""

    def __init__(self, weights: Mapping[str, Vector], heads: int) -> None:
        """Take the ``weights``, by name, of as many layers as they have, and ``heads`` a layer."""
        self._weights = weights
        self._heads = heads
        self._layers = sum(name.endswith(".query_key_value") for name in weights)
        self.longest = len(weights["positions"])
        """The most pieces of a sentence."""

    def __call__(self, pieces: Sequence[int], situation: int) -> Vector:
        """Return the mean of what the last layer makes of the pieces.

        ``pieces`` are their numbers, `longest` at the most, and ``situation`` is the number of what
        goes on while the sentence is said.
        """
        weights = self._weights
        x = weights["pieces"][list(pieces)] + weights["positions"][: len(pieces)]
        x[0] += weights["situations"][situation]
        x = self._normalised(x, "embeddings")
        for number in range(self._layers):
            layer = f"layers.{number}"
            x = self._normalised(x + self._attended(x, layer), f"{layer}.attended")
            x = self._normalised(x + self._transformed(x, layer), f"{layer}.transformed")
        mean: Vector = x.mean(axis=0)
        return mean

    def _attended(self, x: Vector, layer: str) -> Vector:
        joint = self._linear(x, f"{layer}.query_key_value")
        size = joint.shape[1] // 3 // self._heads
        query, key, value = joint.reshape(len(x), 3, self._heads, size).transpose(1, 2, 0, 3)
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(size))
        chances = np.exp(scores - scores.max(axis=-1, keepdims=True))
        chances /= chances.sum(axis=-1, keepdims=True)
        mixed = (chances @ value).transpose(1, 0, 2).reshape(len(x), -1)
        return self._linear(mixed, f"{layer}.mixing")

    def _transformed(self, x: Vector, layer: str) -> Vector:
        wide = self._linear(x, f"{layer}.widening")
        # A power is a hundred times slower.
        cubed = wide * wide * wide
        bent = wide * np.float32(0.5) * (1 + np.tanh(_GELU * (wide + 0.044715 * cubed)))
        return self._linear(bent.astype(np.float32), f"{layer}.narrowing")

    def _linear(self, x: Vector, name: str) -> Vector:
        made: Vector = x @ self._weights[name] + self._weights[f"{name}.bias"]
        return made

    def _normalised(self, x: Vector, name: str) -> Vector:
        centred = x - x.mean(axis=-1, keepdims=True)
        scale = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + _EPSILON)
        made: Vector = centred / scale * self._weights[name] + self._weights[f"{name}.bias"]
        return made
