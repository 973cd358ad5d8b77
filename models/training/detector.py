"""Trains the network that notices who talks over Floe, on sound that no figure is taken from.

`python -m models.training.detector SPEECH` simulates scenes of double talk, learns from them, and
writes `audio/echo/detector.npz`. It needs the packages of the `training` group and the
synthesisers of `models.training.voices`.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
import soundfile
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from audio.echo.features import BANDS, FEATURE_COUNT
from audio.echo.network import WEIGHTS
from audio.sound import RATE
from bench.corpus import Corpus
from bench.pool import Pool
from floe.errors import FloeError
from models.training.doubletalk import SECONDS, DoubleTalkMaterial, Example, example
from models.training.texts import Templates
from models.training.voices import PLAIN, TRAINED, cast, speak
from voice.speaker.voice import Voice

_SENTENCES = 700
_WORDS = range(6, 26)
"""Words of a sentence that Floe's voice reads."""
_RATES = (160, 160, 160, 100, 130, 200, 240)
"""Words a minute."""
_COMMANDS = {"commands": 1500, "numbers": 200}
_SCENES = 1600
_CHUNK = 40
_KEPT = 20
"""One scene in so many is kept from the training, to see how it goes."""
_UNITS = 48
_BATCH = 32
_EPOCHS = 25
_PEAK = 3e-3
_QUIET = 1.5
"""How much more a block without talk weighs: a prompt that falls silent for nothing."""
_LOUDER = 0.5
"""Bels, standard deviation: all of a scene, as a microphone's gain would have it."""


class DetectorNetwork(nn.Module):
    """What `audio.echo.network` runs: a layer, a gated recurrent layer, a probability."""

    def __init__(self, mean: Tensor, spread: Tensor) -> None:
        """Bring features of this mean and spread to one scale."""
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("spread", spread)
        self.first = nn.Linear(FEATURE_COUNT, _UNITS)
        self.memory = nn.GRU(_UNITS, _UNITS, batch_first=True)
        self.last = nn.Linear(_UNITS, 1)

    def forward(self, features: Tensor) -> Tensor:
        """Return the logarithm of the odds of talk, of shape (scenes, blocks)."""
        hidden = torch.relu(self.first((features - self.mean) / self.spread))
        memory, _ = self.memory(hidden)
        odds: Tensor = self.last(memory)[..., 0]
        return odds

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """Return the weights by the names that `audio.echo.network` knows them by."""
        scaled = self.first.weight / self.spread
        named = {
            "in": scaled,
            "in_bias": self.first.bias - scaled @ self.mean,
            "gru_in": self.memory.weight_ih_l0,
            "gru_in_bias": self.memory.bias_ih_l0,
            "gru_back": self.memory.weight_hh_l0,
            "gru_back_bias": self.memory.bias_hh_l0,
            "out": self.last.weight[0],
            "out_bias": self.last.bias[0],
        }
        return {name: tensor.detach().numpy().astype(np.float32) for name, tensor in named.items()}


@dataclass(frozen=True)
class _Batch:
    features: Tensor
    talk: Tensor
    weight: Tensor

    @classmethod
    def of(cls, examples: Sequence[Example]) -> "_Batch":
        longest = max(len(each.talk) for each in examples)
        shape = len(examples), longest
        batch = cls(torch.zeros(*shape, FEATURE_COUNT), torch.zeros(shape), torch.zeros(shape))
        for row, each in enumerate(examples):
            count = len(each.talk)
            batch.features[row, :count] = torch.from_numpy(each.features.astype(np.float32))
            batch.talk[row, :count] = torch.from_numpy(each.talk)
            batch.weight[row, :count] = torch.from_numpy(each.weight)
        return batch

    def loss(self, network: DetectorNetwork) -> Tensor:
        weight = torch.where(self.talk > 0, self.weight, _QUIET * self.weight)
        losses = nn.functional.binary_cross_entropy_with_logits(
            network(self.features), self.talk, reduction="none"
        )
        mean: Tensor = (losses * weight).sum() / weight.sum()
        return mean


def train(examples: Sequence[Example]) -> DetectorNetwork:
    """Train a network, and print how it goes."""
    kept, seen = examples[::_KEPT], [e for at, e in enumerate(examples) if at % _KEPT]
    some = np.concatenate([each.features[::10] for each in seen]).astype(np.float32)
    network = DetectorNetwork(torch.tensor(some.mean(0)), torch.tensor(some.std(0) + 1e-3))
    optimizer = torch.optim.AdamW(network.parameters(), lr=_PEAK, weight_decay=1e-4)
    steps = _EPOCHS * (len(seen) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _PEAK, steps, pct_start=0.1)
    measured = _Batch.of(kept)
    for epoch in range(_EPOCHS):
        losses = []
        for batch in _batches(seen, epoch):
            loss = batch.loss(network)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        with torch.no_grad():
            other = measured.loss(network).item()
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, of others {other:.4f}", flush=True)
    return network


def _batches(examples: Sequence[Example], seed: int) -> Iterator[_Batch]:
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(examples))
    for rows in order[: len(order) // _BATCH * _BATCH].reshape(-1, _BATCH):
        batch = _Batch.of([examples[row] for row in rows])
        louder = torch.from_numpy(rng.normal(0, _LOUDER, (_BATCH, 1, 1)).astype(np.float32))
        # All features but the coherence are powers.
        batch.features[..., :-BANDS] += louder
        yield batch


def gather(corpus: Corpus, work: Path) -> DoubleTalkMaterial:
    """Have everything spoken that scenes are made of; what is in ``work`` already is kept.

    Raises:
        FloeError: recordings are missing, or a voice cannot speak.
    """
    train_set = corpus.use("train")
    people: dict[str, list[Path]] = {}
    for file, _ in train_set:
        people.setdefault(file.relative_to(corpus.folder).parts[0], []).append(file)
    rng = random.Random(1)  # noqa: S311 - no secret
    templates = Templates.load()
    texts = [text for part, count in _COMMANDS.items() for text in templates.draw(part, count, rng)]
    lines = cast(texts, 1, 1, {**PLAIN, **TRAINED})
    commands = [each.path for each in speak(lines, work / "commands")]
    sentences = sorted({text for _, text in train_set if len(text.split()) in _WORDS})
    spoken = _read_aloud(rng.sample(sentences, _SENTENCES), work / "sentences")
    long = [file for name, files in sorted(people.items()) if name != "english-words"
            for file in files]  # fmt: skip
    return DoubleTalkMaterial(spoken, long, people, commands, corpus.household_to_tune)


def _read_aloud(texts: Sequence[str], folder: Path) -> list[Path]:
    """Let Floe's voice read."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{number}.wav" for number in range(len(texts))]
    with Voice() as voice:
        for number, (file, text) in enumerate(zip(files, texts, strict=True)):
            if not file.exists():
                sound = voice.render(text.capitalize() + ".", _RATES[number % len(_RATES)])
                soundfile.write(file, sound, RATE)
    return files


def _examples(material: DoubleTalkMaterial, work: Path, numbers: range) -> list[Example]:
    """Simulate some scenes, if that was not done before."""
    file = work / f"scenes-{numbers.start}.npz"
    if not file.exists():
        made = [example(material, number) for number in numbers]
        part = file.with_suffix(".part.npz")
        arrays: dict[str, Any] = {
            name: np.concatenate([getattr(each, name) for each in made])
            for name in ("features", "talk", "weight")
        }
        np.savez(part, lengths=[len(each.talk) for each in made], **arrays)
        part.rename(file)
    with np.load(file) as stored:
        ends = np.cumsum(stored["lengths"])[:-1]
        rows = [np.split(stored[name], ends) for name in ("features", "talk", "weight")]
    return [Example(*each) for each in zip(*rows, strict=True) if len(each[1])]


def main(arguments: list[str] | None = None) -> int:
    """Train the detector."""
    parser = argparse.ArgumentParser(prog="python -m models.training.detector", description=__doc__)
    parser.add_argument("speech", type=Path, help="a folder with a manifest.tsv")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="the file for the weights")
    parser.add_argument("--scenes", type=int, default=_SCENES, help=f"of {SECONDS} s each")
    work = platformdirs.user_cache_path("floe", appauthor=False) / "detector"
    parser.add_argument("--work", type=Path, default=work, help="for what is made on the way")
    options = parser.parse_args(arguments)
    torch.manual_seed(0)
    try:
        material = gather(Corpus(options.speech), options.work)
        chunks = [range(at, at + _CHUNK) for at in range(0, options.scenes, _CHUNK)]
        with Pool() as pool:
            made = pool.map(partial(_examples, material, options.work), chunks)
    except FloeError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    weights: dict[str, Any] = train([each for examples in made for each in examples]).weights()
    np.savez(options.out, **weights)
    return 0


if __name__ == "__main__":
    sys.exit(main())
