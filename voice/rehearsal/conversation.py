"""A rehearsal to listen to: both voices, as one would hear them from the sofa."""

import numpy as np
from numpy.typing import NDArray

from audio.sound import RATE
from voice.rehearsal.log import RehearsalLog

_OTHER_SIDE = 0.5
"""How much of each voice is heard on the other's side: -6 dB, so that both have a place."""
_BETWEEN = 2 * RATE
"""Samples of silence between two parts."""


def conversation(log: RehearsalLog) -> NDArray[np.int16]:
    """Mix a rehearsal: shape (samples, 2), the microphone's side left, Floe's right."""
    pieces = [_mixed(part.heard, part.played) for part in log.parts]
    pause = np.zeros((_BETWEEN, 2), np.int16)
    return np.concatenate([part for piece in pieces for part in (piece, pause)][:-1])


def _mixed(heard: NDArray[np.int16], played: NDArray[np.int16]) -> NDArray[np.int16]:
    both = np.stack([heard, played], axis=1).astype(np.float32)
    mixed = (both + _OTHER_SIDE * both[:, ::-1]) / (1 + _OTHER_SIDE)
    return np.rint(mixed).astype(np.int16)
