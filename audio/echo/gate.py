"""Tells whether somebody talks while the loudspeaker plays.

Two witnesses must agree. In most bands of hearing the linear branch's error must be louder
than the echo that is wont to be left in it and the room's noise make; and what WebRTC's AEC3,
which hears the loudspeaker's own distortion out of that error, lets through must be sound.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray
from pywebrtc_audio import EchoCanceller

from audio.sound import BLOCK, RATE

Samples = NDArray[np.float32]
Bands = NDArray[np.float64]

_EDGES = np.array([125, 300, 500, 800, 1200, 1800, 2600, 3600, 5000, 7000])
"""Hz, between the bands: each holds about as much of speech."""
_BINS = np.round(_EDGES * 2 * BLOCK / RATE).astype(np.intp)
_WINDOW = np.hanning(2 * BLOCK).astype(np.float32)
_RING = 0.65
"""Of the power that is left of an echo a block later: an RT60 of 0.6 s."""
_LEARN = 1 / 20
"""Of the way to a block's leak that is gone, ..."""
_LEARN_SLOWLY = 1 / 40
_LEARN_TALKING = 1 / 100
"""... where the block is suspicious, and where somebody talks."""
_NOISE_UP = 1.01
"""A block: the noise's floor follows a louder room by 2 dB a second."""
_EXCESS = 3.5
"""dB above what is expected, as mean of all bands, from which a block counts as talk.

Measured on echo alone, 27 s in each of four rooms, nothing distorted and the filter settled: at
most 2.4.
"""
_LOUDEST, _FAINTEST = 12.0, -6.0
"""dB: one band says no more than this."""
_MARGIN = 2.0
"""dB above what one block in fifty of the echo alone exceeds, ..."""
_RISE, _FALL = 0.05, 0.001
"""... which is found in steps of so many dB a block: these two make it one in fifty."""
_RUN = 3
"""Blocks of talk in a row that open the gate, and ..."""
_HOLD = 15
"""... blocks without, 0.3 s, that close it: and until when a block is not taken for echo."""
_FIRST = 75
"""Blocks of sound played, 1.5 s, before the gate can open for the first time."""
_NEW = 6.0
_SETTLED = 250
"""dB more that are wanted at first, until so many blocks, 5 s, were played."""
_AUDIBLE = 1e-3
"""Power of a band of the reference, -57 dBFS for all of them, that counts as played."""
_SILENT = 1e-6
"""Power of a band below which noise does not matter: -87 dBFS."""
_THROUGH = 8.0
"""Times the floor of AEC3's output, 9 dB, that count as sound let through."""


class Gate:
    """Fed every block while something plays or may still ring."""

    def __init__(self) -> None:
        self._canceller = EchoCanceller(RATE)
        self.reset()

    def reset(self) -> None:
        """Know nothing of the room."""
        self._canceller.reset()
        bands = len(_BINS) - 1
        self._frames = np.zeros((2, 2 * BLOCK), np.float32)
        self._ringing: Bands = np.zeros(bands)
        self._leak: Bands = np.zeros(bands)
        self._counts = np.zeros(bands)
        self._noise: Bands = np.full(bands, np.inf)
        self._floor = np.inf
        self._usual = 0.0
        self._recent: deque[float] = deque(maxlen=_HOLD)
        self._run = 0
        self._held = 0
        self._played = 0

    def rest(self) -> None:
        """Close: nothing plays any more, and who talked then does not interrupt what follows."""
        self._run = self._held = 0
        self._recent.clear()

    @property
    def noise(self) -> float:
        """Mean square of the room's noise, of 1.0 as full scale."""
        # A Hann window keeps 3/8 of the power, and one side of the spectrum is summed.
        return float(self._noise.sum()) / (2 * BLOCK) ** 2 * 2 * 8 / 3

    def feed(self, error: Samples, played: Samples, echoes: bool = True) -> bool:
        """Take what is left of a block and what was ``played`` then; tell whether one talks.

        Where nothing ``echoes`` AEC3 is not asked: it takes the talker over headphones for echo.
        """
        through = self._through(error, played) or not echoes
        self._frames[:, :BLOCK] = self._frames[:, BLOCK:]
        self._frames[0, BLOCK:] = error
        self._frames[1, BLOCK:] = played
        left, source = _bands(self._frames)
        self._ringing = np.maximum(source, _RING * self._ringing)
        self._follow_noise(left)
        excess = self._excess(left)
        self._decide(excess, through)
        self._learn(left, excess)
        return self._held > 0

    def _through(self, error: Samples, played: Samples) -> bool:
        """Tell whether AEC3 lets sound through."""
        out = self._canceller.process(error, np.ascontiguousarray(played))
        power = float(out @ out)
        if power < self._floor:
            self._floor = max(power, _SILENT)
        else:
            self._floor *= _NOISE_UP
        return power > _THROUGH * self._floor

    def _follow_noise(self, left: Bands) -> None:
        fallen = left < self._noise
        first = ~np.isfinite(self._noise)
        down = np.where(first, left, 0.7 * np.where(first, 0, self._noise) + 0.3 * left)
        up = np.minimum(np.where(first, left, self._noise) * _NOISE_UP, left)
        self._noise = np.maximum(np.where(fallen, down, up), _SILENT)

    def _expected(self) -> Bands:
        return np.where(self._counts > 0, self._leak_power() * self._ringing, 0.0)

    def _leak_power(self) -> Bands:
        power: Bands = 10 ** (self._leak / 10)
        return power

    def _excess(self, left: Bands) -> float:
        ratio = 10 * np.log10(left / (self._expected() + 2 * self._noise) + 1e-9)
        return float(np.mean(np.clip(ratio, _FAINTEST, _LOUDEST)))

    def _decide(self, excess: float, through: bool) -> None:
        self._played += int(np.mean(self._ringing > _AUDIBLE) > 0.5)
        new = max(1 - self._played / _SETTLED, 0.0)
        wanted = max(_EXCESS, self._usual + _MARGIN) + _NEW * new
        talks = through and excess > wanted and self._played >= _FIRST
        self._run = self._run + 1 if talks else 0
        if self._run >= _RUN:
            self._held = _HOLD
        elif self._held:
            self._held -= 1
        if self._held:
            self._recent.clear()
        elif len(self._recent) == _HOLD and self._played >= _FIRST:
            self._usual += _RISE if self._recent[0] > self._usual else -_FALL
        self._recent.append(excess)

    def _learn(self, left: Bands, excess: float) -> None:
        """Follow how much of what was played is left in each band."""
        played = self._ringing > _AUDIBLE
        # What drowns in the noise only says that no more is left than that.
        heard = np.maximum(left, self._expected()) > 4 * self._noise
        leak = 10 * np.log10((left + 1e-12) / (self._ringing + 1e-12))
        sure = played & (heard | (leak < self._leak))
        self._counts = np.minimum(self._counts + played, 1 / _LEARN)
        speed = 1 / np.maximum(self._counts, 1)
        if self._held:
            speed = np.minimum(speed, _LEARN_TALKING)
        elif excess > _EXCESS:
            speed = np.minimum(speed, _LEARN_SLOWLY)
        self._leak = np.where(sure, self._leak + speed * (leak - self._leak), self._leak)


def _bands(frames: Samples) -> Bands:
    spectra = np.fft.rfft(frames * _WINDOW)
    power = spectra.real**2 + spectra.imag**2
    bands: Bands = np.add.reduceat(power, _BINS, axis=1)[:, :-1].astype(np.float64)
    return bands
