"""The voices of the people in a rehearsal: none of them Floe's own."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio.wave import read
from voice.errors import PersonSpeechless

Render = Callable[[str, str], NDArray[np.int16]]
"""Text and espeak voice to samples, as `voice.speaker.voice.Voice` gives them."""

FLITE = ("slt", "rms", "awb", "kal", "kal16")
ESPEAK = "espeak:"
_INSTEAD = {"slt": "en-us+f3", "rms": "en-gb-x-rp", "awb": "en-gb-scotland"}
_ANY = "en-gb-scotland"
_LIMIT = 30
"""Seconds for one line, which takes flite well under one."""


class Voices:
    """Speaks by flite or espeak, each line once; where flite is missing, espeak for both."""

    def __init__(self, espeak: Render, flite: str | None = None) -> None:
        """Take espeak's renderer, and flite's program if it is not to be searched for."""
        self._espeak = espeak
        self._flite = shutil.which("flite") if flite is None else flite
        self._spoken: dict[tuple[str, str], NDArray[np.int16]] = {}

    def __call__(self, text: str, voice: str) -> NDArray[np.int16]:
        """Return the samples of ``text``, mono at `audio.sound.RATE`.

        Raises:
            PersonSpeechless: there is no such voice, or its program failed.
        """
        key = text, voice
        if key not in self._spoken:
            self._spoken[key] = self._speak(text, voice)
        return self._spoken[key]

    def _speak(self, text: str, voice: str) -> NDArray[np.int16]:
        if voice.startswith(ESPEAK):
            return self._espeak(text, voice.removeprefix(ESPEAK))
        if voice not in FLITE:
            raise PersonSpeechless(
                f'there is no voice "{voice}" for the simulated person; '
                f"there are {', '.join(FLITE)}, and {ESPEAK} with a voice of espeak"
            )
        if not self._flite:
            return self._espeak(text, _INSTEAD.get(voice, _ANY))
        return _by_flite(self._flite, text, voice)


def _by_flite(program: str, text: str, voice: str) -> NDArray[np.int16]:
    with tempfile.TemporaryDirectory(prefix="floe-person-") as folder:
        path = Path(folder) / "line.wav"
        command = [program, "-voice", voice, "-o", str(path)]
        try:
            subprocess.run(
                command, input=text.encode(), capture_output=True, check=True, timeout=_LIMIT
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise PersonSpeechless(f"flite cannot say {text!r}: {error}") from error
        return read(path)
