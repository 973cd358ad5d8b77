"""Tunes the margins of `voice.recognizer.rejection`, on sound that no figure is measured on.

`python -m models.training.margins SPEECH...` prints the best margin for each of the stakes; the
values are then written into `voice/recognizer/rejection.py` by hand.

The commands are the phrasings of the tests, in a synthetic voice that neither trains nor is
measured, and the recordings that a manifest lists for the use ``tune``; each is heard in quiet and
in a noise of a home. The other speech is what a manifest lists for the use ``other``, and a part of
what the speech model was trained on. The latter is easier to reject than the speech that the
margins are for, which `bench.rejection` measures.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
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
from bench.systems import recognizer
from bench.table import Count, Rate, Table
from floe.document import Document
from floe.errors import FloeError
from intents.intent import ANSWERS, Intent
from intents.library import Intents
from intents.stakes import Stakes
from models.folder import ModelFolder
from models.store import Store
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.recognizer.rejection import Interpretation, interpretations

_PHRASINGS = Path(__file__).parents[2] / "tests/intents/phrasings.yaml"
"""The phrasings of commands that the tests of the intents have."""
_VOICE = ("festival", "cmu_us_slt_arctic_hts")
"""The development voice: its synthesiser and its name."""
_EVERY = 3
"""Only each third phrasing is spoken."""
_EACH = 60
"""How many recordings of other speech are taken from each source."""
_RATIO = 12
"""Signal-to-noise ratio in dB."""
_STEPS = np.arange(-3.0, 1.25, 0.25)
"""The margins that are tried, as natural logarithms. Hypotheses with evidence below -3 are cut off
by the model's lattice beam."""
_PRICES: Mapping[Stakes, float] = {
    Stakes.URGENT: 6.0, Stakes.ASKED: 8.0, Stakes.PLAIN: 1.0, Stakes.GRAVE: 0.5,
}  # fmt: skip
"""How many false commands in an hour of speech one more in a hundred commands heard is worth. That
is a judgement which data cannot give: a false "stop" costs a pause, a missed one costs skin."""


@dataclass(frozen=True)
class DevelopmentSample:
    """A command or other speech to tune on, not yet heard."""

    name: str
    """The name of the intent that is meant; empty for other speech."""
    said: str | Path
    """A text for the development voice, or a recording."""
    noise: Path | None = None
    """A recording of noise that is heard with it; None for quiet."""


@dataclass(frozen=True)
class Trial:
    """What the recogniser found in a sample."""

    name: str
    """The name of the intent that was meant; empty for other speech."""
    found: tuple[tuple[str, Stakes, float], ...]
    """The likeliest intent of each utterance, its stakes, and the evidence for it."""
    seconds: float
    """How long the sample is."""


@dataclass(frozen=True)
class OperatingPoint:
    """What one margin leads to."""

    margin: float
    missed: Count
    """Commands that are not understood."""
    false: Rate
    """Other speech that is taken for a command."""


def operating_points(trials: Sequence[Trial], stakes: Stakes) -> list[OperatingPoint]:
    """Return what each of the margins that are tried leads to for commands of these stakes."""
    hours = sum(trial.seconds for trial in trials if not trial.name) / 3600
    commands = [trial for trial in trials if trial.name and _stakes_if_asked(trial.name) is stakes]
    other = [evidence for trial in trials if not trial.name
             for _, each, evidence in trial.found if each is stakes]  # fmt: skip
    return [
        OperatingPoint(
            float(margin),
            Count.over((trial.name not in _accepted(trial, margin)) for trial in commands),
            Rate(sum(evidence > margin for evidence in other), hours),
        )
        for margin in _STEPS
    ]


def choose_point(points: Sequence[OperatingPoint], price: float) -> OperatingPoint:
    """Return the point at which missed and false commands together cost least.

    ``price`` is how many false commands in an hour one more in a hundred commands heard is worth.
    Of several such points the one with the largest margin is chosen, because speech that is not
    in the data may still come.
    """
    return min(
        points,
        key=lambda point: (
            round(point.missed.percent * price + point.false.hourly, 6), -point.margin
        ),
    )  # fmt: skip


def _stakes_if_asked(name: str) -> Stakes:
    """Return the stakes of an intent, while Floe asks for every possible answer."""
    return Stakes.of(name, ANSWERS)


def _accepted(trial: Trial, margin: float) -> list[str]:
    """Return the names of the intents with more evidence than ``margin``."""
    return [name for name, _, evidence in trial.found if evidence > margin]


def tune(corpora: Sequence[Corpus], model: ModelFolder, pool: Pool, out: Path | None) -> None:
    """Print the best margins and what they lead to, and draw the trade-off into the file ``out``.

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
    curves = {stakes: operating_points(trials, stakes) for stakes in Stakes}
    chosen = {stakes: choose_point(curve, _PRICES[stakes]) for stakes, curve in curves.items()}
    for stakes, point in chosen.items():
        table.row(stakes, f"{point.margin:g}: missed {point.missed}, false an hour {point.false}")
    if out:
        out.write_text(_picture(curves, chosen), encoding="utf-8")


def _picture(
    curves: Mapping[Stakes, Sequence[OperatingPoint]], chosen: Mapping[Stakes, OperatingPoint]
) -> str:
    from bench import pictures  # needs matplotlib, which only drawing does

    lines = {each.value: [_place(point) for point in points] for each, points in curves.items()}
    return pictures.tradeoff(lines, {each.value: _place(point) for each, point in chosen.items()})


def _place(point: OperatingPoint) -> tuple[float, float]:
    return point.false.hourly, point.missed.percent


def _commands(corpora: Sequence[Corpus]) -> Iterator[DevelopmentSample]:
    """Yield the commands to tune on, none of which is measured."""
    intents = Intents.load()
    measured = {text for texts in Document.load(COMMANDS).data.values() for text in texts}
    for phrasings in Document.load(_PHRASINGS).data.values():
        for phrasing in phrasings[::_EVERY]:
            text = phrasing if isinstance(phrasing, str) else next(iter(phrasing))
            intent = intents.match(text)
            if intent and text not in measured:
                yield DevelopmentSample(intent.name, intent.text)
    for corpus in corpora:
        for file, text in corpus.use("tune"):
            intent = intents.match(text)
            if intent:
                yield DevelopmentSample(intent.name, file)


def _other(corpora: Sequence[Corpus]) -> Iterator[DevelopmentSample]:
    """Yield the recordings of other speech to tune on."""
    intents = Intents.load()
    taken: Counter[str] = Counter()
    for corpus in corpora:
        for file, _ in corpus.use("other"):
            yield DevelopmentSample("", file)
        for file, text in corpus.use("train"):
            source = file.relative_to(corpus.folder).parts[0]
            if taken[source] < _EACH and intents.match(text) is None:
                taken[source] += 1
                yield DevelopmentSample("", file)


def _trial(model: Path, sample: DevelopmentSample) -> Trial:
    ear = recognizer(model)
    samples = _sound(sample)
    found = [
        interpretations(result.utterance.hypotheses, ear.match)
        for result in ear.hear(to_blocks(samples))
    ]
    best = [max(each, key=_evidence) for each in found if each]
    likeliest = tuple((each.intent.name, _stakes_of(each.intent), each.evidence) for each in best)
    return Trial(sample.name, likeliest, len(samples) / RATE)


def _stakes_of(intent: Intent) -> Stakes:
    """Return the stakes of what was heard; a number alone does nothing unless it was asked for."""
    return Stakes.ASKED if intent.slots.get("bare") else _stakes_if_asked(intent.name)


def _sound(sample: DevelopmentSample) -> NDArray[np.int16]:
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


def main(arguments: list[str] | None = None) -> int:
    """Tune the margins; return the exit code."""
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
        print(f"margins: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
