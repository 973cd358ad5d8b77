"""Floe has its folders on every machine, with a home or without."""

import os
from pathlib import Path

import pytest

from floe import place


@pytest.fixture(autouse=True)
def temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    place.temporary.cache_clear()
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)


def test_in_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for folder in (place.data(), place.settings(), place.log(), place.cached()):
        assert folder.is_relative_to(tmp_path)
        assert not folder.is_relative_to(tmp_path / "tmp")


def test_without_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_: object, **__: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    for name in ("data", "config", "log", "cache"):
        monkeypatch.setattr(f"platformdirs.user_{name}_path", homeless)
    found = {place.data(), place.settings(), place.log(), place.cached()}
    assert len(found) == 4
    assert {folder.parent.parent for folder in found} == {tmp_path / "tmp"}


@pytest.mark.parametrize("home", ["/proc", "/dev/null"])
def test_a_cache_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    monkeypatch.setattr("os.access", lambda path, _: not str(path).startswith("/proc"))
    monkeypatch.setenv("HOME", home)
    assert place.cached().is_relative_to(tmp_path / "tmp")
    assert str(place.data()).startswith(home)


def test_a_temporary_folder_of_somebody_else_is_not_taken(tmp_path: Path) -> None:
    named = tmp_path / "tmp" / f"floe-{os.getuid()}"
    named.symlink_to(tmp_path)
    assert place.temporary() != named
    assert place.temporary().parent == tmp_path / "tmp"
