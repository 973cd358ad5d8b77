"""An echo's way from the loudspeaker to the microphone, learnt while people talk over it.

A partitioned-block frequency-domain Kalman filter, after Enzner and Vary, "Frequency-domain
adaptive Kalman filter for acoustic echo control in hands-free telephones" (Signal Processing,
2006), and Kuech, Mabande and Enzner, "State-space architecture of the partitioned-block-based
acoustic echo controller" (ICASSP 2014). It needs no detector of double talk: whoever talks is
the observation's noise, and slows the learning down. Beside what was played, a bent copy of it
goes to a response of its own: between them lies what a small loudspeaker makes of loud sound.
Amplitudes are of 1.0 as full scale.
"""

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE

Samples = NDArray[np.float32]
Spectra = NDArray[np.complex64]

PARTITIONS = 20
"""Blocks that the response is long: 0.4 s, in which a room of 0.6 s RT60 falls by 40 dB."""
LENGTH = PARTITIONS * BLOCK
"""Samples of the response."""
_KEEP = 0.9998
"""How much of the response is the same a block later: a room changes within minutes."""
_SMOOTH = 0.8
"""Of the observation's noise from block to block: 0.1 s, the length of a sound of speech."""
_RT60 = 0.4
"""Seconds: how the response is expected to fall before anything is known of it."""
_DOUBT = 3.0
"""Times the power that the levels speak for: how much is expected of the response at first."""
_LEAST = 1e-6
"""The least that is expected: -60 dB of what is played."""
_FIRST = 50
"""Blocks in which the levels are still measured, 1 s."""
_FAINTEST = 1.0
"""Energy of a frame's spectrum, of -56 dBFS, with less of which nothing is learnt."""
_SILENT = np.zeros(BLOCK, np.float32)
_BENT = 8.0
_STRAIGHT = 0.5
"""How early the bent copy bends, and how much of the straight one is taken out of it.

Measured after 6 s of prompts at RT60 0.4 s: tanh(8 x) / 8 for a loudspeaker, an ERLE of 25 dB
in place of 8; tanh(3 x) / 3, 22 in place of 15; clipping at 0.15, 19 in place of 8; none, 27.5
in place of 27.7.
"""
_FALL = 10 ** (-6 * np.arange(PARTITIONS) * BLOCK / RATE / _RT60)
_COPIES = 2


class KalmanFilter:
    """The estimated response, and per frequency how much it is to be doubted."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Know nothing of the response."""
        shape = _COPIES, PARTITIONS, BLOCK + 1
        self._taps: Spectra = np.zeros(shape, np.complex64)
        self._spectra: Spectra = np.zeros(shape, np.complex64)
        self._noise = np.zeros(BLOCK + 1, np.float32)
        self._last = np.zeros(BLOCK, np.float32)
        self._learnt = 0
        self._levels = (0.0, 0.0)
        self._ratio = 1.0
        prior = np.asarray(_FALL / _FALL.sum(), np.float32)
        self._doubts = np.broadcast_to(prior[:, None], shape).copy()

    def doubted(self) -> "KalmanFilter":
        """Return another filter of the same response, which learns fast again."""
        other = KalmanFilter()
        other._taps = self._taps.copy()
        return other

    @property
    def new(self) -> bool:
        """Whether hardly anything was learnt yet."""
        return self._learnt < _FIRST

    def shift(self, count: int) -> None:
        """Have the response begin ``count`` samples later, or earlier where it is negative."""
        old = np.fft.irfft(self._taps)[..., :BLOCK].reshape(_COPIES, LENGTH)
        start = max(-count, 0)
        padded = np.pad(old, ((0, 0), (max(count, 0), start)))
        moved = np.zeros((_COPIES, PARTITIONS, 2 * BLOCK), np.float32)
        moved[..., :BLOCK] = padded[:, start : start + LENGTH].reshape(_COPIES, PARTITIONS, BLOCK)
        self._taps = np.fft.rfft(moved).astype(np.complex64)

    def recall(self, played: Samples) -> None:
        """Take ``played``, `LENGTH` + `BLOCK` samples, for what was predicted from so far."""
        self._spectra = np.stack([_frames(played), _frames(_bent(played))])
        self._last = played[-BLOCK:]

    def echo_of(self, played: Samples) -> Samples:
        """Return the echo that ``played`` makes, without what its first `LENGTH` samples lack."""
        size = 2 * len(played)
        both = np.fft.rfft(np.stack([played, _bent(played)]), size)
        responses = np.fft.irfft(self._taps)[..., :BLOCK].reshape(_COPIES, LENGTH)
        echo = np.fft.irfft(np.sum(both * np.fft.rfft(responses, size), axis=0), size)
        return echo[LENGTH : len(played)].astype(np.float32)

    def predict(self, played: Samples) -> Samples:
        """Take the next `BLOCK` samples played; give the echo that they and the last ones make."""
        frame = np.concatenate([self._last, played])
        self._spectra = np.roll(self._spectra, 1, axis=1)
        self._spectra[:, 0] = np.fft.rfft(np.stack([frame, _bent(frame)]))
        self._last = played
        return self._echo()

    def learn(self, heard: Samples, error: Samples) -> None:
        """Learn from what was ``heard`` and what the prediction left of it."""
        newest = self._spectra[0, 0]
        if float(np.vdot(newest, newest).real) < _FAINTEST:
            return
        residual = _residual(error)
        self._noise += (1 - _SMOOTH) * (_power(residual) - self._noise)
        self._scale(heard)
        self._correct(residual)
        self._doubts *= _KEEP**2
        self._doubts += (1 - _KEEP**2) * _power(self._taps)

    def _echo(self) -> Samples:
        echo = np.fft.irfft(np.einsum("cpf,cpf->f", self._spectra, self._taps))
        return echo[BLOCK:].astype(np.float32)

    def _correct(self, residual: Spectra) -> None:
        """Move the response by what a block's error says of it, and doubt it less for that."""
        loud = _power(self._spectra)
        # Half of each frame of 2 * BLOCK samples is seen in the error.
        unsure = 0.5 * np.einsum("cpf,cpf->f", loud, self._doubts)
        gain = self._doubts / (unsure + self._noise + 1e-9)
        step = np.fft.irfft(gain * np.conj(self._spectra) * residual)
        step[..., BLOCK:] = 0
        self._taps += np.fft.rfft(step)
        self._doubts *= 1 - 0.5 * gain * loud

    def _scale(self, heard: Samples) -> None:
        """While all is new, expect of the response what the levels of both sides speak for."""
        if not self.new:
            return
        self._learnt += 1
        heard_before, played_before = self._levels
        self._levels = (
            heard_before + float(heard @ heard),
            played_before + float(self._last @ self._last),
        )
        # A microphone may give nothing but zeros at first.
        ratio = max(_DOUBT * self._levels[0] / (self._levels[1] + 1e-9), _LEAST)
        self._doubts *= np.float32(ratio / self._ratio)
        self._ratio = ratio


def _bent(played: Samples) -> Samples:
    bent: Samples = played * np.float32(1 - _STRAIGHT) - np.tanh(_BENT * played) / np.float32(_BENT)
    return bent


def _frames(played: Samples) -> Spectra:
    """Cut into frames of two blocks, the newest first, and give their spectra."""
    blocks = played.reshape(-1, BLOCK)
    frames = np.concatenate([blocks[:-1], blocks[1:]], axis=1)
    return np.fft.rfft(frames[::-1]).astype(np.complex64)


def _residual(error: Samples) -> Spectra:
    spectrum: Spectra = np.fft.rfft(np.concatenate([_SILENT, error])).astype(np.complex64)
    return spectrum


def _power(spectra: Spectra) -> Samples:
    power: Samples = spectra.real**2 + spectra.imag**2
    return power
