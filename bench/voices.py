"""Speaks Floe's own commands in synthetic voices that no model was trained on."""

import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio import wave
from bench.errors import VoiceMissing

HELD_OUT = (
    ("flite", "slt"),
    ("flite", "rms"),
    ("espeak-ng", "en-gb-scotland"),
    ("espeak-ng", "en-us+f3"),
    ("espeak-ng", "en-us+m6"),
)
"""Synthesiser and voice of each; the training recipe leaves them out."""


def synthesise(synthesiser: str, voice: str, text: str) -> NDArray[np.int16]:
    """Return ``text`` as speech, int16 mono at 16 kHz, from its first sound to its last.

    Raises:
        VoiceMissing: the synthesiser or the voice is not installed, or says nothing.
    """
    # Each synthesiser silently uses another voice where it lacks the one asked for.
    if not set(voice.split("+")) <= _installed(synthesiser):
        raise VoiceMissing(f"{synthesiser}: has no voice {voice}; install it to measure")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "said.wav"
        if synthesiser == "flite":
            _output("flite", "-voice", voice, "-t", text, "-o", str(file))
        elif synthesiser == "festival":
            _output("text2wave", "-eval", f"(voice_{voice})", "-o", str(file), said=text)
        else:
            _output(synthesiser, "-v", voice, "-w", str(file), text)
        samples = wave.read(file)
    if not samples.any():
        raise VoiceMissing(f"{synthesiser}: says nothing as {voice}, of {text!r}")
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
    return samples[loud[0] : loud[-1] + 1]


@cache
def _installed(synthesiser: str) -> frozenset[str]:
    """Return the names of a synthesiser's voices, and of espeak-ng's variants of them."""
    if synthesiser == "flite":
        return frozenset(_output("flite", "-lv").split(":")[-1].split())
    if synthesiser == "festival":
        listed = _output("festival", "--batch", "(print (voice.list))")
        return frozenset(listed.strip("()\n ").split())
    languages = [row.split() for row in _output(synthesiser, "--voices").splitlines()]
    variants = [row.split() for row in _output(synthesiser, "--voices=variant").splitlines()]
    names = [row[1] for row in languages] + [Path(row[4]).name for row in variants]
    return frozenset(names)


def _output(*command: str, said: str | None = None) -> str:
    try:
        return subprocess.run(
            command, input=said, check=True, capture_output=True, text=True
        ).stdout
    except FileNotFoundError:
        raise VoiceMissing(f"{command[0]}: not installed; install it to measure") from None
    except subprocess.CalledProcessError as error:
        raise VoiceMissing(f"{command[0]}: failed: {error.stderr.strip() or error}") from error
