import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from models.store import BUNDLED, Store

Pack = Callable[..., Path]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reach the servers of these tests without a proxy."""
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "models", tmp_path / "cache")


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Make a zip of the bundled model as the published ones come: with one folder in it."""

    def make(name: str = "other-en", *inner: str) -> Path:
        file = tmp_path / f"{name}.zip"
        bundled = Store().find(BUNDLED)
        with zipfile.ZipFile(file, "w") as target:
            for folder in inner or (name,):
                for path in bundled.files():
                    target.write(path, Path(folder) / path.relative_to(bundled.path))
        return file

    return make
