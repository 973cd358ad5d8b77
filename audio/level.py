"""The level of speech at the microphone, and what is wrong with it.

`audio.gain` measures speech and noise with these functions; `floe check` and the session's advice
tell the user about a `LevelFault`. Levels are in dBFS: dB relative to the power of a square wave at
full scale, so that a sine at full scale has -3 dBFS.
"""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

_FAINTEST = -55.0
"""dBFS: softer speech than this is understood less often, whatever the gain."""
_LOUDEST = -6.0
"""dBFS: speech this loud has its peaks cut off, by the microphone or further on."""
_MOST_CLIPPED = 0.01
"""The share of clipped samples from which speech is too loud. Of 44 commands, 42 were understood
with a share of 0, 40 with 0.03 and 20 with 0.16."""
_CLEAR = 12.0
"""dB of speech above the noise below which words are lost. Of 44 commands, 38 were understood at
15 and at 20 dB, 32 at 10 dB and 27 at 5 dB."""
_SPEECH_MARGIN = 15.9
"""dB: a block that is softer than the loudest ones by more than this is a pause and no speech. It
is the margin of ITU-T P.56."""


class LevelFault(StrEnum):
    """What is wrong with the level of speech at a microphone."""

    FAINT = "faint"
    LOUD = "loud"
    NOISY = "noisy"


def level_fault(speech: float, noise: float, clipped: float) -> LevelFault | None:
    """Return what is wrong with the level of speech, or None if nothing is.

    ``speech`` and ``noise`` are in dBFS, ``clipped`` is the share of the samples that are clipped.
    Where several faults are present, LOUD goes before FAINT, and FAINT before NOISY.
    """
    if clipped >= _MOST_CLIPPED or speech > _LOUDEST:
        return LevelFault.LOUD
    if speech < _FAINTEST:
        return LevelFault.FAINT
    return LevelFault.NOISY if speech - noise < _CLEAR else None


def speech_level(levels: Sequence[float] | NDArray[np.float64]) -> float:
    """Return the level of the speech, its pauses left out, in blocks of these levels in dBFS."""
    each = np.asarray(levels)
    # Not the maximum: a click is louder than the speech around it.
    top = np.quantile(each, 0.95)
    return float(10 * np.log10(np.mean(10 ** (each[each > top - _SPEECH_MARGIN] / 10))))


def dbfs(power: float) -> float:
    """Return the level in dBFS of a mean square whose full scale is 32768 squared."""
    return 10 * float(np.log10(power / 2**30 + 1e-12))
