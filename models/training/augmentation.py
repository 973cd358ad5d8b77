"""Augments recordings: as if by other speakers, in other rooms, with other microphones and noises.

Everything works on log Mel energies: another vocal tract shifts the bins, another tempo stretches
the frames, a room smears the energies over time, a microphone adds a curve, and noise adds its
energies.
"""

import math
from collections.abc import Sequence

import numpy as np
from scipy.signal import lfilter

from models.training.alignment import Alignment
from models.training.features import (
    FRAME_SHIFT,
    HIGH_FREQUENCY,
    LOG_FLOOR,
    LOW_FREQUENCY,
    MEL_BINS,
    FloatArray,
    cepstral_transform,
    dither_energy,
)

_WARPS = np.linspace(0.84, 1.20, 37)
"""Factors by which a spectrum is stretched."""
_TEMPOS = (0.85, 1.25)
"""Range of the factor by which speech is made faster."""
_CEPSTRAL_RAMP = (3, 8)
"""From the first to the second of these cepstra, espeak-ng's are scaled down more and more, because
they vary more than people's."""
_TAIL = (math.log(0.03), math.log(6.0))
"""Range of the logarithm of the reverberation's energy over the direct sound's: from lips at the
microphone to a talker 1.5 m away in a room of 40 cubic metres."""
_NARROW_CHANCE, _NARROW_BINS, _NARROW_GAIN = 0.08, (27, 31), 1e-5
"""How often the sound is that of a telephone or Bluetooth headset, which pass nothing above 3.2 to
4 kHz: the chance, the first bin that is missing, and its gain."""
_HUM_CHANCE, _KNOCKS = 0.3, 4
"""How often a synthetic household noise hums, and how often it knocks in ten seconds."""
_DECIBEL = math.log(10) / 10
"""A decibel as a natural logarithm of energy."""
_TINY = 1e-12
"""Added to energies, so that they have a logarithm."""


def _mel(frequency: float) -> float:
    return 1127 * math.log(1 + frequency / 700)


def _warp_matrix(factor: float) -> FloatArray:
    """Return the matrix (MEL_BINS, MEL_BINS) that stretches a spectrum by the factor."""
    low, high = _mel(LOW_FREQUENCY), _mel(HIGH_FREQUENCY)
    step = (high - low) / (MEL_BINS + 1)
    matrix = np.zeros((MEL_BINS, MEL_BINS), np.float32)
    for row in range(MEL_BINS):
        frequency = 700 * (math.exp((low + step * (row + 1)) / 1127) - 1) * factor
        position = min(max((_mel(frequency) - low) / step - 1, 0.0), MEL_BINS - 1.001)
        matrix[row, int(position)] = 1 - position % 1
        matrix[row, int(position) + 1] = position % 1
    return matrix


def _energy(features: FloatArray) -> FloatArray:
    """Return the energies of log energies; 0 where these are at the floor, in digital silence."""
    energy: FloatArray = np.where(features > LOG_FLOOR + 0.1, np.exp(features), 0.0)
    return energy


def _keep_silence(features: FloatArray, changed: FloatArray) -> FloatArray:
    """Return the changed features, but digital silence wherever `features` have it."""
    return np.where(features > LOG_FLOOR + 0.1, changed, LOG_FLOOR).astype(np.float32)


class Augmenter:
    """Changes the features of recordings, (frames, MEL_BINS), at random."""

    def __init__(self, rng: np.random.Generator) -> None:
        """Draw all chances from `rng`."""
        self._rng = rng
        self._warps = [_warp_matrix(factor).T for factor in _WARPS]
        self._cosines = cepstral_transform()
        self._dither = dither_energy()

    def another_speaker(
        self, features: FloatArray, alignment: Alignment
    ) -> tuple[FloatArray, Alignment]:
        """Return a recording and its alignment with another vocal tract and tempo."""
        rng = self._rng
        warped = features @ self._warps[rng.integers(len(self._warps))]
        tempo = rng.uniform(*_TEMPOS)
        count = max(1, round(len(warped) / tempo))
        position = np.minimum(np.arange(count) * tempo, len(warped) - 1.001).clip(0)
        whole = position.astype(np.int64)
        part = (position - whole)[:, None].astype(np.float32)
        after = np.minimum(whole + 1, len(warped) - 1)
        stretched = warped[whole] * (1 - part) + warped[after] * part
        changed = alignment.copy()
        changed[:, 3:] = np.minimum(np.round(alignment[:, 3:] / tempo), count)
        return stretched.astype(np.float32), changed

    def flatten(self, features: FloatArray) -> FloatArray:
        """Return features with smaller higher cepstra, for espeak-ng's voices."""
        scale = np.ones(MEL_BINS, np.float32)
        low, high = _CEPSTRAL_RAMP
        target = self._rng.uniform(0.5, 0.8)
        scale[low:high] = np.linspace(1, target, high - low)
        scale[high:] = target
        mean = features.mean(0)
        smooth = (self._cosines.T * scale) @ self._cosines
        flattened = (features - mean) @ smooth.T + mean
        return _keep_silence(features, flattened)

    def louder(self, features: FloatArray) -> FloatArray:
        """Return features that are somewhat louder or softer."""
        return _keep_silence(features, features + self._rng.normal(0, 0.7))

    def place(self, sequence: FloatArray, speech: Sequence[FloatArray]) -> FloatArray:
        """Return a sequence as heard in a room with a microphone, with `speech` in the background.

        The microphone's own noise and the dither keep the energies above Kaldi's floor.
        """
        rng = self._rng
        energy = _energy(sequence)
        if rng.random() < 0.5:
            energy = self._reverberate(energy)
        level = float(np.log(energy[energy.sum(1) > energy.sum(1).mean()].mean() + 1e-9))
        if speech:
            energy += self._background(np.sum([_energy(s) for s in speech], axis=0), level, 0, 25)
        if rng.random() < _NARROW_CHANCE:
            energy[:, rng.integers(*_NARROW_BINS) :] *= _NARROW_GAIN
        if rng.random() < 0.85:
            floor = np.exp(self._curve(1.5))[None] * rng.gamma(3.0, 1 / 3.0, sequence.shape)
            energy = energy + self._background(floor.astype(np.float32), level, 12, 60)
        energy = energy * np.exp(self._curve(0.5) + rng.uniform(-3.0, 2.0))
        energy += self._dither * rng.gamma(3.0, 1 / 3.0, sequence.shape)
        placed: FloatArray = np.log(energy).astype(np.float32)
        return placed

    def add_noise(self, sequence: FloatArray, noise: FloatArray) -> FloatArray:
        """Return a sequence with a noise of the same length, -3 to 25 dB below the speech."""
        energy = _energy(sequence)
        loud = energy.sum(1) > energy.sum(1).mean()
        level = float(np.log(energy[loud].mean() + 1e-9))
        noisy = energy + self._background(_energy(noise), level, -3, 25)
        changed: FloatArray = np.log(noisy + _TINY).astype(np.float32)
        return changed

    def household(self, frames: int) -> FloatArray:
        """Return a synthetic noise that swells and falls, may hum, and knocks or clinks."""
        rng = self._rng
        swell = np.repeat(rng.normal(0, rng.uniform(0.2, 1.5), frames // 8 + 1), 8)[:frames]
        slow = lfilter([0.1], [1.0, -0.9], swell)[:, None]
        energy = np.exp(self._curve(2.0) + slow) * rng.gamma(3.0, 1 / 3.0, (frames, MEL_BINS))
        if rng.random() < _HUM_CHANCE:
            energy[:, : rng.integers(2, 6)] *= math.exp(rng.uniform(1, 5))
        knocks = np.zeros((frames, MEL_BINS))
        for _ in range(rng.poisson(_KNOCKS)):
            at, loud = int(rng.integers(frames)), math.exp(rng.uniform(1, 7))
            fall = np.exp(-np.arange(min(60, frames - at)) / rng.uniform(0.7, 15))
            colour = np.exp(self._curve(3.0))
            knocks[at : at + len(fall)] += loud * fall[:, None] * colour
        made: FloatArray = np.log(energy + knocks).astype(np.float32)
        return made

    def _background(
        self, energy: FloatArray, level: float, lowest: float, highest: float
    ) -> FloatArray:
        """Return `energy` scaled to a random ratio in dB below `level`, a log energy."""
        own = math.log(float(energy.mean()) + 1e-9)
        ratio = self._rng.uniform(lowest, highest) * _DECIBEL
        return energy * math.exp(level - own - ratio)

    def _reverberate(self, energy: FloatArray) -> FloatArray:
        """Return energies with an exponential tail of random length and strength."""
        time = self._rng.uniform(0.15, 0.7)
        decay = math.exp(-math.log(1e6) * FRAME_SHIFT / time)
        strength = math.exp(self._rng.uniform(*_TAIL)) * (1 - decay)
        tail: FloatArray = lfilter([0.0, strength], [1.0, -decay], energy, axis=0)
        return energy + tail

    def _curve(self, size: float) -> FloatArray:
        """Return a smooth random curve over the bins in log energy: (MEL_BINS,)."""
        cosines = self._cosines[1:6] * math.sqrt(MEL_BINS / 2)
        weights = self._rng.normal(0, size, 5) / np.arange(1, 6) ** 0.7
        curve: FloatArray = weights.astype(np.float32) @ cosines
        return curve
