"""Measures a model as libvosk runs it, with grammars that allow whole sentences only.

python -m models.training.evaluate --model DIR --speech DIR
"""

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import vosk

from models.training.data import SAMPLE_RATE, load_audio, read_manifest
from models.training.errors import SpeechError, TrainingError
from models.training.features import FloatArray
from models.training.grammars import coffee_grammar, order_slots, sentence_grammar, strict_model
from models.training.graph import GARBAGE_WORD

TUNING_DIGITS = "01234567"
"""First hex digits of the coffee orders that may be tuned on; the others are the test."""

COMMANDS = Path(__file__).with_name("commands.txt")
"""Sentences that Floe's intents accept."""

_BLOCK = 1600
"""Samples that the recogniser is given at once: 0.1 s."""


@dataclass(frozen=True)
class Voice:
    """A synthesised voice that no model is trained on."""

    name: str
    command: tuple[str, ...]
    """Program and arguments; {file} and {text} are replaced."""


HELD_OUT = (
    Voice("flite slt", ("flite", "-voice", "slt", "-t", "{text}", "{file}")),
    Voice("flite rms", ("flite", "-voice", "rms", "-t", "{text}", "{file}")),
    Voice("espeak-ng scotland", ("espeak-ng", "-v", "en-gb-scotland", "-w", "{file}", "{text}")),
    Voice("espeak-ng f3", ("espeak-ng", "-v", "en-us+f3", "-w", "{file}", "{text}")),
    Voice("espeak-ng m6", ("espeak-ng", "-v", "en-us+m6", "-w", "{file}", "{text}")),
    Voice(
        "festival us-slt-hts",
        ("text2wave", "-eval", "(voice_cmu_us_slt_arctic_hts)", "-o", "{file}"),
    ),
)


class Hearing:
    """A model with a grammar, ready to hear recordings."""

    def __init__(self, folder: Path) -> None:
        """Load the model at `folder`."""
        vosk.SetLogLevel(-1)
        self._model = vosk.Model(str(folder))

    def texts(self, samples: FloatArray) -> list[str]:
        """What is heard, utterance by utterance."""
        recogniser = vosk.KaldiRecognizer(self._model, SAMPLE_RATE)
        sound = np.clip(samples * 32768, -32768, 32767).astype("<i2")
        results = [
            recogniser.Result()
            for start in range(0, len(sound), _BLOCK)
            if recogniser.AcceptWaveform(sound[start : start + _BLOCK].tobytes())
        ]
        texts = (json.loads(result)["text"] for result in [*results, recogniser.FinalResult()])
        return [text for text in texts if text]


def coffee_orders(
    model: Path, speech: Path, noise: FloatArray | None = None, snr: float = 0,
    garbage: bool = False,
) -> Mapping[str, float]:  # fmt: skip
    """Share of the benchmark's orders understood, for tuning and for the test.

    With `noise` added at `snr` decibels, and with `garbage` allowed in the grammar.
    """
    folder = speech / "coffee-orders"
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    right: dict[str, list[bool]] = {"tuning": [], "test": []}
    rng = np.random.default_rng(5)
    with TemporaryDirectory() as scratch:
        hearing = Hearing(strict_model(model, coffee_grammar(garbage), Path(scratch) / "coffee"))
        for name, label in sorted(labels.items()):
            wanted = {slot: value.strip() for slot, value in label["slots"].items()}
            samples = load_audio(folder / name)
            if noise is not None:
                samples = mix(samples, noise, snr, rng)
            heard = [order_slots(text) for text in hearing.texts(samples)]
            right["tuning" if name[0] in TUNING_DIGITS else "test"].append(wanted in heard)
    return {half: sum(flags) / len(flags) for half, flags in right.items()}


def mix(samples: FloatArray, noise: FloatArray, snr: float, rng: np.random.Generator) -> FloatArray:
    """Add noise `snr` decibels below the speech."""
    start = int(rng.integers(len(noise)))
    part = noise[(start + np.arange(len(samples))) % len(noise)]
    ratio = np.sqrt(np.mean(samples**2) / max(float(np.mean(part**2)), 1e-12))
    mixed: FloatArray = samples + part * ratio * 10 ** (-snr / 20)
    return mixed


def say(voice: Voice, text: str, path: Path) -> None:
    """Speak a sentence with a held-out voice."""
    command = [part.format(file=path, text=text) for part in voice.command]
    result = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    if result.returncode != 0 or not path.exists():
        raise SpeechError(f"{voice.name} could not say {text!r}")


def commands(model: Path, sentences: Sequence[str], folder: Path, each: int) -> dict[str, float]:
    """Share of sentences heard word for word, by held-out voice; `each` sentences a voice."""
    folder.mkdir(parents=True, exist_ok=True)
    shares = {}
    with TemporaryDirectory() as scratch:
        hearing = Hearing(strict_model(model, sentence_grammar(sentences), Path(scratch) / "own"))
        for number, voice in enumerate(HELD_OUT):
            rng = random.Random(number)  # noqa: S311 - no secret
            right = 0
            for index, text in enumerate(rng.sample(list(sentences), each)):
                path = folder / f"{voice.name.replace(' ', '-')}-{index}.wav"
                if not path.exists():
                    say(voice, text, path)
                right += " ".join(hearing.texts(load_audio(path))) == text
            shares[voice.name] = right / each
    return shares


def false_commands(
    model: Path, sentences: Sequence[str], speech: Path
) -> dict[str, tuple[int, float]]:
    """Commands heard in speech that has none, and its minutes, by corpus."""
    found: dict[str, tuple[int, float]] = {}
    with TemporaryDirectory() as scratch:
        hearing = Hearing(strict_model(model, sentence_grammar(sentences), Path(scratch) / "own"))
        for recording in read_manifest(speech, "test"):
            samples = load_audio(recording.path)
            false = sum(text != GARBAGE_WORD for text in hearing.texts(samples))
            count, minutes = found.get(recording.group, (0, 0.0))
            found[recording.group] = (count + false, minutes + len(samples) / SAMPLE_RATE / 60)
    return found


def main() -> int:
    """Print the figures of a model as JSON; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m models.training.evaluate", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="the model's folder")
    parser.add_argument("--speech", type=Path, required=True, help="folder with manifest.tsv")
    parser.add_argument("--each", type=int, default=100, help="commands for each held-out voice")
    arguments = parser.parse_args()
    sentences = COMMANDS.read_text(encoding="utf-8").splitlines()
    figures: dict[str, object] = {}
    try:
        figures["coffee orders"] = coffee_orders(arguments.model, arguments.speech)
        with TemporaryDirectory() as scratch:
            voices = commands(arguments.model, sentences, Path(scratch), arguments.each)
        figures["own commands"] = voices
        figures["false commands"] = false_commands(arguments.model, sentences, arguments.speech)
    except TrainingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{json.dumps(figures, indent=2)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
