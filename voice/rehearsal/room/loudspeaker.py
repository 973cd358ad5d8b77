"""A simulated loudspeaker: what the microphone hears of the sound that Floe plays.

It distorts loud sound, runs on a clock of its own, and is heard late and through a room, which is
what the echo canceller has to cope with.
"""

import numpy as np
from numpy.typing import NDArray

from audio.block import to_samples
from audio.sound import BLOCK
from voice.rehearsal.room.reverb import Reverb

_REACH = 16
"""Samples on either side of a point between two samples that its interpolation needs."""
_FULL_SCALE = 32_768

Samples = NDArray[np.float32]


class Loudspeaker:
    """Turns what is played into what the microphone hears of it, block by block.

    It saturates by a hyperbolic tangent, as a small amplifier does at its supply voltage: the
    louder the sound, the more odd harmonics. If its clock differs from the microphone's, the delay
    glides over 20 ms and then jumps back, as a real buffer that has run empty or full repeats or
    loses a block.
    """

    def __init__(self, taps: Samples, drift: float = 0.0, limit: float | None = None) -> None:
        """Set it up in a room.

        ``taps`` is the impulse response from it to the microphone, delay included, at
        `audio.sound.RATE`. ``drift`` is how much faster its clock is than the microphone's, in ppm;
        any drift but 0 adds 1 to 21 ms of delay. ``limit`` is the level in dBFS at which it
        saturates; None means that it never does.
        """
        self._way = Reverb(taps)
        self._limit = None if limit is None else _FULL_SCALE * 10 ** (limit / 20)
        self._clock = _Clock(drift) if drift else None

    def block(self, playback: bytes) -> Samples | None:
        """Play one block of int16 mono, and return the samples that arrive meanwhile.

        They have full scale at 32768; None means silence.
        """
        sound = None
        if playback.strip(b"\0"):
            sound = to_samples(playback)
            if self._limit is not None:
                sound = (self._limit * np.tanh(sound / self._limit)).astype(np.float32)
        if self._clock is not None:
            sound = self._clock.block(sound)
        return self._way.block(sound)


class _Clock:
    """Plays samples at a rate slightly off the microphone's, interpolated by a windowed sinc."""

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
