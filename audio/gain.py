"""Automatic gain control: faint speech is brought up before it is recognised.

It comes after the echo canceller and before the recogniser. It also measures the levels of speech
and noise, and tells when they are such that words are lost. Levels are in dBFS, as in
`audio.level`.
"""

from collections import deque
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from audio.block import to_samples
from audio.level import LevelFault, dbfs, level_fault, speech_level
from audio.sound import BLOCK, BLOCK_SECONDS, SILENCE

ENOUGH = -33.0
"""dBFS: speech this loud is left as it is. Of 44 commands in noise at -75 dBFS, 7, 14, 31, 38 and
41 were understood at -55, -50, -45, -40 and -35 dBFS; brought up, 37, 38, 41, 42 and 42. Of 5.3
minutes of reading at -50 dBFS, 28 false commands were heard; brought up, 1."""
_TARGET = -26.0
"""dBFS that faint speech is brought up to: the usual level of active speech by ITU-T P.56."""
_MOST_GAIN = 30.0
"""dB that the gain never exceeds."""
_LOUDEST_NOISE = -50.0
"""dBFS that the noise of the room is never brought above."""
_PEAK = 29_000
"""The largest sample after amplification, with full scale at 32768."""
_RISE = 0.4
"""dB by which the gain grows at most in a block that holds speech: slowly."""
_FALL = 2.0
"""dB by which the gain shrinks at most in a block that holds speech: fast, before it gets loud."""
_MEMORY = round(5.0 / BLOCK_SECONDS)
"""Blocks, 5 s, from which noise and gain are derived: long enough to hold pauses between words."""
_LONGEST_UTTERANCE = round(15.0 / BLOCK_SECONDS)
"""Blocks, 15 s, that are remembered so that an utterance in them can be judged afterwards."""
_NOISE_QUANTILE = 0.15
"""The quantile of the levels in `_MEMORY` that is the noise: so many blocks hold no speech."""
_ABOVE_NOISE = 10.0
"""dB above the noise from which on a block may be speech."""
_STEP = round(0.1 / BLOCK_SECONDS)
"""Blocks, 0.1 s, over which `_CHANGES` is measured."""
_CHANGES = 2.5
"""dB by which a quarter of all speech changes within 0.1 s; what changes less is noise. 3 dB and
more were measured for commands 20 dB above the noise, 1.3 dB at most for noise that begins or
swells."""
_FEWEST = 8
"""Blocks, 0.16 s, of possible speech from which its level is taken; a knock is shorter."""
_NOISE_INTERVAL = 10
"""Blocks, 0.2 s, between two estimates of the noise."""
_CLIPPED = 32_700
"""The amplitude, with full scale at 32768, from which on a sample counts as clipped."""
_TOLD_AT = 2
"""How many utterances must show a fault before it is told: anybody mumbles once."""


class GainControl:
    """Amplifies faint speech in the microphone's blocks, and judges the levels it measures.

    It is fed blocks from which Floe's own voice has been removed.
    """

    def __init__(self) -> None:
        self._fault_counts: dict[LevelFault, int] = {}
        self.reset()

    def reset(self) -> None:
        """Forget the levels, for another microphone; faults that were told are not told again."""
        self.noise = 0.0
        """The level in dBFS of the room and the microphone themselves, over the last 5 s."""
        self.gain = 0.0
        """The gain in dB that is applied now."""
        self._levels: deque[float] = deque(maxlen=_MEMORY)
        """The levels in dBFS that noise and gain are derived from."""
        self._blocks: deque[tuple[float, int]] = deque(maxlen=_LONGEST_UTTERANCE)
        """The level in dBFS and the number of clipped samples of each block heard."""
        self._since_reset = 0

    def feed(self, block: bytes, *, learn: bool = True) -> bytes:
        """Take a block of `BLOCK` samples, int16 mono, and return it with the gain applied.

        Digital silence is returned as it is, and nothing is learnt from it. With ``learn`` false,
        the gain stays what it is; that is for what is left of an echo, which is faint but nobody's
        speech.
        """
        if block == SILENCE:
            self._blocks.append((dbfs(0.0), 0))
            return block
        samples = to_samples(block)
        level = dbfs(float(np.mean(np.square(samples))))
        self._blocks.append((level, int(np.count_nonzero(np.abs(samples) >= _CLIPPED))))
        if learn:
            self._levels.append(level)
            self._follow_noise()
            if level > self.noise + _ABOVE_NOISE:
                self._adapt()
        return _amplified(samples, self.gain) if self.gain > 0 else block

    def utterance_fault(self, began: float, ended: float) -> LevelFault | None:
        """Judge the utterance that ``began`` and ``ended`` so many seconds ago.

        Returns the fault when an utterance shows it for the second time, and None before and ever
        after, so that the user is told once.
        """
        newest = len(self._blocks)
        first = max(0, newest - round(began / BLOCK_SECONDS))
        said = list(self._blocks)[first : newest - round(ended / BLOCK_SECONDS)]
        if not said:
            return None
        speech = speech_level([level for level, _ in said])
        fault = level_fault(speech, self.noise, _clipped_share(said))
        if fault is None:
            return None
        self._fault_counts[fault] = self._fault_counts.get(fault, 0) + 1
        return fault if self._fault_counts[fault] == _TOLD_AT else None

    def _follow_noise(self) -> None:
        if self._since_reset % _NOISE_INTERVAL == 0:
            self.noise = float(np.quantile(self._levels, _NOISE_QUANTILE))
        self._since_reset += 1

    @property
    def speech(self) -> float | None:
        """The level in dBFS of the speech in the last 5 s, or None if nothing was like speech."""
        levels = np.array(self._levels)
        loud = levels[levels > self.noise + _ABOVE_NOISE]
        if len(loud) < _FEWEST:
            return None
        changes = np.abs(loud[_STEP:] - loud[:-_STEP])
        return speech_level(loud) if np.quantile(changes, 0.75) >= _CHANGES else None

    @property
    def clipped(self) -> float:
        """The share of clipped samples in the last 15 s."""
        return _clipped_share(self._blocks)

    def _adapt(self) -> None:
        """Move the gain towards what the speech of the last 5 s needs."""
        speech = self.speech
        if speech is None:
            return
        # Below `ENOUGH` the gain grows twice as fast as the level falls, so that all speech below
        # -40 dBFS is brought up to the target, and nothing jumps at `ENOUGH`.
        wanted = min(
            _TARGET - speech, 2 * (ENOUGH - speech), _MOST_GAIN, _LOUDEST_NOISE - self.noise
        )
        self.gain += min(max(max(0.0, wanted) - self.gain, -_FALL), _RISE)


def _clipped_share(blocks: Collection[tuple[float, int]]) -> float:
    return sum(clipped for _, clipped in blocks) / (len(blocks) * BLOCK)


def _amplified(samples: NDArray[np.float32], gain: float) -> bytes:
    louder = samples * 10 ** (gain / 20)
    peak = float(np.abs(louder).max())
    return (louder * min(1.0, _PEAK / peak)).round().astype("<i2").tobytes()
