"""Scenes of double talk, simulated: what `models.training.detector` learns from.

Floe's voice speaks sentences that are none of its prompts, other voices too; people talk over it
or not; rooms, loudspeakers, levels and noises are drawn wider than those that are measured in.
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
_BLOCKS = SECONDS * RATE // BLOCK
_LENGTH = _BLOCKS * BLOCK
_FULL = 32_768
_TONES = ("heard", "trouble")
_FADE = 160
"""Samples over which a sound that is cut off fades, 10 ms."""
_LONGEST = 8 * RATE
"""Samples of one recording that are played; of one that is said over it, half of that."""
_LOUD, _FAINT = 10**-2.0, 10**-4.0
"""Of the power of the talker's active speech: louder blocks are talk, fainter ones are none, and
what lies between is either."""
_GAP = 8
"""Blocks, 0.16 s, within which two blocks of talk are one."""

Samples = NDArray[np.float32]
T = TypeVar("T")


@dataclass(frozen=True)
class DoubleTalkMaterial:
    """What scenes are made of."""

    sentences: list[Path]
    """In Floe's voice, as they are played."""
    readings: list[Path]
    """People's, which are played as well: Floe has another voice on another system."""
    people: dict[str, list[Path]]
    """Recordings of speech by their source."""
    commands: list[Path]
    """In synthesised voices."""
    noises: list[Path]


@dataclass(frozen=True)
class Example:
    """A scene as the detector sees it; a row for each block that it is asked about."""

    features: NDArray[np.float16]
    """Shape (blocks, `audio.echo.features.FEATURE_COUNT`)."""
    talk: NDArray[np.float32]
    """1 where somebody talks."""
    weight: NDArray[np.float32]
    """0 where nobody can say."""


def example(material: DoubleTalkMaterial, number: int) -> Example:
    """Simulate a scene; the same number is the same scene."""
    return _Scene(material, number).play()


class _Truth:
    """Is asked in the detector's place: knows, and keeps what it was asked about."""

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
        """Let it happen, block by block, before an echo path that knows who talks."""
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
        """Let the loudspeaker play one thing after another."""
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
        """Return a sentence of Floe's, mostly; or a tone, or another voice."""
        rng, material = self._rng, self._material
        kind = rng.random()
        if kind < 0.72:
            return _read(_any(rng, material.sentences))
        if kind < 0.78:
            return tone(_any(rng, _TONES)).astype(np.float32)
        file = _any(rng, material.commands if kind < 0.88 else material.readings)
        sound = _read(file)[:_LONGEST]
        return sound * np.float32(rng.uniform(0.15, 0.8) * _FULL / np.abs(sound).max(initial=1))

    def _talk(self) -> None:
        """Let somebody talk, mostly over what is played, which often falls silent for it."""
        rng = self._rng
        way = colour(rng, room.draw_impulse_response(rng, self._rt60, rng.uniform(0.5, 2.2)))
        at = int(rng.uniform(0.2, 6) * RATE)
        while at < _LENGTH - RATE:
            over = next((span for span in self._spans if span[1] > at), None)
            if over and rng.random() < 0.8:
                at = int(rng.uniform(max(at, over[0]), over[1]))
            heard = room.convolve(self._utterance(), way)
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
        """Return the microphone's own noise, and often one of the room's."""
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
    """A loudspeaker, its way to the microphone and its clock; sometimes one of them changes."""

    def __init__(
        self, rng: np.random.Generator, rt60: float, played: Samples, level: float
    ) -> None:
        self._rng = rng
        self._rt60 = rt60
        self._delay = round(rng.uniform(0, 0.32) * RATE)
        self._limit = rng.uniform(-12, 3) if rng.random() < 0.5 else None
        self._drift = rng.choice([0.0, 0.0, rng.uniform(-20, 20), rng.uniform(-110, 110)])
        self._until = int(rng.uniform(6, 18) * RATE / BLOCK) if rng.random() < 0.25 else -1
        self._way = self._taps()
        arrives = room.convolve(played, self._way)
        loudness = np.sqrt(mixture.active_power(arrives)) or 1.0
        headphones = rng.random() < 0.12
        wanted = min(level * _gain(rng.uniform(-16, 18)), _FULL / 4)
        self._gain = 0.0 if headphones else wanted / loudness
        self._loudspeaker = self._made()

    def block(self, played: bytes) -> Samples | np.float32:
        """Play a block, give what arrives meanwhile."""
        if not self._until:
            self._change()
        self._until -= 1
        arrives = self._loudspeaker.block(played)
        return np.float32(0) if arrives is None else arrives

    def _change(self) -> None:
        """Move the microphone, turn the volume, or let a buffer run empty or full."""
        rng = self._rng
        match rng.integers(3):
            case 0:
                self._way = self._taps()
            case 1:
                self._gain *= _gain(rng.uniform(-8, 8))
            case _:
                self._delay = max(0, self._delay + round(rng.uniform(-0.04, 0.04) * RATE))
        self._loudspeaker = self._made()

    def _taps(self) -> Samples:
        rng = self._rng
        return colour(rng, room.draw_impulse_response(rng, self._rt60, rng.uniform(0.15, 1.2)))

    def _made(self) -> Loudspeaker:
        late = np.pad(self._way * np.float32(self._gain), (self._delay, 0))
        return Loudspeaker(late, float(self._drift), self._limit)


def _gain(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _any(rng: np.random.Generator, things: Sequence[T]) -> T:
    return things[int(rng.integers(len(things)))]


def _read(file: Path) -> Samples:
    return wave.read(file).astype(np.float32)
