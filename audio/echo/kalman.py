"""The adaptive filter that learns an echo's way from the loudspeaker to the microphone.

It is a partitioned-block frequency-domain Kalman filter, after Enzner and Vary, "Frequency-domain
adaptive Kalman filter for acoustic echo control in hands-free telephones" (Signal Processing,
2006), and Kuech, Mabande and Enzner, "State-space architecture of the partitioned-block-based
acoustic echo controller" (ICASSP 2014). It needs no double-talk detector: somebody who talks is the
noise of its observation, and slows the learning down.

What was played enters it twice, straight and distorted, and each copy has an impulse response of
its own. Between the two of them lies what a small loudspeaker makes of loud sound. Samples have
full scale at 1.0; spectra have the shape (copies, partitions, bins).
"""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE

Samples = NDArray[np.float32]
Spectra = NDArray[np.complex64]

PARTITIONS = 20
"""The length of the impulse response in blocks: 0.4 s, in which a room with an RT60 of 0.6 s falls
by 40 dB."""
LENGTH = PARTITIONS * BLOCK
"""The length of the impulse response in samples."""
_COPIES = 2
"""The copies of what was played: the straight one and the distorted one."""
_KEEP = 0.9998
"""How much of the response is still the same a block later: a room changes within minutes."""
_NOISE_KEEP = 0.8
"""The share of the observation's noise that is kept from block to block: a time constant of 0.1 s,
which is the length of a sound of speech."""
_EXPECTED_RT60 = 0.4
"""Seconds in which the response is expected to fall by 60 dB, before anything is known of it."""
_HEADROOM = 3.0
"""How many times more power the response is expected to have at first than the levels of both
sides suggest."""
_LEAST_RATIO = 1e-6
"""The least power that the response is expected to have: -60 dB."""
_NEW_BLOCKS = 50
"""Blocks, 1 s, in which the levels of both sides are still measured."""
_FAINTEST = 1.0
"""The energy of a frame's spectrum, of a sound at -56 dBFS, below which nothing is learnt."""
_SILENT = np.zeros(BLOCK, np.float32)
_DISTORTION = 8.0
"""How early the distorted copy saturates: it is made with tanh(8 x) / 8.

Measured after 6 s of prompts at an RT60 of 0.4 s, with this copy and without it: an ERLE of 25
instead of 8 dB for a loudspeaker that makes tanh(8 x) / 8 of its sound, of 22 instead of 15 for
tanh(3 x) / 3, of 19 instead of 8 for one that clips at 0.15, and of 27.5 instead of 27.7 for one
that does not distort.
"""
_STRAIGHT = 0.5
"""The share of the straight copy that is taken out of the distorted one."""
_EXPECTED_FALL = 10 ** (-6 * np.arange(PARTITIONS) * BLOCK / RATE / _EXPECTED_RT60)
"""The expected power of each partition of the response, as a share of the first one's."""


class KalmanFilter:
    """Estimates the impulse response of the echo, and how uncertain it is at each frequency."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the response."""
        shape = _COPIES, PARTITIONS, BLOCK + 1
        self._response: Spectra = np.zeros(shape, np.complex64)
        self._played: Spectra = np.zeros(shape, np.complex64)
        """The spectra of the last blocks played, the newest first."""
        self._noise = np.zeros(BLOCK + 1, np.float32)
        """The power spectrum of what is heard besides the echo."""
        self._last = np.zeros(BLOCK, np.float32)
        self._blocks_learnt = 0
        self._energies = (0.0, 0.0)
        """The energy heard and the energy played while the filter was new."""
        self._expected_ratio = 1.0
        prior = np.asarray(_EXPECTED_FALL / _EXPECTED_FALL.sum(), np.float32)
        self._uncertainty = np.broadcast_to(prior[:, None], shape).copy()
        """The variance of the response: the state's covariance, of which only the diagonal is
        kept."""

    def relearning_copy(self) -> "KalmanFilter":
        """Return a new filter with the same response, so uncertain of it that it learns fast."""
        other = KalmanFilter()
        other._response = self._response.copy()
        return other

    @property
    def new(self) -> bool:
        """Whether it has learnt from less than 1 s of sound."""
        return self._blocks_learnt < _NEW_BLOCKS

    def shift(self, count: int) -> None:
        """Have the response begin ``count`` samples later, or earlier where it is negative."""
        old = np.fft.irfft(self._response)[..., :BLOCK].reshape(_COPIES, LENGTH)
        start = max(-count, 0)
        padded = np.pad(old, ((0, 0), (max(count, 0), start)))
        moved = np.zeros((_COPIES, PARTITIONS, 2 * BLOCK), np.float32)
        moved[..., :BLOCK] = padded[:, start : start + LENGTH].reshape(_COPIES, PARTITIONS, BLOCK)
        self._response = np.fft.rfft(moved).astype(np.complex64)

    def recall(self, played: Samples) -> None:
        """Take ``played``, `LENGTH` + `BLOCK` samples, as what was played before the next block."""
        self._played = np.stack([_frame_spectra(played), _frame_spectra(_distorted(played))])
        self._last = played[-BLOCK:]

    def echo_of(self, played: Samples) -> Samples:
        """Return the echo that ``played`` makes, from sample `LENGTH` of it on.

        The first `LENGTH` samples only serve as the past of the others, whose echo is complete.
        """
        size = 2 * len(played)
        both = np.fft.rfft(np.stack([played, _distorted(played)]), size)
        responses = np.fft.irfft(self._response)[..., :BLOCK].reshape(_COPIES, LENGTH)
        echo = np.fft.irfft(np.sum(both * np.fft.rfft(responses, size), axis=0), size)
        return echo[LENGTH : len(played)].astype(np.float32)

    def predict(self, played: Samples) -> Samples:
        """Take the next `BLOCK` samples played, and return the echo heard at the same time."""
        frame = np.concatenate([self._last, played])
        self._played = np.roll(self._played, 1, axis=1)
        self._played[:, 0] = np.fft.rfft(np.stack([frame, _distorted(frame)]))
        self._last = played
        echo = np.fft.irfft(np.einsum("cpf,cpf->f", self._played, self._response))
        return echo[BLOCK:].astype(np.float32)

    def learn(self, heard: Samples, error: Samples) -> None:
        """Learn from the block ``heard`` and the ``error`` that the prediction left of it."""
        newest = self._played[0, 0]
        if float(np.vdot(newest, newest).real) < _FAINTEST:
            return
        residual = _error_spectrum(error)
        self._noise += (1 - _NOISE_KEEP) * (_power(residual) - self._noise)
        self._scale_uncertainty(heard)
        self._correct(residual)
        self._uncertainty *= _KEEP**2
        self._uncertainty += (1 - _KEEP**2) * _power(self._response)

    def _correct(self, residual: Spectra) -> None:
        """Correct the response by the error of a block, and be less uncertain of it after that."""
        played_power = _power(self._played)
        # Of each frame of 2 * BLOCK samples, only one half is seen in the error.
        echo_variance = 0.5 * np.einsum("cpf,cpf->f", played_power, self._uncertainty)
        gain = self._uncertainty / (echo_variance + self._noise + 1e-9)
        step = np.fft.irfft(gain * np.conj(self._played) * residual)
        step[..., BLOCK:] = 0
        self._response += np.fft.rfft(step)
        self._uncertainty *= 1 - 0.5 * gain * played_power

    def _scale_uncertainty(self, heard: Samples) -> None:
        """While the filter is new, expect a response as loud as both levels suggest."""
        if not self.new:
            return
        self._blocks_learnt += 1
        heard_before, played_before = self._energies
        self._energies = (
            heard_before + float(heard @ heard),
            played_before + float(self._last @ self._last),
        )
        # A microphone may deliver nothing but zeros at first.
        ratio = max(_HEADROOM * self._energies[0] / (self._energies[1] + 1e-9), _LEAST_RATIO)
        self._uncertainty *= np.float32(ratio / self._expected_ratio)
        self._expected_ratio = ratio


def _distorted(played: Samples) -> Samples:
    straight = played * np.float32(1 - _STRAIGHT)
    distorted: Samples = straight - np.tanh(_DISTORTION * played) / np.float32(_DISTORTION)
    return distorted


def _frame_spectra(played: Samples) -> Spectra:
    """Return the spectra of all frames of two blocks in ``played``, the newest frame first."""
    blocks = played.reshape(-1, BLOCK)
    frames = np.concatenate([blocks[:-1], blocks[1:]], axis=1)
    return np.fft.rfft(frames[::-1]).astype(np.complex64)


def _error_spectrum(error: Samples) -> Spectra:
    spectrum: Spectra = np.fft.rfft(np.concatenate([_SILENT, error])).astype(np.complex64)
    return spectrum


def _power(spectra: Spectra) -> Samples:
    power: Samples = spectra.real**2 + spectra.imag**2
    return power
