"""Natural speech out of a neural voice model, hours of it: `python -m models.training.synthesis`.

It needs the dependency group `training`, pip and npm, and takes 40 to 75 minutes of a core for
an hour of speech, the more the busier its neighbour is. Run it at a low priority:

    nice -n 19 python -m models.training.synthesis --hours 40 \\
        --speech ../shared/speech ../shared/speech-more \\
        --texts ../shared/cases/phrasings.tsv ../shared/cases/writers.tsv

Stop it as you like: a sentence at most is lost, and the same command goes on from there.
Texts may be added then: what is there stays, and what comes after is drawn from all. Each
utterance is a FLAC, and a line in the output folder's `manifest.tsv`. On Linux, a process
begun by `setsid` competes by `/proc/PID/autogroup` alone: write 19 there as well.
"""

import argparse
import io
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import filelock
import numpy as np
import platformdirs
import soundfile
import soxr
from numpy.typing import NDArray

from floe.errors import FloeError
from models.training.data import SAMPLE_RATE
from models.training.errors import SpeechError
from models.training.kokoro import RATE, Kokoro, KokoroVoice
from models.training.registries import write_whole
from models.training.sayings import (
    Commands,
    Draw,
    Words,
    examples,
    known,
    number,
    orders,
    transcripts,
    wordings,
)
from models.training.utterances import PlannedUtterance, SynthesisPlan

_LOUDEST = 0.95
_SILENT = 0.01
"""Part of the peak below which an utterance has not begun, or is over."""
_BEFORE, _AFTER = 0.15, 0.25
"""Seconds that are kept before and after it."""
_REPORT_EVERY = 600.0
"""Seconds between two lines of progress."""
_HEADER = "file\tseconds\tvoice\tspeed\ttext\n"

FloatArray = NDArray[np.float32]
Render = Callable[[str, KokoroVoice, float], FloatArray]
"""Samples of a text in a voice at a speed, `RATE` a second."""


class Manifest:
    """The list of the utterances that are there, on disk as soon as each is added."""

    def __init__(self, path: Path) -> None:
        """Read a list, or begin one; a last line that was cut off is dropped."""
        self._path = path
        if not path.exists():
            write_whole(path, _HEADER.encode())
        content = path.read_text(encoding="utf-8")
        whole = content[: content.rfind("\n") + 1]
        if whole != content:
            write_whole(path, whole.encode())
        rows = [line.split("\t") for line in whole.splitlines()[1:]]
        self.files = {row[0] for row in rows}
        """Paths in the output folder."""
        self.seconds = sum(float(row[1]) for row in rows)
        """Of speech, altogether."""

    def add(self, utterance: PlannedUtterance, seconds: float) -> None:
        """Add an utterance of which the file is there."""
        fields = (utterance.file, f"{seconds:.2f}", utterance.voice, utterance.speed)
        with self._path.open("a", encoding="utf-8") as file:
            file.write("\t".join(map(str, (*fields, utterance.text))) + "\n")
        self.files.add(utterance.file)
        self.seconds += seconds


def synthesise(plan: SynthesisPlan, render: Render, out: Path, hours: float) -> None:
    """Have utterances spoken, in their order, until there are so many hours of them."""
    out.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(out / "manifest.tsv")
    begun, reported, before = time.monotonic(), time.monotonic(), manifest.seconds
    upcoming = 0
    while manifest.seconds < hours * 3600:
        utterance = plan[upcoming]
        upcoming += 1
        if utterance.file in manifest.files:
            continue
        try:
            samples = render(utterance.text, utterance.voice, utterance.speed)
            seconds = _write(samples, out / utterance.file)
        except SpeechError as error:
            _say(f"left out {utterance.text!r}: {error}")
            continue
        manifest.add(utterance, seconds)
        if time.monotonic() - reported > _REPORT_EVERY:
            reported = time.monotonic()
            pace = (reported - begun) / (manifest.seconds - before)
            made = f"{len(manifest.files)} utterances, {manifest.seconds / 3600:.2f} hours"
            _say(f"{made} of {hours:g}; {pace:.2f} seconds for one of speech")


def _trimmed(samples: FloatArray) -> FloatArray:
    """Cut off most of the silence at both ends."""
    loud = np.flatnonzero(np.abs(samples) > _SILENT * np.abs(samples).max(initial=0.0))
    if not len(loud):
        raise SpeechError("it came out silent")
    first, last = int(loud[0]) - int(_BEFORE * RATE), int(loud[-1]) + int(_AFTER * RATE)
    return samples[max(0, first) : last]


def _write(samples: FloatArray, path: Path) -> float:
    """Write samples as the recordings are; give their seconds."""
    resampled = soxr.resample(_trimmed(samples), RATE, SAMPLE_RATE)
    peak = float(np.abs(resampled).max(initial=0.0))
    if peak > _LOUDEST:
        resampled = resampled * (_LOUDEST / peak)
    packed = io.BytesIO()
    soundfile.write(packed, resampled, SAMPLE_RATE, format="FLAC", subtype="PCM_16")
    path.parent.mkdir(exist_ok=True)
    write_whole(path, packed.getvalue())
    return len(resampled) / SAMPLE_RATE


def _say(text: str) -> None:
    sys.stdout.write(f"{time.strftime('%m-%d %H:%M')} {text}\n")
    sys.stdout.flush()


def load_texts(files: Sequence[Path], speech: Sequence[Path], cache: Path) -> dict[str, Draw]:
    """Read all texts, and tell how many of each kind there are."""
    from models.training.corpus import model_words
    from models.training.lexicon import full_lexicon, word_log_probabilities

    lexicon = full_lexicon()
    lists = {
        "wordings": wordings(files),
        "transcripts": known(transcripts(speech), lexicon),
        "examples": known(examples(cache), lexicon),
        "orders": orders(),
    }
    words = word_log_probabilities(model_words(lexicon))
    counts = {kind: len(texts) for kind, texts in lists.items()} | {"words": len(words)}
    _say(", ".join(f"{kind}: {count}" for kind, count in counts.items()))
    drawn: dict[str, Draw] = {kind: _chooser(texts) for kind, texts in lists.items() if texts}
    return drawn | {"commands": Commands.load().draw, "words": Words(words).draw, "numbers": number}


def _chooser(texts: Sequence[str]) -> Draw:
    return lambda rng: rng.choice(texts)


def main(argv: Sequence[str] | None = None) -> int:
    """Synthesise; returns the exit code: 0 done, 1 a failure said in one line, 130 stopped."""
    home = platformdirs.user_cache_path("floe-training", appauthor=False)
    parser = argparse.ArgumentParser(
        prog="python -m models.training.synthesis", description=(__doc__ or "").splitlines()[0]
    )
    add = parser.add_argument
    add("--hours", type=float, default=20.0, help="speech to have in the end")
    add("--out", type=Path, default=home / "kokoro", help="folder for the speech")
    add("--cache", type=Path, default=home / "packages", help="folder for what is downloaded")
    add("--texts", type=Path, nargs="*", default=[], help="wordings, in each line's last column")
    add("--speech", type=Path, nargs="*", default=[], help="folders with a manifest.tsv each")
    options = parser.parse_args(argv)
    options.out.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(options.out / ".lock", timeout=0):
            kokoro = Kokoro(options.cache)
            plan = SynthesisPlan(load_texts(options.texts, options.speech, options.cache))
            synthesise(plan, kokoro.say, options.out, options.hours)
    except KeyboardInterrupt:
        return 130
    except filelock.Timeout:
        sys.stderr.write(f"{options.out} is being filled by another process\n")
        return 1
    except FloeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
