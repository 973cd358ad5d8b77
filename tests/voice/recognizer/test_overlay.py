import filecmp
import re
import shutil
from pathlib import Path

import pytest

from intents.library import Intents
from models.folder import FEATURES, GRAPH, WORDS, ModelFolder
from models.listing import DITHER
from models.store import BUNDLED, Store
from tests.speech import blocks, say
from voice.errors import GrammarWordsMissing, GraphError
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.recognizer.overlay import strict_model


@pytest.fixture
def model() -> ModelFolder:
    return Store().find(BUNDLED)


def _intents(tmp_path: Path, sentence: str) -> Intents:
    file = tmp_path / "intents.yaml"
    data = f'    data:\n      - sentences:\n          - "{sentence}"\n'
    file.write_text(f"language: en\nintents:\n  One:\n{data}", encoding="utf-8")
    return Intents.load(file)


def test_all_but_grammar_and_noise_is_the_models_own(model: ModelFolder, tmp_path: Path) -> None:
    folder = strict_model(model, _intents(tmp_path, "go on").grammar, tmp_path / "cache")
    names = [file.relative_to(model.path).as_posix() for file in model.files()]
    _, different, missing = filecmp.cmpfiles(model.path, folder, names, shallow=False)
    assert (sorted(different), missing) == (sorted([FEATURES, GRAPH]), [])
    own, given = ((each / FEATURES).read_text().splitlines() for each in (model.path, folder))
    assert given[:-1] == [line for line in own if not line.startswith(DITHER)]
    assert given[-1] == f"{DITHER}0"


def test_it_is_made_once_for_each_grammar(model: ModelFolder, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = strict_model(model, _intents(tmp_path, "go on").grammar, cache)
    made = (first / GRAPH).stat().st_mtime_ns
    assert strict_model(model, _intents(tmp_path, "go on").grammar, cache) == first
    assert (first / GRAPH).stat().st_mtime_ns == made
    other = strict_model(model, _intents(tmp_path, "go back").grammar, cache)
    assert sorted(cache.iterdir()) == sorted([first, other])


def test_ten_thousand_sentences_cost_no_more_than_ten(model: ModelFolder, tmp_path: Path) -> None:
    digit = "(one|two|three|four|five|six|seven|eight|nine|ten)"
    ten = strict_model(model, _intents(tmp_path, digit).grammar, tmp_path / "cache")
    many = strict_model(
        model, _intents(tmp_path, " ".join([digit] * 4)).grammar, tmp_path / "cache"
    )
    assert (many / GRAPH).stat().st_size < 5 * (ten / GRAPH).stat().st_size


def test_words_that_the_model_lacks_are_named_with_their_lines(
    model: ModelFolder, tmp_path: Path
) -> None:
    grammar = _intents(tmp_path, "go to xyzzy").grammar
    with pytest.raises(GrammarWordsMissing) as caught:
        strict_model(model, grammar, tmp_path / "cache")
    assert caught.value.words == ["xyzzy"]
    assert f'"xyzzy" ({tmp_path / "intents.yaml"}:6)' in str(caught.value)
    assert not (tmp_path / "cache").exists()


def test_of_floes_own_commands_only_those_are_lost_whose_words_the_model_lacks(
    tmp_path: Path,
) -> None:
    copy = tmp_path / "small-en"
    shutil.copytree(Store().find(BUNDLED).path, copy)
    (copy / "SHA256SUMS").unlink()
    words = copy / WORDS
    table = words.read_text(encoding="utf-8")
    words.write_text(re.sub(r"(?m)^numb ", "nxmb ", table), encoding="utf-8")
    recognizer = CommandRecognizer(ModelFolder(copy), Intents.load(), tmp_path / "cache")
    assert recognizer.lacking == ["numb"]
    assert recognizer.match("my skin is numb"), "as a text it is understood"
    [heard] = recognizer.hear(blocks(say("what's next")))
    assert heard.intent
    assert heard.intent.name == "NextStep"
    assert not [
        one.intent
        for one in recognizer.hear(blocks(say("it has gone numb")))
        if (one.intent and one.intent.name == "ReportNumb")
    ]


def test_a_cache_that_cannot_be_written(model: ModelFolder, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file is in the way", encoding="utf-8")
    with pytest.raises(GraphError, match="cannot be written"):
        strict_model(model, _intents(tmp_path, "go on").grammar, tmp_path / "cache")
