"""A model with a static graph, as Vosk's large ones have: made of the bundled model."""

import shutil
import struct
from pathlib import Path

import pytest

from intents.library import Intents
from models.folder import GRAPH, LOOKAHEAD, STATIC, ModelFolder
from models.store import BUNDLED, Store
from tests.speech import blocks, say
from voice.errors import GrammarWordsMissing
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.recognizer.overlay import strict_model


def composed(model: ModelFolder) -> bytes:
    """Compose HCLr.fst with Gr.fst, which has one state: each word's cost goes onto its arc.

    HCLr.fst is an OpenFst matcher FST: a header, a number, and an ordinary const FST, of which
    a state takes 20 bytes and an arc 16.
    """
    data = (model.path / LOOKAHEAD[0]).read_bytes()
    begin = data.index(b"const") - 8
    states, arcs = struct.unpack_from("<qq", data, begin + 4 + 9 + 12 + 8 + 16)
    first = begin + 4 + 9 + 12 + 8 + 32 + 20 * states
    graph = bytearray(data[begin : first + 16 * arcs])
    for at in range(first - begin, len(graph), 16):
        word, cost = struct.unpack_from("<if", graph, at + 4)
        if word:
            struct.pack_into("<f", graph, at + 8, cost + model.costs[word])
    return bytes(graph)


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    bundled = Store().find(BUNDLED)
    copy = tmp_path_factory.mktemp("model") / "static-en"
    shutil.copytree(bundled.path, copy, ignore=shutil.ignore_patterns("SHA256SUMS"))
    (copy / STATIC[0]).write_bytes(composed(bundled))
    for name in LOOKAHEAD:
        (copy / name).unlink()
    return ModelFolder(copy)


def test_whole_commands_are_heard_in_any_english(static: ModelFolder, tmp_path: Path) -> None:
    recognizer = CommandRecognizer(static, Intents.load(), tmp_path / "cache")
    [heard] = recognizer.hear(blocks(say("what's next")))
    assert heard.intent
    assert heard.intent.name == "NextStep"
    [heard] = recognizer.hear(blocks(say("what's good")))
    assert heard.intent is None
    assert not (tmp_path / "cache").exists()


def test_words_that_it_lacks_are_named(static: ModelFolder, tmp_path: Path) -> None:
    file = tmp_path / "intents.yaml"
    data = "    data:\n      - sentences: [xyzzy]\n"
    file.write_text(f"language: en\nintents:\n  One:\n{data}", encoding="utf-8")
    with pytest.raises(GrammarWordsMissing, match="xyzzy"):
        CommandRecognizer(static, Intents.load(file), tmp_path / "cache")


def test_where_there_are_both_graphs_the_grammar_is_put_in(tmp_path: Path) -> None:
    copy = tmp_path / "both-en"
    shutil.copytree(Store().find(BUNDLED).path, copy)
    shutil.copy(copy / LOOKAHEAD[0], copy / STATIC[0])
    folder = strict_model(ModelFolder(copy), Intents.load().grammar, tmp_path / "cache")
    assert (folder / GRAPH).is_file()
    assert not (folder / STATIC[0]).exists()
