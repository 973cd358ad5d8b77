"""The store of models: those that are here, which of them is in use, and installing others.

Floe asks it at its start for the model to listen with; ``floe models`` installs, chooses and
removes.
"""

import os
import shutil
from pathlib import Path

from filelock import FileLock, Timeout

from floe import place
from floe.file import replace
from models.archive import examine_folder, unpack
from models.errors import ModelError, ModelInstallError, ModelMissing, WrongFile
from models.folder import ModelFolder, inner_folder, sha256

BUNDLED = "floe-en"
"""The name of the model that comes with Floe."""
_CHOICE = "in-use"
"""The file that holds the name or the path of the model in use."""


class Store:
    """The models of one user: the bundled one and those installed beside it."""

    def __init__(self, root: Path | None = None, cache: Path | None = None) -> None:
        """Keep models in ``root``, downloads in ``cache``; by default, where the platform does."""
        self.root = root or place.data() / "models"
        self.cache = cache or place.cached() / "downloads"
        """The folder in which the parts of broken downloads wait for the rest."""
        self._choice = self.root / _CHOICE

    def folders(self) -> list[ModelFolder]:
        """Return every model that is here, the bundled one first and the others by name."""
        installed = [path for path in sorted(self.root.glob("*")) if path.is_dir()]
        return [_bundled(), *(ModelFolder(path) for path in installed if path.name[0] != ".")]

    def find(self, name: str) -> ModelFolder:
        """Return the model called ``name``, or else the one in the folder at the path ``name``.

        It may lie in a folder inside that one.

        Raises:
            ModelMissing: there is neither.
        """
        for folder in self.folders():
            if folder.name == name:
                return folder
        path = Path(name)
        if path.is_dir():
            return ModelFolder(inner_folder(path.resolve()))
        known = ", ".join(folder.name for folder in self.folders())
        raise ModelMissing(f"no model called {name}; there are: {known}")

    def current(self) -> ModelFolder:
        """Return the model in use: the one that was chosen, or else the bundled one.

        Raises:
            ModelMissing: the one that was chosen is no longer there.
        """
        # False also where the folder may not be entered, as a home that is not readable.
        if not os.path.isfile(self._choice):  # noqa: PTH113
            return _bundled()
        return self.find(self._choice.read_text(encoding="utf-8").strip())

    def use(self, name: str) -> ModelFolder:
        """Choose the model called ``name`` for the next start, after checking it, and return it.

        Raises:
            ModelError: it is missing or broken.
        """
        folder = self.find(name)
        folder.check()
        chosen = folder.name if folder in self.folders() else str(folder.path)
        self._write_choice(chosen)
        return folder

    def check_vacant(self, name: str) -> None:
        """Make sure that a model can be installed as ``name``.

        Raises:
            ModelInstallError: there is one of that name already, or nothing can be called that.
        """
        if name[:1] in ("", ".") or name == _CHOICE:
            raise ModelInstallError(f"{name!r} cannot be a model's name; rename the file first")
        if name == BUNDLED or (self.root / name).exists():
            raise ModelInstallError(f"{name} is here already; `floe models remove {name}` first")

    def install(
        self, source: Path, name: str | None = None, checksum: str | None = None
    ) -> ModelFolder:
        """Copy a model from a folder or a zip file, and return it; a failure leaves nothing behind.

        ``name`` is what it will be called, by default what ``source`` is called. ``checksum`` is
        the SHA-256 that the zip file must have; nothing in it is looked at before that is certain.

        Raises:
            ModelInstallError: it cannot be read or copied, is another file than ``checksum``
                says, or would write outside its folder.
            ModelError: what it holds is not a usable model.
        """
        name = name or source_name(source)
        self.check_vacant(name)
        scratch = self.root / ".scratch"
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self.cache.mkdir(parents=True, exist_ok=True)
            with FileLock(self.cache / "install.lock", timeout=0):
                # An installation that was killed could not clean up after itself.
                shutil.rmtree(scratch, ignore_errors=True)
                try:
                    scratch.mkdir()
                    found = _fetch(source, scratch, checksum)
                    ModelFolder(found).check()
                    found.rename(self.root / name)
                finally:
                    shutil.rmtree(scratch, ignore_errors=True)
        except ModelError:
            raise
        except Timeout as error:
            raise ModelInstallError("another floe is installing a model; try again") from error
        except OSError as error:
            raise ModelInstallError(f"{source}: cannot be installed: {error}") from error
        return ModelFolder(self.root / name)

    def remove(self, name: str) -> None:
        """Delete an installed model; if it was in use, the bundled one is used from then on.

        Raises:
            ModelInstallError: it was not installed, as the bundled one, or cannot be deleted.
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
            replace(self._choice, name.encode())
        except OSError as error:
            raise ModelInstallError(f"{self._choice}: cannot be written: {error}") from error


def source_name(source: Path) -> str:
    """Return the name of the model in a folder or a zip file, which is the name of either."""
    return source.stem if source.suffix.lower() == ".zip" else source.resolve().name


def _bundled() -> ModelFolder:
    return ModelFolder(Path(__file__).parent / BUNDLED)


def _fetch(source: Path, scratch: Path, checksum: str | None) -> Path:
    """Copy or unpack ``source`` into ``scratch``, and return the folder there with the model."""
    if source.is_dir():
        if checksum:
            raise ModelInstallError(f"{source}: a folder has no SHA-256; give the zip file")
        folder = inner_folder(source)
        examine_folder(folder)
        ModelFolder(folder).check()
        return shutil.copytree(folder, scratch / "model")
    if not source.is_file():
        raise ModelInstallError(f"{source}: no such file or folder")
    if checksum and (found := sha256(source)) != checksum:
        raise WrongFile(
            f"{source}: not the file that was meant: its SHA-256 is {found}, not {checksum}; "
            "not installed"
        )
    return unpack(source, scratch)
