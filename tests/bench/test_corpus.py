import os
import shutil
from pathlib import Path

import pytest

from audio.errors import NoSound, SoundFileMissing
from bench.corpus import Corpus, check_sound
from bench.errors import SpeechIncomplete, SpeechMissing

RECORDINGS = Path(os.environ.get("SPEECH", Path(__file__).parents[3] / "shared/speech"))


@pytest.fixture
def copy(speech: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(speech, tmp_path / "speech"))


def test_noise_that_trained_is_not_used(speech: Path) -> None:
    assert [file.name for file in Corpus(speech).household] == ["5-1-A.wav"]


def test_the_halves_of_the_orders_are_apart(speech: Path) -> None:
    orders = Corpus(speech).orders
    assert [(order.file.name, order.tuned) for order in orders] == [
        ("0-tuned.wav", True),
        ("9-test.wav", False),
    ]
    assert orders[1].slots == {"size": "large", "coffeeDrink": "coffee"}


def test_other_speech_is_what_is_for_tests(speech: Path) -> None:
    sources = Corpus(speech).other_speech
    assert {source: len(files) for source, files in sources.items()} == {
        "librispeech": 2,
        "wake-words": 1,
        "coffee-orders test half": 1,
    }
    assert set(Corpus(speech).readers) == {"11", "12"}


def test_every_file_is_there_to_be_checked(speech: Path) -> None:
    files = Corpus(speech).files
    assert len(files) == len(set(files)) == 6
    for file in files:
        check_sound(file)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(SpeechMissing, match=r"no manifest\.tsv there; give the folder"):
        assert Corpus(tmp_path / "none").files


@pytest.mark.parametrize(
    "content", ["", "path\tuse\n", "path\tuse\tspeaker\na.wav\n", "a\tb\nc\td\n", "\0\xff"]
)
def test_a_list_that_is_none(copy: Path, content: str) -> None:
    (copy / "manifest.tsv").write_text(content, encoding="latin-1")
    with pytest.raises(SpeechIncomplete, match=r"manifest\.tsv: .*is not whole"):
        assert Corpus(copy).files


@pytest.mark.parametrize("content", ["", "[]", '{"a.wav": {}}', '{"a.wav": {"slots": 3}}'])
def test_labels_that_are_none(copy: Path, content: str) -> None:
    (copy / "coffee-orders/labels.json").write_text(content, encoding="utf-8")
    with pytest.raises(SpeechIncomplete, match=r"labels\.json: .*is not whole"):
        assert Corpus(copy).orders


def test_no_labels(copy: Path) -> None:
    (copy / "coffee-orders/labels.json").unlink()
    with pytest.raises(SpeechIncomplete, match=r"labels\.json: No such file"):
        assert Corpus(copy).orders


def test_sets_that_are_missing_are_named(copy: Path) -> None:
    list_ = copy / "manifest.tsv"
    rows = list_.read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if "5-1-A" not in row and "librispeech" not in row]
    list_.write_text("\n".join(kept) + "\n", encoding="utf-8")
    with pytest.raises(SpeechIncomplete, match="names no noise of a home"):
        assert Corpus(copy).household
    with pytest.raises(SpeechIncomplete, match="names no test readers"):
        assert Corpus(copy).readers


def test_one_broken_recording_is_named(copy: Path) -> None:
    (copy / "coffee-orders/9-test.wav").write_bytes(b"")
    with pytest.raises(NoSound, match=r"9-test\.wav: the file is empty"):
        check_sound(copy / "coffee-orders/9-test.wav")
    with pytest.raises(SoundFileMissing, match=r"8-test\.wav: no such file"):
        check_sound(copy / "coffee-orders/8-test.wav")


@pytest.mark.skipif(
    not (RECORDINGS / "manifest.tsv").is_file(),
    reason="needs the recordings: SPEECH names no folder with a manifest.tsv",
)
def test_the_real_recordings_have_all_that_is_measured() -> None:
    corpus = Corpus(RECORDINGS)
    assert len(corpus.household) == 48
    assert all(file.name.startswith("5-") for file in corpus.household)
    assert len(corpus.readers) >= 6
    assert sum(order.tuned for order in corpus.orders) == len(corpus.orders) / 2
    assert {"librispeech", "speechocean762", "wake-words"} <= set(corpus.other_speech)


def test_noise_to_tune_with_is_none_of_what_is_measured_in(speech: Path) -> None:
    corpus = Corpus(speech)
    assert not set(corpus.household_to_tune) & set(corpus.household)
