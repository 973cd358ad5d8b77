"""Four short tones of Floe's own, for what a tone says faster than words.

The tones differ in contour, so that nobody has to recognise a pitch: *heard* is one soft note,
*paused* falls, *done* rises in three notes, *trouble* is the same low note twice. Each note is a
sine with a quieter octave above it, and its level rises and falls smoothly, so that it neither
clicks nor startles.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from audio.sound import RATE

Note = tuple[float, float, float]
"""The frequency of a note in Hz, then its start and its length in seconds."""

NOTES: Mapping[str, tuple[Note, ...]] = MappingProxyType(
    {
        "heard": ((659.3, 0.0, 0.14),),
        "paused": ((587.3, 0.0, 0.22), (392.0, 0.17, 0.30)),
        "done": ((523.3, 0.0, 0.18), (659.3, 0.13, 0.18), (784.0, 0.26, 0.32)),
        "trouble": ((293.7, 0.0, 0.2), (293.7, 0.28, 0.28)),
    }
)
"""The notes of each tone, by the tone's name."""
_LEVEL = 0.22
"""Peak of one note, as a share of full scale: about as loud as speech at -20 dBFS."""
_ATTACK = 0.015
"""Seconds in which a note rises to its full level."""


@cache
def tone(name: str) -> NDArray[np.int16]:
    """Return the tone called ``name`` in `NOTES`: int16 mono samples at `audio.sound.RATE`.

    The array is shared by all callers and cannot be written to.

    Raises:
        KeyError: there is no tone of that name.
    """
    notes = NOTES[name]
    length = max(start + seconds for _, start, seconds in notes)
    mixed = np.zeros(round(length * RATE))
    for frequency, start, seconds in notes:
        note = _note(frequency, seconds)
        first = round(start * RATE)
        mixed[first : first + len(note)] += note[: len(mixed) - first]
    samples = np.rint(mixed * 32_767).astype(np.int16)
    samples.setflags(write=False)
    return samples


def _note(frequency: float, seconds: float) -> NDArray[np.float64]:
    time = np.arange(round(seconds * RATE)) / RATE
    wave = np.sin(2 * np.pi * frequency * time) + 0.2 * np.sin(4 * np.pi * frequency * time)
    rise = np.sin(np.minimum(time / _ATTACK, 1.0) * np.pi / 2) ** 2
    fall = np.cos(time / seconds * np.pi / 2) ** 2
    return np.asarray(_LEVEL * wave * rise * fall)
