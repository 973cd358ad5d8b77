"""The neural network that tells a person who talks from what is left of an echo.

It is one gated recurrent layer, run here with NumPy alone. `models.training.detector` trains it and
writes its weights; `audio.echo.doubletalk` asks it once per block.
"""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

WEIGHTS = Path(__file__).with_name("detector.npz")
"""The file of the trained weights, which `models.training.detector` writes."""


class TalkNetwork:
    """Estimates the probability of talk; fed the features of one block after the other."""

    def __init__(self) -> None:
        self._weights = _weights()
        self.reset()

    def reset(self) -> None:
        """Forget all blocks so far."""
        self._state = np.zeros(len(self._weights["out"]), np.float32)

    def __call__(self, features: Samples) -> float:
        """Return the probability, 0 to 1, that somebody talks in the next block.

        ``features`` are those of that block, shape (`audio.echo.features.FEATURE_COUNT`,). All
        blocks since the last reset are taken into account.
        """
        w = self._weights
        into = w["gru_in"] @ np.maximum(w["in"] @ features + w["in_bias"], 0) + w["gru_in_bias"]
        back = w["gru_back"] @ self._state + w["gru_back_bias"]
        size = len(self._state)
        # The gates are stored in PyTorch's order: reset, update, new.
        gates = _sigmoid(into[: 2 * size] + back[: 2 * size])
        fresh = np.tanh(into[2 * size :] + gates[:size] * back[2 * size :])
        self._state = (1 - gates[size:]) * fresh + gates[size:] * self._state
        return float(_sigmoid(w["out"] @ self._state + w["out_bias"]).item())


def _sigmoid(log_odds: Samples) -> Samples:
    """Return the probabilities of log odds; written so that no log odds are too large for it."""
    return ((np.tanh(log_odds / 2) + 1) / 2).astype(np.float32)


@cache
def _weights() -> dict[str, Samples]:
    with np.load(WEIGHTS) as stored:
        return {name: stored[name] for name in stored.files}
