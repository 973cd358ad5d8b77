"""Where models are kept, and which of them is used."""

import shutil
import stat
import tempfile
import zipfile
from pathlib import Path

import platformdirs

from models.errors import ModelError, ModelInstallError, ModelMissing
from models.folder import ModelFolder

BUNDLED = "floe-en"
SIZE_LIMIT = 8 << 30
"""Bytes that an archive may unpack to: the largest published model is about 4 GiB."""


class Store:
    """The models of one user: the bundled one and those installed beside it."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or platformdirs.user_data_path("floe", appauthor=False) / "models"
        self._choice = self.root / "in-use"

    def folders(self) -> list[ModelFolder]:
        """Give every model that is here, the bundled one first."""
        installed = [path for path in sorted(self.root.glob("*")) if path.is_dir()]
        return [_bundled(), *(ModelFolder(path) for path in installed if path.name[0] != ".")]

    def find(self, name: str) -> ModelFolder:
        """Give the model called ``name``, or the one in the folder of that path.

        Raises:
            ModelMissing: there is none.
        """
        for folder in self.folders():
            if folder.name == name:
                return folder
        path = Path(name)
        if path.is_dir():
            return ModelFolder(path.resolve())
        known = ", ".join(folder.name for folder in self.folders())
        raise ModelMissing(f"no model called {name}; there are: {known}")

    def current(self) -> ModelFolder:
        """Give the model in use: the chosen one, or the bundled one.

        Raises:
            ModelMissing: the chosen one is no longer there.
        """
        if not self._choice.is_file():
            return _bundled()
        return self.find(self._choice.read_text(encoding="utf-8").strip())

    def use(self, name: str) -> ModelFolder:
        """Choose the model for the next start, after checking it.

        Raises:
            ModelError: it is missing, broken or unsuitable.
        """
        folder = self.find(name)
        folder.check()
        chosen = folder.name if folder in self.folders() else str(folder.path)
        self._write_choice(chosen)
        return folder

    def install(self, source: Path) -> ModelFolder:
        """Copy a model from a folder or a zip file; whole or not at all.

        Raises:
            ModelInstallError: it cannot be read, copied, or would leave its folder.
            ModelError: what it holds is not a usable model.
        """
        name = source.stem if source.suffix == ".zip" else source.resolve().name
        target = self.root / name
        if target.exists() or name == BUNDLED:
            raise ModelInstallError(f"{name} is here already; `floe models remove {name}` first")
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self.root, prefix=".") as scratch:
                found = _bring(source, Path(scratch))
                ModelFolder(found).check()
                found.rename(target)
        except ModelError:
            raise
        except (OSError, zipfile.BadZipFile) as error:
            raise ModelInstallError(f"{source}: cannot be installed: {error}") from error
        return ModelFolder(target)

    def remove(self, name: str) -> None:
        """Delete an installed model; the bundled one is used again if it was in use.

        Raises:
            ModelInstallError: it is the bundled one, or cannot be deleted.
            ModelMissing: there is no such model.
        """
        folder = self.find(name)
        if folder.path.parent != self.root:
            raise ModelInstallError(f"{name} is not one that was installed, so it stays")
        in_use = self._choice.is_file() and self.current() == folder
        try:
            shutil.rmtree(folder.path)
            if in_use:
                self._choice.unlink()
        except OSError as error:
            raise ModelInstallError(f"{folder.path}: cannot be removed: {error}") from error

    def _write_choice(self, name: str) -> None:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self._choice.write_text(name, encoding="utf-8")
        except OSError as error:
            raise ModelInstallError(f"{self._choice}: cannot be written: {error}") from error


def _bundled() -> ModelFolder:
    return ModelFolder(Path(__file__).parent / BUNDLED)


def _bring(source: Path, scratch: Path) -> Path:
    """Copy or unpack ``source`` into ``scratch`` and give the folder that holds the model."""
    if source.is_dir():
        copy = scratch / "model"
        shutil.copytree(source, copy)
        return copy
    if not source.is_file():
        raise ModelInstallError(f"{source}: no such file or folder")
    with zipfile.ZipFile(source) as archive:
        _refuse_tricks(source, archive)
        archive.extractall(scratch / "model")
    inner = [path.parent.parent for path in (scratch / "model").rglob("am/final.mdl")]
    return inner[0] if inner else scratch / "model"


def _refuse_tricks(source: Path, archive: zipfile.ZipFile) -> None:
    total = 0
    for entry in archive.infolist():
        parts = Path(entry.filename).parts
        link = stat.S_ISLNK(entry.external_attr >> 16)
        if link or ".." in parts or Path(entry.filename).is_absolute():
            raise ModelInstallError(f"{source}: {entry.filename} would leave its folder; refused")
        total += entry.file_size
    if total > SIZE_LIMIT:
        raise ModelInstallError(f"{source}: unpacks to {total >> 30} GiB, more than any model has")
