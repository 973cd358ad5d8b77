import shutil
from pathlib import Path

import pytest

from models.errors import ModelBroken, ModelMissing
from models.folder import FEATURES, LOOKAHEAD, REQUIRED, STATIC, ModelFolder
from models.store import Store


@pytest.fixture
def model(tmp_path: Path) -> ModelFolder:
    copy = tmp_path / "copy"
    shutil.copytree(Store(tmp_path / "store").current().path, copy)
    return ModelFolder(copy)


def test_the_bundled_model_is_whole_small_and_knows_5000_words() -> None:
    folder = Store().find("floe-en")
    folder.check()
    assert folder.size <= 10_000_000
    assert len(folder.words) >= 5_000
    assert folder.words["<eps>"] == 0


@pytest.mark.parametrize("name", [*REQUIRED, *LOOKAHEAD])
def test_a_missing_file_is_named(model: ModelFolder, name: str) -> None:
    (model.path / name).unlink()
    with pytest.raises(ModelBroken, match=f"{name}: missing"):
        model.check()


@pytest.mark.parametrize("name", [*REQUIRED, *LOOKAHEAD])
def test_an_empty_file_is_named(model: ModelFolder, name: str) -> None:
    (model.path / name).write_bytes(b"")
    with pytest.raises(ModelBroken, match=f"{name}: empty"):
        model.check()


@pytest.mark.parametrize("name", [*REQUIRED, *LOOKAHEAD])
def test_one_wrong_byte_is_noticed(model: ModelFolder, name: str) -> None:
    file = model.path / name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))
    with pytest.raises(ModelBroken, match=f"{name}: damaged"):
        model.check()


def test_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="no model there"):
        ModelFolder(tmp_path / "none").check()


@pytest.fixture
def static(model: ModelFolder) -> ModelFolder:
    (model.path / "SHA256SUMS").unlink()
    (model.path / LOOKAHEAD[0]).rename(model.path / STATIC[0])
    for name in LOOKAHEAD[1:]:
        (model.path / name).unlink()
    return ModelFolder(model.path)


def test_a_static_graph_needs_no_halves(static: ModelFolder) -> None:
    static.check()
    assert static.static
    assert static.costs == {}
    assert len(static.words) >= 5_000


@pytest.mark.parametrize("name", [*REQUIRED, *STATIC[1:]])
def test_a_missing_file_beside_a_static_graph_is_named(static: ModelFolder, name: str) -> None:
    (static.path / name).unlink()
    with pytest.raises(ModelBroken, match=f"{name}: missing"):
        static.check()


def test_both_halves_are_better_than_the_whole(model: ModelFolder) -> None:
    shutil.copy(model.path / LOOKAHEAD[0], model.path / STATIC[0])
    assert not model.static


@pytest.mark.parametrize("text", ["a b c\n", "word\n", "word one\n"])
def test_a_table_of_words_that_is_none(model: ModelFolder, text: str) -> None:
    (model.path / "graph/words.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ModelBroken, match="not a table of words"):
        _ = ModelFolder(model.path).words


def test_checksums_that_are_none(model: ModelFolder) -> None:
    (model.path / "SHA256SUMS").write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(ModelBroken, match="SHA256SUMS:1: not a list of checksums"):
        model.check()


@pytest.mark.parametrize("name", ["/dev/zero", "../x", "..\\x", "C:x", "a\x1bb"])
def test_checksums_of_what_lies_elsewhere(model: ModelFolder, name: str) -> None:
    (model.path / "SHA256SUMS").write_text(f"\n{'0' * 64}  {name}\n"[1:], encoding="utf-8")
    with pytest.raises(ModelBroken, match=r"SHA256SUMS:1: .*is not in this folder"):
        model.check()


@pytest.mark.parametrize(
    ("text", "dither"),
    [("--dither=20\n", 20.0), ("  --dither=0.5\n--dither=2\n", 2.0), ("\n", 1.0)],
)
def test_the_noise_that_it_wants(model: ModelFolder, text: str, dither: float) -> None:
    (model.path / FEATURES).write_text(text, encoding="utf-8")
    assert model.dither == dither


def test_options_that_are_none(model: ModelFolder) -> None:
    for text in ("much", "nan", "-1", "inf", "1e9"):
        (model.path / FEATURES).write_text(f"\n--dither={text}\n", encoding="utf-8")
        with pytest.raises(ModelBroken, match=r"mfcc\.conf:2: not a list of options \(expected 0"):
            _ = model.dither


def test_options_that_are_no_text(model: ModelFolder) -> None:
    (model.path / FEATURES).write_bytes(b"--sample-frequency=16000\n\xff\xfe\n")
    for read in (lambda: model.dither, lambda: model.options):
        with pytest.raises(ModelBroken, match=r"mfcc\.conf:2: not a list .*not UTF-8"):
            read()


def test_options_without_end(model: ModelFolder) -> None:
    (model.path / FEATURES).write_bytes(bytes(70_000))
    with pytest.raises(ModelBroken, match=r"mfcc\.conf: not a list of options \(too large"):
        _ = model.options
