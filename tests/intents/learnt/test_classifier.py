"""What was learnt, as the shipped file has it."""

import json
from pathlib import Path

import numpy as np
import pytest

from intents.errors import LearntError
from intents.intent import IntentName
from intents.learnt.classifier import DENIAL, FACTS, NOT_FOR_FLOE, Classifier
from intents.situation import Situation
from intents.understanding import LEARNT


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load(LEARNT)


def test_it_is_small_and_knows_each_intent(classifier: Classifier) -> None:
    assert LEARNT.stat().st_size < 15e6
    assert {each.partition(".")[0] for each in classifier.labels} == {
        *IntentName, DENIAL, NOT_FOR_FLOE
    }  # fmt: skip


def test_the_likelihoods_add_up(classifier: Classifier) -> None:
    for text in ("oh blow me it's gone all dead back there", "", "zyxgh " * 40):
        likelihoods = classifier.likelihoods(text, Situation.MASSAGING)
        assert set(likelihoods) == set(classifier.labels)
        assert sum(likelihoods.values()) == pytest.approx(1)
        assert min(likelihoods.values()) >= 0


def test_the_situation_counts(classifier: Classifier) -> None:
    shes_ready = [
        classifier.likelihoods("right that's that done", each)[IntentName.NEXT_STEP]
        for each in (Situation.PREPARING, Situation.IDLE)
    ]
    assert shes_ready[0] > shes_ready[1]


def test_what_is_damaged_is_named(tmp_path: Path) -> None:
    file = tmp_path / "understanding.npz"
    for content in (None, b"", b"no archive", LEARNT.read_bytes()[:5000]):
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(LearntError, match=r"understanding\.npz: .* install Floe anew"):
            Classifier.load(file)
    facts = np.frombuffer(json.dumps({"labels": []}).encode(), np.uint8)
    np.savez(file, allow_pickle=False, **{FACTS: facts})
    with pytest.raises(LearntError):
        Classifier.load(file)
