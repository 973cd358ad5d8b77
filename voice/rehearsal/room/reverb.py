"""The reverberation of a room: an impulse response, and its application block by block."""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE

_DIRECT_TO_TAIL = 6.0
"""The level in dB of the direct sound relative to the reverberation: what a microphone within the
critical distance of a furnished room gets."""


def impulse_response(delay: float, rt60: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return an impulse response of energy 1, at `audio.sound.RATE`.

    The direct sound comes after ``delay`` seconds, and the reverberation falls by 60 dB in ``rt60``
    seconds after it; 0 means no reverberation.
    """
    first = round(delay * RATE)
    count = round(rt60 * RATE)
    taps = np.zeros(first + 1 + count)
    taps[first] = 1.0
    if count:
        fall = 10 ** (-3 * np.arange(1, count + 1) / count)
        tail = rng.standard_normal(count) * fall
        tail *= 10 ** (-_DIRECT_TO_TAIL / 20) / np.sqrt(np.sum(tail**2))
        taps[first + 1 :] = tail
    taps /= np.sqrt(np.sum(taps**2))
    return taps.astype(np.float32)


class Reverb:
    """Convolves a sound with an impulse response, in blocks of `BLOCK` samples and without delay.

    This is uniformly partitioned overlap-save convolution: the spectra of the last blocks are kept,
    and each is multiplied by the spectrum of its partition of the response. Silence costs nothing
    once the reverberation has died away.
    """

    def __init__(self, taps: NDArray[np.float32]) -> None:
        count = -(-len(taps) // BLOCK)
        padded = np.zeros((count, 2 * BLOCK), dtype=np.float32)
        padded[:, :BLOCK] = np.pad(taps, (0, count * BLOCK - len(taps))).reshape(count, BLOCK)
        partitions = np.fft.rfft(padded).astype(np.complex64)
        self._partitions = np.concatenate([partitions, partitions])
        self._spectra = np.zeros_like(partitions)
        self._last = np.zeros(BLOCK, dtype=np.float32)
        self._at = 0
        self._ringing_blocks = 0
        """Blocks for which the sound so far still reverberates."""

    def block(self, samples: NDArray[np.float32] | None) -> NDArray[np.float32] | None:
        """Take the next block, and return what arrives now of all blocks so far.

        None means silence, both as what is taken and as what is returned.
        """
        count = len(self._spectra)
        if samples is None:
            if not self._ringing_blocks:
                return None
            self._ringing_blocks -= 1
            samples = np.zeros(BLOCK, dtype=np.float32)
        else:
            self._ringing_blocks = count + 1
        self._at = (self._at - 1) % count
        self._spectra[self._at] = np.fft.rfft(np.concatenate([self._last, samples]))
        self._last = samples
        turned = self._partitions[count - self._at : 2 * count - self._at]
        spectrum = np.einsum("pf,pf->f", self._spectra, turned)
        return np.fft.irfft(spectrum)[BLOCK:].astype(np.float32)
