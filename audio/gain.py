"""How loud the microphone hears: measured, judged, and brought up where speech is faint.

Levels are in dBFS: dB below the root mean square of a square wave at full scale.
"""

from collections import deque
from collections.abc import Collection, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from audio.block import samples
from audio.sound import BLOCK, BLOCK_SECONDS, SILENCE

ENOUGH = -33.0
"""dBFS: speech this loud is left as it is. Of 44 commands in noise at -75 dBFS, 7, 14, 31, 38 and
41 were understood at -55, -50, -45, -40 and -35 dBFS; brought up, 37, 38, 41, 42 and 42. Of 5.3
minutes of reading at -50 dBFS, 28 false commands were heard; brought up, 1."""
_TARGET = -26.0
"""dBFS: what faint speech is brought up to; ITU-T P.56's usual level of active speech."""
_MOST = 30.0
"""dB of gain at most."""
_LOUDEST_NOISE = -50.0
"""dBFS: a gain that would bring the room's noise above this is not applied."""
_PEAK = 29_000
"""Of 32768: a gain never brings a sample above it."""
_RISE, _FALL = 0.4, 2.0
"""dB that the gain changes in a block of speech at most: slow up, fast down."""
_MEMORY = round(5.0 / BLOCK_SECONDS)
"""Blocks that the noise and the gain are taken from: a pause between words is in them."""
_LONGEST = round(15.0 / BLOCK_SECONDS)
"""Blocks of which an utterance may still be judged."""
_QUIETEST = 0.15
"""Of these blocks, the part that holds none of the speech."""
_ABOVE_NOISE = 10.0
"""dB above the noise from which on a block may be speech."""
_ACTIVE = 15.9
"""dB below the loudest that still is speech; ITU-T P.56's margin."""
_STEP = round(0.1 / BLOCK_SECONDS)
_CHANGES = 2.5
"""dB by which a quarter of speech changes within a tenth of a second: 3 and more were measured of
commands 20 dB above the noise, at most 1.3 of noise that begins or swells."""
_FEWEST = 8
"""Blocks of speech, 0.16 s, from which its level is taken: a knock is shorter."""
_LOOK_EVERY = 10
"""Blocks between two looks at the noise."""

_FAINTEST = -55.0
"""dBFS: softer speech than this is understood less, whatever the gain."""
_LOUDEST = -6.0
"""dBFS: speech this loud has its peaks cut off, by the microphone or further on."""
_CLIPPED = 32_700
"""Of 32768: a sample from here on is taken for clipped."""
_CLIPS = 0.01
"""Share of clipped samples in speech: of 44 commands, 42 were understood with none, 40 with 0.03,
20 with 0.16."""
_CLEAR = 12.0
"""dB of speech above noise below which words are lost: of 44 commands, 38 were understood at 15 and
20 dB, 32 at 10, 27 at 5."""
_TWICE = 2
"""How often a fault must be found: anybody mumbles once."""


class Fault(StrEnum):
    """What is wrong with the level of a microphone."""

    FAINT = "faint"
    LOUD = "loud"
    NOISY = "noisy"


class GainControl:
    """Takes blocks from the microphone, without Floe's own voice, and gives those for the ear."""

    def __init__(self) -> None:
        self._found: dict[Fault, int] = {}
        self.reset()

    def reset(self) -> None:
        """Begin anew with another microphone; what was told stays told."""
        self.noise = 0.0
        """dBFS: the room and the microphone themselves, of the last seconds."""
        self.gain = 0.0
        """dB that is added now."""
        self._levels: deque[float] = deque(maxlen=_MEMORY)
        self._blocks: deque[tuple[float, int]] = deque(maxlen=_LONGEST)
        """Level and clipped samples of each."""
        self._looked = 0

    def feed(self, block: bytes, *, learn: bool = True) -> bytes:
        """Take 20 ms of int16 mono and give them, louder where speech is faint.

        Perfect silence stays what it is and says nothing. Without ``learn`` the gain stays as it
        is: what is left of an echo is faint, and nobody's speech.
        """
        if block == SILENCE:
            self._blocks.append((_dbfs(0.0), 0))
            return block
        sound = samples(block)
        level = _dbfs(float(np.mean(np.square(sound))))
        self._blocks.append((level, int(np.count_nonzero(np.abs(sound) >= _CLIPPED))))
        if learn:
            self._levels.append(level)
            self._listen()
            if level > self.noise + _ABOVE_NOISE:
                self._adapt()
        return _amplified(sound, self.gain) if self.gain > 0 else block

    def utterance(self, began: float, ended: float) -> Fault | None:
        """Judge what was said from ``began`` to ``ended`` seconds ago.

        Gives a fault when it is found the second time, and then never again.
        """
        newest = len(self._blocks)
        first = max(0, newest - round(began / BLOCK_SECONDS))
        said = list(self._blocks)[first : newest - round(ended / BLOCK_SECONDS)]
        if not said:
            return None
        found = judge(_speech([level for level, _ in said]), self.noise, _clipped(said))
        if found is None:
            return None
        self._found[found] = self._found.get(found, 0) + 1
        return found if self._found[found] == _TWICE else None

    def _listen(self) -> None:
        """Follow the noise."""
        if self._looked % _LOOK_EVERY == 0:
            self.noise = float(np.quantile(self._levels, _QUIETEST))
        self._looked += 1

    @property
    def speech(self) -> float | None:
        """dBFS of the speech of the last seconds, where there was something like speech."""
        levels = np.array(self._levels)
        loud = levels[levels > self.noise + _ABOVE_NOISE]
        if len(loud) < _FEWEST:
            return None
        changes = np.abs(loud[_STEP:] - loud[:-_STEP])
        return _speech(loud) if np.quantile(changes, 0.75) >= _CHANGES else None

    @property
    def clipped(self) -> float:
        """The share of samples that were clipped in all that can still be judged."""
        return _clipped(self._blocks)

    def _adapt(self) -> None:
        """Move the gain towards what the speech of the last seconds needs."""
        speech = self.speech
        if speech is None:
            return
        # The gain sets in twice as fast as the level falls, to bring all below -40 to the target.
        wanted = min(_TARGET - speech, 2 * (ENOUGH - speech), _MOST, _LOUDEST_NOISE - self.noise)
        self.gain += min(max(max(0.0, wanted) - self.gain, -_FALL), _RISE)


def judge(speech: float, noise: float, clipped: float) -> Fault | None:
    """Tell what is wrong with speech over noise, and a share of its samples clipped."""
    if clipped >= _CLIPS or speech > _LOUDEST:
        return Fault.LOUD
    if speech < _FAINTEST:
        return Fault.FAINT
    return Fault.NOISY if speech - noise < _CLEAR else None


def _speech(levels: Sequence[float] | NDArray[np.float64]) -> float:
    """Return the level of the speech in blocks of these levels, its pauses left out."""
    each = np.asarray(levels)
    # A click is louder than the speech around it.
    top = np.quantile(each, 0.95)
    return float(10 * np.log10(np.mean(10 ** (each[each > top - _ACTIVE] / 10))))


def _clipped(blocks: Collection[tuple[float, int]]) -> float:
    return sum(clips for _, clips in blocks) / (len(blocks) * BLOCK)


def _amplified(samples: NDArray[np.float32], gain: float) -> bytes:
    louder = samples * 10 ** (gain / 20)
    peak = float(np.abs(louder).max())
    return (louder * min(1.0, _PEAK / peak)).round().astype("<i2").tobytes()


def _dbfs(power: float) -> float:
    return 10 * float(np.log10(power / 2**30 + 1e-12))
