"""What the detector of talk sees of a block: powers in bands, and what the two branches leave."""

import numpy as np
from numpy.typing import NDArray
from pywebrtc_audio import EchoCanceller

from audio.sound import BLOCK, RATE

Samples = NDArray[np.float32]

_EDGES = np.array([100, 200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720, 2000, 2320, 2700,
                   3150, 3700, 4400, 5300, 7500])  # fmt: skip
"""Hz, between the bands: Zwicker's critical bands, the topmost of them joined."""
_BINS = np.round(_EDGES * 2 * BLOCK / RATE).astype(np.intp)
_WINDOW = np.hanning(2 * BLOCK).astype(np.float32)
_SOUNDS = 5
"""Heard, predicted echo, error, played, and what AEC3 leaves of the error."""
BANDS = len(_EDGES) - 1
ERROR_BANDS = slice(2 * BANDS, 3 * BANDS)
"""The features that are the error's powers."""
FEATURE_COUNT = (_SOUNDS + 1) * BANDS
"""Features of a block."""
_KEEP = 0.8
"""Of the cross spectra from block to block: 0.1 s, the length of a sound of speech."""
_FAINTEST = 1e-7
"""Power that is added to each band's: -97 dBFS, below any microphone's noise."""


class Features:
    """Fed every block while something plays or may still ring."""

    def __init__(self) -> None:
        self._canceller = EchoCanceller(RATE)
        self.reset()

    def reset(self) -> None:
        """Forget what was heard."""
        self._canceller.reset()
        self._frames = np.zeros((_SOUNDS, 2 * BLOCK), np.float32)
        self._common = np.zeros(BLOCK + 1, np.complex64)
        self._powers = np.zeros((2, BLOCK + 1), np.float32)

    def feed(self, heard: Samples, echo: Samples, error: Samples, played: Samples) -> Samples:
        """Take a block of all four, of 1.0 as full scale; give `FEATURE_COUNT` features.

        They are the bands' powers in bels, sound by sound, and how much of the error is like
        the predicted echo, 0 to 1.
        """
        left = self._canceller.process(error, np.ascontiguousarray(played))
        self._frames[:, :BLOCK] = self._frames[:, BLOCK:]
        self._frames[:, BLOCK:] = heard, echo, error, played, left
        spectra = np.fft.rfft(self._frames * _WINDOW).astype(np.complex64)
        power = spectra.real**2 + spectra.imag**2
        bands = np.add.reduceat(power, _BINS, axis=1)[:, :-1]
        levels = np.log10(bands + np.float32(_FAINTEST))
        return np.concatenate([levels.ravel(), self._coherence(spectra[1:3], power[1:3])])

    def _coherence(self, spectra: NDArray[np.complex64], power: Samples) -> Samples:
        self._common = _KEEP * self._common + spectra[1] * np.conj(spectra[0])
        self._powers = _KEEP * self._powers + power
        common = np.add.reduceat(np.abs(self._common) ** 2, _BINS)[:-1]
        both = np.add.reduceat(self._powers[0] * self._powers[1], _BINS)[:-1]
        coherence: Samples = (common / (both + np.float32(_FAINTEST))).astype(np.float32)
        return coherence
