import shutil
import struct
from pathlib import Path

import pytest

from intents.library import Intents
from models.errors import ModelBroken
from models.folder import GRAPH, WORDS, ModelFolder
from models.openfst import read_symbols, read_unigram
from models.store import BUNDLED, Store
from tests.speech import blocks, say
from voice.recognizer.command_recognizer import CommandRecognizer

MADE_BY_OPENFST = Path(__file__).with_name("words.fst")
_FLAGS, _BODY = 30, 66
"""Where an FST of type vector/standard has its flags, and where its header ends."""


def test_the_words_that_openfst_wrote_are_read() -> None:
    assert read_symbols(MADE_BY_OPENFST) == {"<eps>": 0, "[unk]": 1, "stop": 2, "naïve": 3}


def test_the_costs_of_a_graph_of_one_state() -> None:
    bundled = Store().find(BUNDLED)
    costs = read_unigram(bundled.path / GRAPH)
    assert 0 < costs[bundled.words["the"]] < costs[bundled.words["aspirin"]]
    assert read_unigram(MADE_BY_OPENFST) == {}


def test_a_damaged_graph_is_a_broken_model(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / GRAPH).write_bytes(b"nothing of the kind")
    with pytest.raises(ModelBroken, match=r"Gr.fst: not a grammar graph"):
        _ = ModelFolder(tmp_path).costs


@pytest.mark.parametrize("length", [0, 3, 20, 64, 80, 100])
def test_a_file_that_is_cut_off(tmp_path: Path, length: int) -> None:
    file = tmp_path / "cut.fst"
    file.write_bytes(MADE_BY_OPENFST.read_bytes()[:length])
    with pytest.raises(ValueError, match=r"cut off|carries no words"):
        read_symbols(file)


@pytest.mark.parametrize("count", [-1, 2**40, 2**62])
def test_a_number_of_words_that_cannot_be(tmp_path: Path, count: int) -> None:
    whole = MADE_BY_OPENFST.read_bytes()
    at = whole.index(struct.pack("<qq", 4, 4), _BODY) + 8
    file = tmp_path / "many.fst"
    file.write_bytes(whole[:at] + struct.pack("<q", count) + whole[at + 8 :])
    with pytest.raises(ValueError, match=f"{count} words"):
        read_symbols(file)


def unigram(arcs: int, cost: float) -> bytes:
    head = struct.pack("<i", 2125659606) + b"\6\0\0\0vector" + b"\x08\0\0\0standard"
    head += struct.pack("<iiqqqq", 2, 0, 0, 0, 1, 1)
    return head + struct.pack("<fq", 0.0, arcs) + struct.pack("<iifi", 5, 5, cost, 0)


def test_a_graph_of_one_state(tmp_path: Path) -> None:
    file = tmp_path / "one.fst"
    file.write_bytes(unigram(1, 2.5))
    assert read_unigram(file) == {5: 2.5}


@pytest.mark.parametrize(("arcs", "cost"), [(2**60, 1.0), (-1, 1.0), (1, float("nan"))])
def test_arcs_that_cannot_be(tmp_path: Path, arcs: int, cost: float) -> None:
    file = tmp_path / "one.fst"
    file.write_bytes(unigram(arcs, cost))
    with pytest.raises(ValueError, match=r"words|no number"):
        read_unigram(file)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "none.fst"
    file.write_text("nothing of the kind, but long enough", encoding="utf-8")
    with pytest.raises(ValueError, match="not an FST"):
        read_symbols(file)


def test_a_model_without_words_txt_hears_as_well(tmp_path: Path) -> None:
    bundled = Store().find(BUNDLED)
    copy = tmp_path / "copy"
    shutil.copytree(bundled.path, copy, ignore=shutil.ignore_patterns("SHA256SUMS", "words.txt"))
    table = struct.pack("<ii5sqq", 2125658996, 5, b"words", 0, len(bundled.words))
    for word, number in bundled.words.items():
        text = word.encode()
        table += struct.pack("<i", len(text)) + text + struct.pack("<q", number)
    graph = (copy / GRAPH).read_bytes()
    flags = struct.pack("<i", struct.unpack_from("<i", graph, _FLAGS)[0] | 2)
    (copy / GRAPH).write_bytes(
        graph[:_FLAGS] + flags + graph[_FLAGS + 4 : _BODY] + table + graph[_BODY:]
    )
    folder = ModelFolder(copy)
    folder.check()
    assert folder.words == bundled.words
    ear = CommandRecognizer(folder, Intents.load(), tmp_path / "cache")
    heard = [each.intent for each in ear.hear(blocks(say("start session", "rms"))) if each.intent]
    assert [each.name for each in heard] == ["StartSession"]


def test_a_model_with_words_nowhere(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(Store().find(BUNDLED).path, copy)
    (copy / WORDS).unlink()
    with pytest.raises(ModelBroken, match=r"Gr.fst: not a table of words"):
        _ = ModelFolder(copy).words
