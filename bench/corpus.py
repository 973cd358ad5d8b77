"""The recordings and synthetic voices that figures are measured on; none of them tuned anything."""

import csv
import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio import wave
from audio.sound import BLOCK, RATE

HELD_OUT = (
    ("flite", "slt"),
    ("flite", "rms"),
    ("espeak-ng", "en-gb-scotland"),
    ("espeak-ng", "en-us+f3"),
    ("espeak-ng", "en-us+m6"),
)
"""Synthesiser and voice; the training recipe leaves them out."""


@dataclass(frozen=True)
class Order:
    """One spoken coffee order and its labelled slots."""

    file: Path
    slots: dict[str, str]


def orders(speech: Path) -> list[Order]:
    """Give the spoken coffee orders with their labels, in the files' order."""
    folder = speech / "coffee-orders"
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    return [
        Order(folder / name, {key: value.strip() for key, value in label["slots"].items()})
        for name, label in sorted(labels.items())
    ]


def is_development(order: Order) -> bool:
    """Tell whether the order belongs to the half that settings may be chosen on."""
    return order.file.name[0] in "01234567"


def other_speech(speech: Path) -> dict[str, list[Path]]:
    """Give the test recordings that hold no command of Floe's, by source."""
    sources: dict[str, list[Path]] = {}
    with (speech / "manifest.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["use"] == "test":
                sources.setdefault(row["path"].split("/")[0], []).append(speech / row["path"])
    sources["coffee-orders"] = [order.file for order in orders(speech)]
    return sources


def synthesise(synthesiser: str, voice: str, text: str) -> NDArray[np.int16]:
    """Say ``text``: int16 mono at 16 kHz, from the first sound to the last."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        command = [synthesiser, "-voice", voice, "-t", text, "-o", file.name]
        if synthesiser == "espeak-ng":
            command = [synthesiser, "-v", voice, "-w", file.name, text]
        subprocess.run(command, check=True, capture_output=True)
        samples = wave.read(Path(file.name))
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max(initial=0))
    return samples[loud[0] : loud[-1] + 1]


def framed(samples: NDArray[np.int16]) -> tuple[list[bytes], float]:
    """Put ``samples`` between stretches of faint noise.

    Gives the blocks, and the second at which the speech ends in them.
    """
    sound = np.random.default_rng(len(samples)).normal(0, 8, len(samples) + 2 * RATE)
    start = RATE // 2
    sound[start : start + len(samples)] += samples
    data = np.clip(sound, -32768, 32767).astype(np.int16).tobytes()
    size = 2 * BLOCK
    blocks = [data[at : at + size] for at in range(0, len(data) - size + 1, size)]
    return blocks, (start + len(samples)) / RATE
