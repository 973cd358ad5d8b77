"""Sets the margins of `voice/recognizer/rejection.py`, on sound that no figure is taken from.

Commands are the phrasings of the tests in a voice that neither trains nor is measured, and
recordings whose use in a manifest is ``tune``, each also in a noise of a home; other speech is
what a manifest has for ``other``, and a part of what the model was trained on, which is easier
than what the margins are for: `bench.rejection` measures that.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import cycle
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio import wave
from audio.block import to_blocks
from audio.sound import RATE
from bench import page, voices
from bench.acoustics import mixture
from bench.corpus import Corpus
from bench.pool import Pool
from bench.run import COMMANDS
from bench.table import Count, Rate, Table
from floe.document import Document
from floe.errors import FloeError
from intents.intent import ANSWERS, Intent
from intents.library import Intents
from models.folder import ModelFolder
from models.store import Store
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.recognizer.rejection import Interpretation, Stakes, interpretations

_PHRASINGS = Path(__file__).parents[2] / "tests/intents/phrasings.yaml"
_VOICE = ("festival", "cmu_us_slt_arctic_hts")
_EVERY = 3
"""One phrasing in how many is spoken."""
_EACH = 60
"""Recordings of other speech that are taken of each source."""
_RATIO = 12
"""Decibels from the noise up to the speech."""
_STEPS = np.arange(-3.0, 1.25, 0.25)
"""Margins that are tried, natural logarithms. Below -3 lies what the model's lattice beam cuts
off."""
_PRICES: Mapping[Stakes, float] = {
    Stakes.URGENT: 6.0, Stakes.ASKED: 8.0, Stakes.PLAIN: 1.0, Stakes.GRAVE: 0.5,
}  # fmt: skip
"""False commands in an hour of speech that one more in a hundred commands heard is worth: the
judgement that the data cannot give. A false "stop" costs a pause, a missed one costs skin."""


@dataclass(frozen=True)
class Sample:
    """A command, or other speech."""

    name: str
    """The intent that is meant; empty for other speech."""
    said: str | Path
    """The words for the development voice, or a recording."""
    noise: Path | None = None
    """What is heard with it."""


@dataclass(frozen=True)
class Trial:
    """What was found in a sample."""

    name: str
    """The intent that was meant; empty for other speech."""
    found: tuple[tuple[str, Stakes, float], ...]
    """The likeliest intent of each utterance, its kind, and the evidence for it."""
    seconds: float


@dataclass(frozen=True)
class Point:
    """What one margin does."""

    margin: float
    missed: Count
    false: Rate


def curve(trials: Sequence[Trial], kind: Stakes) -> list[Point]:
    """Return what each margin does to the commands of one kind."""
    hours = sum(trial.seconds for trial in trials if not trial.name) / 3600
    commands = [trial for trial in trials if trial.name and _kind(trial.name) is kind]
    other = [evidence for trial in trials if not trial.name
             for _, each, evidence in trial.found if each is kind]  # fmt: skip
    return [
        Point(
            float(margin),
            Count.over((trial.name not in _above(trial, margin)) for trial in commands),
            Rate(sum(evidence > margin for evidence in other), hours),
        )
        for margin in _STEPS
    ]


def best(points: Sequence[Point], price: float) -> Point:
    """Choose the point at which what is missed and what is false cost least together.

    Of several, the one with the largest margin: what is not seen in the data may still be.
    """
    return min(
        points,
        key=lambda point: (
            round(point.missed.percent * price + point.false.hourly, 6), -point.margin
        ),
    )  # fmt: skip


def _kind(name: str) -> Stakes:
    return Stakes.of(name, ANSWERS)


def _above(trial: Trial, margin: float) -> list[str]:
    return [name for name, _, evidence in trial.found if evidence > margin]


def tune(corpora: Sequence[Corpus], model: ModelFolder, pool: Pool, out: Path | None) -> None:
    """Print the margins and what they do; draw the trade-off in ``out``.

    Raises:
        FloeError: a folder of recordings, the model or the voice cannot be used.
    """
    if out:
        page.check(out)
    CommandRecognizer(model, Intents.load())
    noises = cycle(corpora[0].household_to_tune)
    commands = [
        each for command in _commands(corpora)
        for each in (command, replace(command, noise=next(noises)))
    ]  # fmt: skip
    trials = pool.map(partial(_trial, model.path), [*commands, *_other(corpora)])
    table = Table("margins")
    curves = {kind: curve(trials, kind) for kind in Stakes}
    chosen = {kind: best(points, _PRICES[kind]) for kind, points in curves.items()}
    for kind, point in chosen.items():
        table.row(kind, f"{point.margin:g}: missed {point.missed}, false an hour {point.false}")
    if out:
        out.write_text(_picture(curves, chosen), encoding="utf-8")


def _picture(curves: Mapping[Stakes, Sequence[Point]], chosen: Mapping[Stakes, Point]) -> str:
    from bench import pictures  # needs matplotlib, which only drawing does

    lines = {kind.value: [_place(point) for point in points] for kind, points in curves.items()}
    return pictures.tradeoff(lines, {kind.value: _place(point) for kind, point in chosen.items()})


def _place(point: Point) -> tuple[float, float]:
    return point.false.hourly, point.missed.percent


def _commands(corpora: Sequence[Corpus]) -> Iterator[Sample]:
    """Return the development commands."""
    intents = Intents.load()
    measured = {text for texts in Document.load(COMMANDS).data.values() for text in texts}
    for phrasings in Document.load(_PHRASINGS).data.values():
        for phrasing in phrasings[::_EVERY]:
            text = phrasing if isinstance(phrasing, str) else next(iter(phrasing))
            intent = intents.match(text)
            if intent and text not in measured:
                yield Sample(intent.name, intent.text)
    for corpus in corpora:
        for file, text in corpus.use("tune"):
            intent = intents.match(text)
            if intent:
                yield Sample(intent.name, file)


def _other(corpora: Sequence[Corpus]) -> Iterator[Sample]:
    """Return recordings of other speech."""
    intents = Intents.load()
    taken: Counter[str] = Counter()
    for corpus in corpora:
        for file, _ in corpus.use("other"):
            yield Sample("", file)
        for file, text in corpus.use("train"):
            source = file.relative_to(corpus.folder).parts[0]
            if taken[source] < _EACH and intents.match(text) is None:
                taken[source] += 1
                yield Sample("", file)


def _trial(model: Path, sample: Sample) -> Trial:
    ear = _ear(model)
    samples = _sound(sample)
    found = [
        max(interpretations(heard.utterance.hypotheses, ear.match), key=_evidence, default=None)
        for heard in ear.hear(to_blocks(samples))
    ]
    likeliest = tuple(
        (each.intent.name, _stakes_of(each.intent), each.evidence) for each in found if each
    )
    return Trial(sample.name, likeliest, len(samples) / RATE)


def _stakes_of(intent: Intent) -> Stakes:
    """Return the stakes of what was heard; a number alone does nothing unless it was asked for."""
    return Stakes.ASKED if intent.slots.get("bare") else _kind(intent.name)


def _sound(sample: Sample) -> NDArray[np.int16]:
    recorded = isinstance(sample.said, Path)
    if isinstance(sample.said, Path):
        samples = wave.read(sample.said)
    else:
        samples = voices.synthesise(*_VOICE, sample.said)
    speech = samples.astype(np.float32)
    if sample.noise:
        noise = np.resize(wave.read(sample.noise), mixture.padded_length(speech)).astype(np.float32)
        return mixture.in_noise(speech, noise, _RATIO)
    return samples if recorded else mixture.in_quiet(speech, np.random.default_rng(len(samples)))


def _evidence(interpretation: Interpretation) -> float:
    return interpretation.evidence


@cache
def _ear(model: Path) -> CommandRecognizer:
    return CommandRecognizer(ModelFolder(model), Intents.load())


def main(arguments: list[str] | None = None) -> int:
    """Set the margins."""
    parser = argparse.ArgumentParser(prog="python -m models.training.margins", description=__doc__)
    parser.add_argument("speech", type=Path, nargs="+", help="folders with a manifest.tsv")
    parser.add_argument("--out", type=Path, help="the SVG file that the trade-off is drawn in")
    parser.add_argument("--model", help="another model, by name or folder")
    options = parser.parse_args(arguments)
    try:
        model = Store().find(options.model) if options.model else Store().current()
        with Pool() as pool:
            tune([Corpus(folder) for folder in options.speech], model, pool, options.out)
    except FloeError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
