"""The voice of a person who is not Floe: flite where it is, else another voice of espeak."""

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE
from voice.rehearsal.voices import Voices
from voice.speaker.voice import Voice

PAUSE = np.zeros(RATE, np.int16)


@cache
def voices() -> Voices:
    """Return the synthesiser; its engine's process ends with the tests."""
    espeak = Voice()
    return Voices(lambda text, voice: espeak.render(text, voice=voice))


def say(text: str, voice: str = "slt") -> NDArray[np.int16]:
    """Say ``text`` between two pauses: int16 mono at 16 kHz, with a microphone's faint noise."""
    speech = np.concatenate([PAUSE // 2, voices()(text, voice), PAUSE])
    noise = np.random.default_rng(len(text)).normal(0, 8, len(speech))
    return np.clip(speech // 2 + noise, -32768, 32767).astype(np.int16)


def blocks(samples: NDArray[np.int16]) -> Iterator[bytes]:
    """Cut ``samples`` into blocks; what is left over at the end is dropped."""
    for start in range(0, len(samples) - BLOCK + 1, BLOCK):
        yield samples[start : start + BLOCK].tobytes()
