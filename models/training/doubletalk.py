"""Simulates scenes of double talk, which `models.training.detector` learns from.

A loudspeaker plays sentences in Floe's voice that are none of its prompts, and other voices; people
talk over it, or do not. Rooms, loudspeakers, levels and noises vary more than those that figures
are measured in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from audio import wave
from audio.block import to_blocks, to_bytes
from audio.echo.canceller import EchoCanceller
from audio.echo.doubletalk import DoubleTalkDetector
from audio.echo.features import FEATURE_COUNT
from audio.sound import BLOCK, RATE
from audio.tone import tone
from bench.acoustics import mixture, room
from models.training.frequency_response import colour
from voice.rehearsal.room.loudspeaker import Loudspeaker

SECONDS = 20
"""Length of a scene."""
_BLOCKS = SECONDS * RATE // BLOCK
_LENGTH = _BLOCKS * BLOCK
_FULL = 32_768
"""Full scale of int16 samples."""
_TONES = ("heard", "trouble")
"""The tones that are played now and then."""
_FADE = 160
"""Samples over which a sound that is cut off fades: 10 ms."""
_LONGEST = 8 * RATE
"""Longest piece of a recording that is played, in samples; what is said over it has at most half of
that."""
_LOUD, _FAINT = 10**-2.0, 10**-4.0
"""Shares of the talker's active power. Blocks above the first are talk, those below the second are
not, and those in between may be either, so that nothing is learned from them."""
_GAP = 8
"""Blocks of talk no farther apart than this, 0.16 s, count as one stretch of talk."""

Samples = NDArray[np.float32]
T = TypeVar("T")


@dataclass(frozen=True)
class DoubleTalkMaterial:
    """The recordings that scenes are made of."""

    sentences: list[Path]
    """Sentences in Floe's voice, to be played."""
    readings: list[Path]
    """People who read aloud, to be played as well: Floe has other voices on other systems."""
    people: dict[str, list[Path]]
    """People who talk over what is played, by the source of the recordings."""
    commands: list[Path]
    """Commands in synthesised voices, to be said over what is played."""
    noises: list[Path]
    """Noises of a home."""


@dataclass(frozen=True)
class Example:
    """A scene as the detector sees it, with one row for each block that it is asked about."""

    features: NDArray[np.float16]
    """Shape (blocks, `audio.echo.features.FEATURE_COUNT`)."""
    talk: NDArray[np.float32]
    """1 where somebody talks, else 0: shape (blocks,)."""
    weight: NDArray[np.float32]
    """1, or 0 where it is unclear whether somebody talks: shape (blocks,)."""


def example(material: DoubleTalkMaterial, number: int) -> Example:
    """Return a simulated scene; the same ``number`` gives the same scene."""
    return _Scene(material, number).play()


class _Truth:
    """Takes the detector's place: it knows who talks, and keeps the features that it is given."""

    def __init__(self) -> None:
        self.talk = False
        self.seen: list[Samples] = []

    def reset(self) -> None:
        pass

    def __call__(self, features: Samples) -> float:
        self.seen.append(features)
        return float(self.talk)


class _Scene:
    def __init__(self, material: DoubleTalkMaterial, number: int) -> None:
        self._material = material
        self._rng = np.random.default_rng((number, 4))
        rng = self._rng
        self._rt60 = rng.uniform(0.1, 0.7)
        self._level = _FULL * _gain(rng.uniform(-48, -14))
        self._played = np.zeros(_LENGTH, np.float32)
        self._spans: list[tuple[int, int]] = []
        self._said = np.zeros(_LENGTH, np.float32)
        self._fill()
        if rng.random() < 0.7:
            self._talk()

    def play(self) -> Example:
        """Return the scene after playing it to an echo canceller that is told who talks."""
        talk, weight = self._labels()
        heard = self._said + self._noise()
        truth = _Truth()
        echo = EchoCanceller(DoubleTalkDetector(truth))
        asked = []
        loudspeaker = _Hardware(self._rng, self._rt60, self._played, self._level)
        for at, block in enumerate(to_blocks(np.rint(self._played).astype(np.int16))):
            truth.talk = bool(talk[at])
            before = len(truth.seen)
            arrives = loudspeaker.block(block)
            echo.feed(to_bytes(heard[at * BLOCK : (at + 1) * BLOCK] + arrives), block)
            if len(truth.seen) > before:
                asked.append(at)
        features = np.array(truth.seen, np.float16).reshape(-1, FEATURE_COUNT)
        return Example(features, talk[asked], weight[asked])

    def _fill(self) -> None:
        """Fill the scene with what the loudspeaker plays, one sound after another."""
        rng = self._rng
        at = int(rng.uniform(0, RATE))
        volume = rng.choice([1.0, _gain(-8), _gain(-16), _gain(rng.uniform(-20, 6))])
        while at < _LENGTH:
            sound = self._sound() * np.float32(volume)
            if rng.random() < 0.25 and len(sound) > RATE:
                sound = sound[: int(rng.uniform(0.3, 1) * len(sound))]
                sound[-_FADE:] *= np.linspace(1, 0, _FADE)
            sound = np.clip(sound[: _LENGTH - at], -_FULL, _FULL - 1)
            self._played[at : at + len(sound)] = sound
            self._spans.append((at, at + len(sound)))
            pause = rng.uniform(0.15, 0.6) if rng.random() < 0.6 else rng.uniform(0.6, 3)
            at += len(sound) + int(RATE * pause)

    def _sound(self) -> Samples:
        """Return a sentence of Floe's in most cases, else a tone or another voice."""
        rng, material = self._rng, self._material
        chance = rng.random()
        if chance < 0.72:
            return _read(_any(rng, material.sentences))
        if chance < 0.78:
            return tone(_any(rng, _TONES)).astype(np.float32)
        file = _any(rng, material.commands if chance < 0.88 else material.readings)
        sound = _read(file)[:_LONGEST]
        return sound * np.float32(rng.uniform(0.15, 0.8) * _FULL / np.abs(sound).max(initial=1))

    def _talk(self) -> None:
        """Let somebody talk, mostly over what is played, which then often falls silent."""
        rng = self._rng
        response = room.draw_impulse_response(rng, self._rt60, rng.uniform(0.5, 2.2))
        response = colour(rng, response)
        at = int(rng.uniform(0.2, 6) * RATE)
        while at < _LENGTH - RATE:
            over = next((span for span in self._spans if span[1] > at), None)
            if over and rng.random() < 0.8:
                at = int(rng.uniform(max(at, over[0]), over[1]))
            heard = room.convolve(self._utterance(), response)
            power = mixture.active_power(heard)
            if at + len(heard) > _LENGTH or not power:
                return
            louder = self._level * _gain(rng.normal(0, 2)) / np.sqrt(power)
            self._said[at : at + len(heard)] += heard * np.float32(louder)
            if rng.random() < 0.5:
                self._fall_silent(at + int(rng.uniform(0.1, 0.6) * RATE))
            at += len(heard) + int(rng.uniform(0.6, 6) * RATE)

    def _utterance(self) -> Samples:
        rng, material = self._rng, self._material
        if rng.random() < 0.45:
            return _read(_any(rng, material.commands))
        sound = _read(_any(rng, material.people[_any(rng, sorted(material.people))]))
        if len(sound) <= _LONGEST // 2:
            return sound
        start = rng.integers(len(sound) - _LONGEST // 2)
        piece = sound[start : start + rng.integers(RATE // 2, _LONGEST // 2)]
        piece[:_FADE] *= np.linspace(0, 1, _FADE)
        piece[-_FADE:] *= np.linspace(1, 0, _FADE)
        return piece

    def _fall_silent(self, at: int) -> None:
        for start, end in self._spans:
            if start <= at < end - _FADE:
                self._played[at : at + _FADE] *= np.linspace(1, 0, _FADE)
                self._played[at + _FADE : end] = 0

    def _labels(self) -> tuple[Samples, Samples]:
        power = np.mean(np.square(self._said.reshape(_BLOCKS, BLOCK)), axis=1)
        loud = power > _LOUD * self._level**2
        heard = np.flatnonzero(loud)
        for first, second in pairwise(heard):
            if second - first <= _GAP:
                loud[first:second] = True
        either = (power > _FAINT * self._level**2) & ~loud
        return loud.astype(np.float32), 1 - either.astype(np.float32)

    def _noise(self) -> Samples:
        """Return the microphone's own noise, often with a noise of a home."""
        rng = self._rng
        noise = rng.normal(0, _FULL * _gain(rng.uniform(-84, -62)), _LENGTH)
        if rng.random() < 0.5:
            sound = _read(_any(rng, self._material.noises))
            power = float(np.mean(np.square(sound[sound != 0]))) if sound.any() else 0.0
            if power:
                start = rng.integers(_LENGTH) if rng.random() < 0.5 else 0
                whole = np.resize(sound, _LENGTH - start)
                if start:
                    whole[len(sound) :] = 0
                level = self._level * _gain(-rng.uniform(3, 35))
                noise[start:] += whole * level / np.sqrt(power)
        return noise.astype(np.float32)


class _Hardware:
    """A loudspeaker, its path to the microphone and its clock, one of which may change midway."""

    def __init__(
        self, rng: np.random.Generator, rt60: float, played: Samples, level: float
    ) -> None:
        self._rng = rng
        self._rt60 = rt60
        self._delay = round(rng.uniform(0, 0.32) * RATE)
        self._limit = rng.uniform(-12, 3) if rng.random() < 0.5 else None
        self._drift = rng.choice([0.0, 0.0, rng.uniform(-20, 20), rng.uniform(-110, 110)])
        self._until = int(rng.uniform(6, 18) * RATE / BLOCK) if rng.random() < 0.25 else -1
        self._impulse_response = self._taps()
        arrives = room.convolve(played, self._impulse_response)
        loudness = np.sqrt(mixture.active_power(arrives)) or 1.0
        headphones = rng.random() < 0.12
        wanted = min(level * _gain(rng.uniform(-16, 18)), _FULL / 4)
        self._gain = 0.0 if headphones else wanted / loudness
        self._loudspeaker = self._made()

    def block(self, played: bytes) -> Samples | np.float32:
        """Play one block, and return what arrives at the microphone meanwhile."""
        if not self._until:
            self._change()
        self._until -= 1
        arrives = self._loudspeaker.block(played)
        return np.float32(0) if arrives is None else arrives

    def _change(self) -> None:
        """Move the microphone, or change the volume, or the delay, as when a buffer runs dry."""
        rng = self._rng
        match rng.integers(3):
            case 0:
                self._impulse_response = self._taps()
            case 1:
                self._gain *= _gain(rng.uniform(-8, 8))
            case _:
                self._delay = max(0, self._delay + round(rng.uniform(-0.04, 0.04) * RATE))
        self._loudspeaker = self._made()

    def _taps(self) -> Samples:
        rng = self._rng
        return colour(rng, room.draw_impulse_response(rng, self._rt60, rng.uniform(0.15, 1.2)))

    def _made(self) -> Loudspeaker:
        late = np.pad(self._impulse_response * np.float32(self._gain), (self._delay, 0))
        return Loudspeaker(late, float(self._drift), self._limit)


def _gain(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _any(rng: np.random.Generator, things: Sequence[T]) -> T:
    return things[int(rng.integers(len(things)))]


def _read(file: Path) -> Samples:
    return wave.read(file).astype(np.float32)
