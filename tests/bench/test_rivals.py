import sys
from pathlib import Path
from random import Random

import numpy as np
import pytest

from audio.sound import RATE
from bench import voices
from bench.condition import CLEAN
from bench.corpus import Corpus
from bench.phrases import phrases
from bench.run import COFFEE
from bench.sphinx import word_graph
from bench.systems import FLOE, LIBVOSK, RIVALS, SPHINX, reason_missing, system
from intents.grammar import Grammar
from intents.library import Intents
from models.store import Store
from tests.bench.conftest import needs


@pytest.fixture(scope="module", params=[None, COFFEE], ids=["own", "coffee"])
def grammar(request: pytest.FixtureRequest) -> Grammar:
    return Intents.load(request.param).grammar


def accepts(graph: str, sentence: str) -> bool:
    """Walk a graph in Sphinx's format."""
    arcs: dict[tuple[int, str], int] = {}
    ends: dict[int, int] = {}
    final = start = -1
    for line in graph.splitlines():
        match line.split():
            case ["FINAL_STATE", state]:
                final = int(state)
            case ["START_STATE", state]:
                start = int(state)
            case ["TRANSITION", state, to, _, word]:
                arcs[int(state), word] = int(to)
            case ["TRANSITION", state, to, _]:
                ends[int(state)] = int(to)
    for word in sentence.split():
        start = arcs.get((start, word), -1)
    return ends.get(start) == final


def test_the_word_graph_is_the_same_language(grammar: Grammar) -> None:
    graph = word_graph(grammar)
    random = Random(1)  # noqa: S311 - a sample, not a secret
    words = list(grammar.words)
    for sentence in grammar.sentences(30, seed=2):
        assert accepts(graph, sentence)
        other = sentence.split()
        other[random.randrange(len(other))] = random.choice(words)
        assert accepts(graph, " ".join(other)) == grammar.accepts(other)
        assert accepts(graph, " ".join(other[:-1])) == grammar.accepts(other[:-1])


def test_what_leaves_a_state_is_as_likely_as_its_neighbours(grammar: Grammar) -> None:
    likely: dict[str, float] = {}
    for line in word_graph(grammar).splitlines():
        if line.startswith("TRANSITION"):
            _, state, _, share, *_ = line.split()
            likely[state] = likely.get(state, 0) + float(share)
    assert all(share == pytest.approx(1, abs=1e-4) for share in likely.values())


def test_the_phrases_are_whole_commands_and_use_every_arc(grammar: Grammar) -> None:
    used: set[tuple[int, str]] = set()
    listed = phrases(grammar, drawn=500)
    for sentence in listed:
        assert grammar.accepts(sentence.split())
        state = grammar.start
        for word in sentence.split():
            used.add((state, word))
            state = grammar.arcs[state][word]
    assert len(set(listed)) == len(listed)
    assert used == {(s, word) for s, arcs in enumerate(grammar.arcs) for word in arcs}


@pytest.mark.parametrize("name", [FLOE, *RIVALS])
def test_each_hears_an_order(name: str, speech: Path) -> None:
    needs("flite")
    if name == SPHINX:
        pytest.importorskip("pocketsphinx")
    said = voices.synthesise("flite", "slt", "may i have a large coffee")
    samples, _ = CLEAN.apply(said // 2, Corpus(speech), "an order")
    found = system(name, Store().current().path, COFFEE).hear(samples)
    assert [dict(intent.slots) for intent in found] == [{"size": "large", "coffeeDrink": "coffee"}]


@pytest.mark.parametrize("name", [FLOE, *RIVALS])
def test_none_hears_an_order_in_silence(name: str) -> None:
    if name == SPHINX:
        pytest.importorskip("pocketsphinx")
    assert system(name, Store().current().path, COFFEE).hear(np.zeros(RATE, np.int16)) == []


def test_what_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    assert reason_missing(SPHINX) == "not measured: pocketsphinx is not installed"
    assert not reason_missing(LIBVOSK)
