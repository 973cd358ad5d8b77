"""A loudspeaker and the way of its sound to the microphone: distorted, on its own clock, late."""

import numpy as np
from numpy.typing import NDArray

from audio.block import to_samples
from audio.sound import BLOCK
from voice.rehearsal.room.reverb import Reverb

_REACH = 16
"""Samples on either side that a sample between two others is made of."""
_FULL = 32_768

Samples = NDArray[np.float32]


class Loudspeaker:
    """Turns what is played into what the microphone hears of it, block by block.

    Saturation is a hyperbolic tangent, as of a small amplifier at its rail: odd harmonics, the
    more the louder. A clock that differs from the microphone's lets the delay glide over 20 ms,
    then a block is lost or repeated, as in a real buffer that has run empty or full.
    """

    def __init__(self, taps: Samples, drift: float = 0.0, limit: float | None = None) -> None:
        """Take the impulse response to the microphone, delay and all.

        ``drift`` is in ppm, by how much the loudspeaker's clock is faster than the microphone's:
        other than 0 it adds 1 to 21 ms of delay. ``limit`` is in dBFS, where it saturates.
        """
        self._way = Reverb(taps)
        self._limit = None if limit is None else _FULL * 10 ** (limit / 20)
        self._clock = _Clock(drift) if drift else None

    def block(self, playback: bytes) -> Samples | None:
        """Play one block of int16 mono, give what arrives meanwhile; None is silence."""
        sound = None
        if playback.strip(b"\0"):
            sound = to_samples(playback)
            if self._limit is not None:
                sound = (self._limit * np.tanh(sound / self._limit)).astype(np.float32)
        if self._clock is not None:
            sound = self._clock.block(sound)
        return self._way.block(sound)


class _Clock:
    """Plays samples at a rate that is not quite the microphone's: a windowed sinc interpolates."""

    def __init__(self, drift: float) -> None:
        self._step = -drift * 1e-6
        self._late = float(BLOCK - 1 if drift > 0 else 0)
        self._past = np.zeros(2 * (BLOCK + _REACH), np.float32)

    def block(self, samples: Samples | None) -> Samples | None:
        late = self._late + self._step * np.arange(BLOCK)
        self._late = float(late[-1] + self._step) % BLOCK
        if samples is None and not self._past.any():
            return None
        new = np.zeros(BLOCK, np.float32) if samples is None else samples
        self._past = np.concatenate([self._past[BLOCK:], new])
        return self._between(len(self._past) - BLOCK + np.arange(BLOCK) - _REACH - late)

    def _between(self, places: NDArray[np.float64]) -> Samples:
        whole = np.floor(places).astype(np.intp)
        near = np.arange(1 - _REACH, _REACH + 1)
        away = near - (places - whole)[:, np.newaxis]
        kernel = np.sinc(away) * np.square(np.cos(np.pi / 2 * away / _REACH))
        mixed: Samples = np.einsum("st,st->s", kernel, self._past[whole[:, np.newaxis] + near])
        return mixed.astype(np.float32)
