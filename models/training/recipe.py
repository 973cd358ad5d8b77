"""The recipe, stage by stage; a stage whose result is in the working folder is not repeated."""

import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from models.folder import ModelFolder
from models.training import bootstrap, pseudo, realignment
from models.training.alignment import Alignment, from_segments
from models.training.batches import Batches, TrainingMaterial, TrainingSource
from models.training.corpus import model_words, synthesised_recordings, transcribed
from models.training.criteria import Criterion, MutualInformation, PhoneGraph, frame_loss
from models.training.data import TrainingRecording, read_manifest
from models.training.errors import AlignmentError, SpeechError
from models.training.export import write_acoustic_model
from models.training.features import MEL_BINS, FloatArray, normalise
from models.training.graph import check_tools, write_graph
from models.training.lexicon import Lexicon, full_lexicon
from models.training.model import Model
from models.training.network import AcousticNetwork, NetworkShape
from models.training.store import FeatureStore
from models.training.training import Schedule, average_posteriors, train
from models.training.tree import Tree, gather, grow, plain_tree
from models.training.units import Transitions

ACOUSTIC_SCALE = 0.4
"""Of the network's scores against the graph's costs; tuned on half of the coffee orders."""

_OUTPUTS = 600
_BATCH = 16
_PRIOR_BATCHES = 12
_FIRST = Schedule(450)
_SECOND = Schedule(1000)
_THIRD = Schedule(1500, peak=1.2e-3)
_FOURTH = Schedule(4000, peak=1.5e-3)
_LAST = Schedule(5000, peak=8e-4)
"""The first network is small; those after the second go on from the one before. The last
learns from whole sequences, the others from frames."""
_GRAPH_BATCHES = 60
"""Batches that phones' followers are counted on."""
_BOOTSTRAP_LIMITS = {"speechocean762": 1800, "english-words": 900}
_BOOTSTRAP_LIMIT = 1000
"""Recordings of a group that pocketsphinx aligns, to begin with."""
_TREE_LIMIT = 3000
"""Recordings of a group that the tree is grown on."""
_LEAST_SCORES = {"speechocean762": 0.8, "english-words": 0.8}
_LEAST_SCORE = 0.4
"""Recordings of a lower mean score a frame are left out: they say something else."""
_LEAST_GUESSED = 2.6
"""Guessed words of a lower mean score a frame are left out."""
_SHARES = {
    "speechocean762": 0.17, "english-words": 0.06, "common-voice": 0.05, "ljspeech": 0.03,
    "one-reader": 0.05, "librispeech": 0.17, "espeak-ng": 0.15, "flite": 0.11, "festival": 0.06,
    "rhvoice": 0.12, "pico": 0.12, "asterisk-allison": 0.05, "freeswitch-callie": 0.05,
    "speech-commands": 0.08,
}  # fmt: skip
_OTHER_SHARE = 0.03
"""How often a recording of each group is drawn."""
_HELD_OUT_NOISE = "5-"
"""ESC-10's fifth fold is for tests."""

Aligned = dict[str, tuple[Alignment, float]]


def say(text: str) -> None:
    """Report progress."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@dataclass
class Recipe:
    """Where the recordings are, and where what is made of them goes."""

    speech: Sequence[Path]
    """Folders of recordings, each with its manifest.tsv."""
    work: Path

    @cached_property
    def lexicon(self) -> Lexicon:
        """Every word that may be in a transcript."""
        return full_lexicon()

    @cached_property
    def words(self) -> list[str]:
        """Words of the shipped model."""
        return model_words(self.lexicon)

    @cached_property
    def real(self) -> list[TrainingRecording]:
        """Transcribed recordings of people."""
        return transcribed(self._recordings("train"), self.lexicon)

    @cached_property
    def synthesised(self) -> list[TrainingRecording]:
        """Recordings of synthesised voices."""
        return synthesised_recordings(self.real, self.words, self.work / "voices")

    @cached_property
    def guessed(self) -> list[TrainingRecording]:
        """Recordings of people with guessed transcripts."""
        silent = [r for r in self._recordings("train") if not r.words]
        path = self.work / "guessed.txt"
        if not path.exists():
            found = pseudo.guess(silent, self.lexicon)
            lines = [f"{name}\t{' '.join(words)}\n" for name, words in found.items()]
            path.write_text("".join(lines), encoding="utf-8")
        rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
        words = {name: tuple(text.split()) for name, text in rows}
        return [replace(r, words=words[r.name]) for r in silent if words.get(r.name)]

    @cached_property
    def noise(self) -> list[TrainingRecording]:
        """Noises to mix with speech."""
        recordings = self._recordings("noise")
        return [r for r in recordings if not r.path.name.startswith(_HELD_OUT_NOISE)]

    def _recordings(self, use: str) -> list[TrainingRecording]:
        found = [r for folder in self.speech for r in read_manifest(folder, use)]
        if not found:
            folders = ", ".join(map(str, self.speech))
            raise SpeechError(f"{folders}: no recording for {use} in manifest.tsv")
        return found

    def store(self, name: str) -> FeatureStore:
        """Features of one of the lists of recordings, by its name."""
        return FeatureStore.build(getattr(self, name), self.work / name)

    def run(self, out: Path) -> None:
        """Do all stages, and write the model to `out`."""
        check_tools()
        self.work.mkdir(parents=True, exist_ok=True)
        say(f"{len(self.words)} words, {len(self.real)} recordings")
        say(f"{len(self.synthesised)} synthesised recordings")
        begun = self._bootstrap()
        mean = self._mean(begun)
        torch.manual_seed(1)
        batches = self._batches(begun, plain_tree(), mean, 1)
        first = self._train("first", batches, AcousticNetwork(small(plain_tree().pdfs)), _FIRST)
        aligned = self._align("first", first)
        tree = self._tree(aligned, mean)
        batches = self._batches(aligned, tree, mean, 2)
        second = self._train("second", batches, AcousticNetwork(NetworkShape(tree.pdfs)), _SECOND)
        third = self._train("third", self._batches(aligned, tree, mean, 3), second.network, _THIRD)
        aligned = self._align("third", third) | self._align_guessed("third", third)
        batches = self._batches(aligned, tree, mean, 5)
        fourth = self._train("fourth", batches, third.network, _FOURTH)
        aligned |= self._align_guessed("fourth", fourth)
        batches = self._batches(aligned, tree, mean, 9)
        graph = PhoneGraph.count(targets for _, targets in islice(batches, _GRAPH_BATCHES))
        criterion = MutualInformation(graph, fourth.log_priors, ACOUSTIC_SCALE)
        last = self._train("last", batches, fourth.network, _LAST, criterion)
        self.write(last, out)

    def write(self, model: Model, out: Path) -> None:
        """Write a model in Vosk's format."""
        transitions = Transitions.of(self.lexicon, self.words, model.tree)
        write_acoustic_model(out, model, transitions, ACOUSTIC_SCALE)
        write_graph(out, self.words, self.lexicon, transitions)
        folder = ModelFolder(out)
        folder.write_checksums()
        say(f"{folder.size / 1e6:.1f} MB in {out}")

    def _bootstrap(self) -> Aligned:
        path = self.work / "begun.npz"
        if not path.exists():
            groups = _by_group([*self.real, *self.synthesised])
            rng = random.Random(0)  # noqa: S311 - no secret
            chosen: list[TrainingRecording] = []
            for name, group in groups.items():
                count = min(len(group), _BOOTSTRAP_LIMITS.get(name, _BOOTSTRAP_LIMIT))
                chosen += rng.sample(group, count)
            segments = bootstrap.align_all(chosen, self.lexicon, self.work)
            found: Aligned = {}
            for recording in chosen:
                try:
                    spelled = from_segments(
                        segments.get(recording.name, []), recording.words, self.lexicon
                    )
                except AlignmentError:
                    continue
                found[recording.name] = (spelled, float("inf"))
            realignment.save(found, path)
        found = realignment.load(path)
        say(f"{len(found)} recordings aligned by pocketsphinx")
        return found

    def _align(self, name: str, model: Model) -> Aligned:
        path = self.work / f"{name}.npz"
        if not path.exists():
            found: Aligned = {}
            for kind in ("real", "synthesised"):
                recordings: list[TrainingRecording] = getattr(self, kind)
                found |= realignment.align_with(model, self.store(kind), recordings, self.lexicon)
            realignment.save(found, path)
        loaded = realignment.load(path)
        say(f"{len(loaded)} recordings aligned by the {name} network")
        return loaded

    def _align_guessed(self, name: str, model: Model) -> Aligned:
        path = self.work / f"guessed-{name}.npz"
        if not path.exists():
            found = realignment.align_with(
                model, self.store("guessed"), self.guessed, self.lexicon, _LEAST_GUESSED
            )
            realignment.save(found, path)
        return realignment.load(path)

    def _materials(self, aligned: Aligned) -> list[TrainingMaterial]:
        kinds = ["real", "synthesised"]
        if any(r.name in aligned for r in self.guessed):
            kinds.append("guessed")
        materials = []
        for kind in kinds:
            recordings: list[TrainingRecording] = getattr(self, kind)
            for name, group in _by_group(recordings).items():
                least = _LEAST_SCORES.get(name, _LEAST_SCORE)
                good = [r for r in group if r.name in aligned and aligned[r.name][1] >= least]
                if not good:
                    continue
                rows = {r.name: aligned[r.name][0] for r in good}
                materials.append(
                    TrainingMaterial(self.store(kind), good, rows, _SHARES.get(name, _OTHER_SHARE))
                )
        return materials

    def _batches(self, aligned: Aligned, tree: Tree, mean: FloatArray, seed: int) -> Batches:
        noise = (self.store("noise"), self.noise)
        return Batches(TrainingSource(self._materials(aligned), noise, tree, mean), _BATCH, seed)

    def _mean(self, aligned: Aligned) -> FloatArray:
        path = self.work / "mean.npy"
        if not path.exists():
            nothing = np.zeros(MEL_BINS, np.float32)
            np.save(path, self._batches(aligned, plain_tree(), nothing, 1).estimate_mean(200))
        mean: FloatArray = np.load(path)
        return mean

    def _tree(self, aligned: Aligned, mean: FloatArray) -> Tree:
        def chosen() -> Iterable[tuple[FloatArray, Alignment]]:
            rng = random.Random(3)  # noqa: S311 - no secret
            for kind in ("real", "synthesised"):
                store = self.store(kind)
                for group in _by_group(getattr(self, kind)).values():
                    good = [r for r in group if r.name in aligned]
                    for recording in rng.sample(good, min(len(good), _TREE_LIMIT)):
                        features = normalise(store[recording.name], mean)
                        yield features, aligned[recording.name][0]

        return grow(gather(chosen()), _OUTPUTS)

    def _train(
        self, name: str, batches: Batches, network: AcousticNetwork, schedule: Schedule,
        criterion: Criterion = frame_loss,
    ) -> Model:  # fmt: skip
        train(network, batches, schedule, self.work / f"{name}.pt", criterion)
        path = self.work / f"{name}-priors.npy"
        if not path.exists():
            np.save(path, np.log(average_posteriors(network, batches, _PRIOR_BATCHES)))
        source = batches.source
        return Model(network, source.tree, np.load(path), source.global_mean)


def small(pdfs: int) -> NetworkShape:
    """Shape of the first network, which only aligns."""
    return NetworkShape(
        pdfs, width=256, bottleneck=64, prefinal=128, layers=NetworkShape(pdfs).layers[:3]
    )


def _by_group(recordings: Sequence[TrainingRecording]) -> dict[str, list[TrainingRecording]]:
    groups: dict[str, list[TrainingRecording]] = {}
    for recording in recordings:
        groups.setdefault(recording.group, []).append(recording)
    return groups
