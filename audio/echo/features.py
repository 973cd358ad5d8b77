"""The features of a block from which the double-talk detector judges whether somebody talks.

They are the powers, in bands of frequency, of five signals: what is heard, the echo that the linear
canceller predicts in it, the error of that prediction, what was played, and what WebRTC's canceller
AEC3 leaves of the error. To these comes the coherence of the error with the predicted echo: an echo
that is removed badly is coherent with its prediction, a person's voice is not.
"""

import numpy as np
import pywebrtc_audio
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE

Samples = NDArray[np.float32]

_EDGES = np.array([100, 200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720, 2000, 2320, 2700,
                   3150, 3700, 4400, 5300, 7500])  # fmt: skip
"""The edges of the bands in Hz: Zwicker's critical bands, of which the topmost are joined."""
_EDGE_BINS = np.round(_EDGES * 2 * BLOCK / RATE).astype(np.intp)
_WINDOW = np.hanning(2 * BLOCK).astype(np.float32)
_SIGNALS = 5
"""The signals whose powers are taken, in the order of the module's docstring."""
BANDS = len(_EDGES) - 1
"""The number of bands."""
ERROR_BANDS = slice(2 * BANDS, 3 * BANDS)
"""Where the powers of the error stand among the features."""
FEATURE_COUNT = (_SIGNALS + 1) * BANDS
"""The number of features of a block: the powers of each signal, then the coherence."""
_KEEP = 0.8
"""The share of the averaged spectra that is kept from block to block: a time constant of 0.1 s,
which is the length of a sound of speech."""
_FAINTEST = 1e-7
"""The power that is added to each band: -97 dBFS, which is below any microphone's noise."""


class Features:
    """Computes the features of one block after the other.

    It is fed every block in which the loudspeaker plays or may still reverberate.
    """

    def __init__(self) -> None:
        self._aec3 = pywebrtc_audio.EchoCanceller(RATE)
        self.reset()

    def reset(self) -> None:
        """Forget all blocks so far."""
        self._aec3.reset()
        self._frames = np.zeros((_SIGNALS, 2 * BLOCK), np.float32)
        self._cross_spectrum = np.zeros(BLOCK + 1, np.complex64)
        self._power_spectra = np.zeros((2, BLOCK + 1), np.float32)

    def feed(self, heard: Samples, echo: Samples, error: Samples, played: Samples) -> Samples:
        """Return the features of the next block, shape (`FEATURE_COUNT`,).

        The signals have `BLOCK` samples each, with full scale at 1.0. The powers are in bels, that
        is, as logarithms to the base 10; the coherence is 0 to 1.
        """
        left = self._aec3.process(error, np.ascontiguousarray(played))
        self._frames[:, :BLOCK] = self._frames[:, BLOCK:]
        self._frames[:, BLOCK:] = heard, echo, error, played, left
        spectra = np.fft.rfft(self._frames * _WINDOW).astype(np.complex64)
        power = spectra.real**2 + spectra.imag**2
        bands = np.add.reduceat(power, _EDGE_BINS, axis=1)[:, :-1]
        levels = np.log10(bands + np.float32(_FAINTEST))
        return np.concatenate([levels.ravel(), self._coherence(spectra[1:3], power[1:3])])

    def _coherence(self, spectra: NDArray[np.complex64], power: Samples) -> Samples:
        """Return the coherence in each band of the two signals that ``spectra`` holds."""
        self._cross_spectrum = _KEEP * self._cross_spectrum + spectra[1] * np.conj(spectra[0])
        self._power_spectra = _KEEP * self._power_spectra + power
        common = np.add.reduceat(np.abs(self._cross_spectrum) ** 2, _EDGE_BINS)[:-1]
        both = np.add.reduceat(self._power_spectra[0] * self._power_spectra[1], _EDGE_BINS)[:-1]
        coherence: Samples = (common / (both + np.float32(_FAINTEST))).astype(np.float32)
        return coherence
