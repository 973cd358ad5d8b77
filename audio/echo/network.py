"""The network that tells a person from what is left of an echo: one gated recurrent layer."""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

WEIGHTS = Path(__file__).with_name("detector.npz")
"""Made by `models.training.detector`."""


class TalkNetwork:
    """Fed the features of block after block."""

    def __init__(self) -> None:
        self._weights = _weights()
        self.reset()

    def reset(self) -> None:
        """Forget all blocks so far."""
        self._state = np.zeros(len(self._weights["out"]), np.float32)

    def __call__(self, features: Samples) -> float:
        """Return the probability that somebody talks in a block, by it and those before."""
        w = self._weights
        into = w["gru_in"] @ np.maximum(w["in"] @ features + w["in_bias"], 0) + w["gru_in_bias"]
        back = w["gru_back"] @ self._state + w["gru_back_bias"]
        size = len(self._state)
        # In PyTorch's order: reset, update, new.
        gates = _sigmoid(into[: 2 * size] + back[: 2 * size])
        fresh = np.tanh(into[2 * size :] + gates[:size] * back[2 * size :])
        self._state = (1 - gates[size:]) * fresh + gates[size:] * self._state
        return float(_sigmoid(w["out"] @ self._state + w["out_bias"]).item())


def _sigmoid(odds: Samples) -> Samples:
    """Return the probabilities of log odds, however large they are."""
    return ((np.tanh(odds / 2) + 1) / 2).astype(np.float32)


@cache
def _weights() -> dict[str, Samples]:
    with np.load(WEIGHTS) as stored:
        return {name: stored[name] for name in stored.files}
