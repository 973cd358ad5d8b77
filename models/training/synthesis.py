"""Natural speech out of a neural voice model, hours of it: `python -m models.training.synthesis`.

It needs the dependency group `training`, pip and npm, and makes an hour of speech in about
forty minutes of one core's time. Run it beside other work, at a low priority:

    nice -n 19 python -m models.training.synthesis --hours 40 \\
        --speech ../shared/speech ../shared/speech-more \\
        --texts ../shared/cases/phrasings.tsv ../shared/cases/writers.tsv

Stop it as you like: a sentence at most is lost, and the same command goes on from there.
Texts may be added then: what is there stays, and what comes after is drawn from all. Each
utterance is a FLAC, and a line in the output folder's `manifest.tsv`.
"""

import argparse
import io
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
from models.training.kokoro import RATE, VOICES, Kokoro, Voice
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

SHARES = {
    "commands": 0.35, "wordings": 0.15, "transcripts": 0.1, "examples": 0.2, "orders": 0.05,
    "words": 0.09, "numbers": 0.06,
}  # fmt: skip
"""How often an utterance is of each kind of text."""

SLOWEST, FASTEST = 0.8, 1.25
_MIXED = 0.6
"""How often two voices are mixed."""
_LEAST_SHARE = 0.25
"""Of a voice in a mixture."""
_ENDINGS = {"": 0.45, ".": 0.3, "!": 0.1, "?": 0.15}
"""How a text that has no mark at its end is read."""
_SHARD = 1000
"""Utterances in a folder."""
_LOUDEST = 0.95
_SILENT = 0.01
"""Part of the peak below which an utterance has not begun, or is over."""
_BEFORE, _AFTER = 0.15, 0.25
"""Seconds that are kept before and after it."""
_REPORT_EVERY = 600.0
"""Seconds between two lines of progress."""
_HEADER = "file\tseconds\tvoice\tspeed\ttext\n"

FloatArray = NDArray[np.float32]
Render = Callable[[str, Voice, float], FloatArray]
"""Samples of a text in a voice at a speed, `RATE` a second."""


@dataclass(frozen=True)
class Utterance:
    """What is to be said, and how."""

    number: int
    kind: str
    text: str
    voice: Voice
    speed: float

    @property
    def file(self) -> str:
        """Path in the output folder."""
        return f"{self.number // _SHARD:03}/{self.number:06}.flac"


class Plan:
    """Gives each number its utterance: always the same from the same texts."""

    def __init__(self, texts: Mapping[str, Draw]) -> None:
        """Take what draws each kind of text; kinds of `SHARES` may be missing."""
        self._texts = texts
        self._kinds = [kind for kind in SHARES if kind in texts]

    def __getitem__(self, number: int) -> Utterance:
        rng = random.Random(f"kokoro {number}")  # noqa: S311 - no secret
        voice, speed = _pick_voice(rng), round(rng.uniform(SLOWEST, FASTEST), 2)
        (kind,) = rng.choices(self._kinds, [SHARES[kind] for kind in self._kinds])
        text = self._texts[kind](rng)
        if text[-1].isalpha():
            text += rng.choices(list(_ENDINGS), list(_ENDINGS.values()))[0]
        return Utterance(number, kind, text, voice, speed)


def _pick_voice(rng: random.Random) -> Voice:
    name = rng.choice(VOICES)
    if rng.random() >= _MIXED:
        return Voice(name)
    others = [voice for voice in VOICES if voice[0] == name[0] and voice != name]
    share = round(rng.uniform(_LEAST_SHARE, 1 - _LEAST_SHARE), 2)
    return Voice(name, rng.choice(others), share)


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

    def add(self, utterance: Utterance, seconds: float) -> None:
        """Add an utterance of which the file is there."""
        fields = (utterance.file, f"{seconds:.2f}", utterance.voice, utterance.speed)
        with self._path.open("a", encoding="utf-8") as file:
            file.write("\t".join(map(str, (*fields, utterance.text))) + "\n")
        self.files.add(utterance.file)
        self.seconds += seconds


def synthesise(plan: Plan, render: Render, out: Path, hours: float) -> None:
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
    """Synthesise; returns the exit code: 0 done, 1 a failure said in one line."""
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
            plan = Plan(load_texts(options.texts, options.speech, options.cache))
            synthesise(plan, kokoro.say, options.out, options.hours)
    except filelock.Timeout:
        sys.stderr.write(f"{options.out} is being filled by another process\n")
        return 1
    except FloeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
