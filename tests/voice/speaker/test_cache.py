import os
from pathlib import Path

import numpy as np
import pytest

from voice.speaker import cache as module
from voice.speaker.cache import SpeechCache

SAMPLES = np.arange(-500, 500).astype(np.int16)


def test_what_was_put_is_there_again_also_for_another(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path / "new" / "folder")
    assert cache.get("a") is None
    cache.put("a", SAMPLES.copy())
    for reader in (cache, SpeechCache(tmp_path / "new" / "folder")):
        found = reader.get("a")
        assert found is not None
        assert np.array_equal(found, SAMPLES)
        assert not found.flags.writeable
        assert reader.get("b") is None


def test_an_empty_sound_is_kept_too(tmp_path: Path) -> None:
    SpeechCache(tmp_path).put("a", np.empty(0, np.int16))
    found = SpeechCache(tmp_path).get("a")
    assert found is not None
    assert found.shape == (0,)


@pytest.mark.parametrize("damage", [b"", b"short", bytes(1000)])
def test_a_damaged_file_is_as_if_not_there(tmp_path: Path, damage: bytes) -> None:
    SpeechCache(tmp_path).put("a", SAMPLES.copy())
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    assert SpeechCache(tmp_path).get("a") is None


def test_a_folder_in_the_place_of_a_file_is_no_harm(tmp_path: Path) -> None:
    SpeechCache(tmp_path).put("a", SAMPLES.copy())
    (file,) = tmp_path.iterdir()
    file.unlink()
    file.mkdir()
    cache = SpeechCache(tmp_path)
    assert cache.get("a") is None
    cache.put("a", SAMPLES.copy())
    assert cache.get("a") is not None
    assert not list(tmp_path.glob("*.part"))


def test_memory_is_bounded_and_the_files_remain(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path)
    for number in range(250):
        cache.put(str(number), SAMPLES.copy())
    assert cache.get("0") is not None


def test_only_the_newest_files_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FILES", 3)
    for number in range(5):
        cache = SpeechCache(tmp_path)
        before = set(tmp_path.iterdir())
        cache.put(str(number), SAMPLES.copy())
        (file,) = set(tmp_path.iterdir()) - before
        os.utime(file, (number, number))
    (tmp_path / "x.part").touch()
    SpeechCache(tmp_path).prune()
    assert not list(tmp_path.glob("*.part"))
    kept = [SpeechCache(tmp_path).get(str(number)) is not None for number in range(5)]
    assert kept == [False, False, True, True, True]


def test_pruning_where_there_is_nothing(tmp_path: Path) -> None:
    SpeechCache(tmp_path / "none").prune()
    assert not (tmp_path / "none").exists()
