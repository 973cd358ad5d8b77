import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audio import wave
from audio.sound import RATE
from bench import voices
from bench.corpus import Corpus
from bench.pool import Pool
from bench.run import Run
from bench.table import Table
from models.store import Store

ORDERS = {
    "0-tuned.wav": ("may i have a small latte", {"size": "small", "coffeeDrink": "latte"}),
    "9-test.wav": ("may i have a large coffee", {"size": "large", "coffeeDrink": " coffee"}),
}
READERS = {"11": "the tower stood over the valley", "12": "nobody had seen the letter before"}
HISS = np.random.default_rng(1)


def needs(*programs: str) -> None:
    """Skip the test where a synthesiser is missing."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}, which is not installed")


@pytest.fixture(scope="session")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of recordings as small as can be: synthesised, in the layout of the real one."""
    needs("flite")
    folder = tmp_path_factory.mktemp("speech")
    rows = ["path\tuse\tspeaker\tseconds\ttranscript\textra"]

    def add(path: str, use: str, speaker: str, samples: np.ndarray) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        wave.write(folder / path, samples.astype(np.int16))
        rows.append(f"{path}\t{use}\t{speaker}\t{len(samples) / RATE:.2f}\t\t")

    for kind, names in (("002_-_Rain", "5-1-A 1-1-A"), ("008_-_Chainsaw", "5-2-A")):
        for name in names.split():
            add(f"noise-esc10/{kind}/{name}.wav", "noise", "-", HISS.normal(0, 900, RATE))
    for reader, text in READERS.items():
        said = voices.synthesise("flite", "awb", text)
        add(f"librispeech/test/{reader}/{reader}-1.wav", "test", reader, said)
    add("wake-words/computer.wav", "test", "w", voices.synthesise("flite", "awb", "computer"))
    add("ljspeech/LJ1.wav", "train", "lj", HISS.normal(0, 900, RATE))
    (folder / "manifest.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    _orders(folder / "coffee-orders")
    return folder


def _orders(folder: Path) -> None:
    folder.mkdir()
    labels = {}
    for name, (text, slots) in ORDERS.items():
        pause = np.zeros(RATE // 2, np.int16)
        said = voices.synthesise("flite", "slt", text)
        wave.write(folder / name, np.concatenate([pause, said // 2, pause, pause]))
        labels[name] = {"intent": "orderDrink", "slots": slots}
    (folder / "labels.json").write_text(json.dumps(labels), encoding="utf-8")


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the graphs that are made out of the user's cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture
def run(speech: Path) -> Iterator[Run]:
    """A run over the small folder, in this process."""
    with Pool(1) as pool:
        made = Run(Corpus(speech), Store().current(), pool, Table("a model"))
        made.prepare()
        yield made
