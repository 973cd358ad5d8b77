"""The command ``floe models``: lists, installs, removes and chooses speech models.

There is a function for each of its subcommands; `voice.cli` calls them.
"""

import sys
from pathlib import Path

from models.catalogue import Catalogue, CatalogueEntry, is_sha256
from models.errors import ModelBroken, ModelInstallError, ModelMissing, ModelUnverified
from models.folder import ModelFolder
from models.progress import DownloadProgress
from models.store import BUNDLED, Store, source_name

_ERROR_COLUMN = "LibriSpeech test-clean"
"""The recordings whose word error rate is in the column of errors."""
_NOT_IN_NOTES = (_ERROR_COLUMN, "TED-LIUM")
"""The recordings whose word error rate is not in the notes: it is in the column, or says the same
again."""
_ROW = "{:1} {:<39} {:>7} {:>7} {:>6}  {:<10}"
_LEGEND = f"""
* is in use. `floe models install NAME` fetches one that is not here.
errors: words wrong in a hundred, on {_ERROR_COLUMN}, as published.
static: takes no grammar; Floe is then fooled more easily by other speech.
no sum: no source is known that vouches for its SHA-256, so it is not fetched."""
_STATIC_WARNING = """\
{name} has a static graph, so Floe's strict grammar cannot be put into it. It hears any
English and Floe acts on whole commands in that; other speech fools it more easily."""


def show(store: Store, catalogue: Catalogue) -> None:
    """Print the models that are here, then those that can be installed."""
    in_use = store.current()
    here = store.folders()
    print(_row("", "model", "size", "words", "errors", "licence"))
    for folder in here:
        print(_installed(folder, catalogue.find(folder.name), in_use=folder == in_use))
    if in_use not in here:
        print(_installed(in_use, None, in_use=True))
    for entry in catalogue.entries.values():
        if entry.name not in [folder.name for folder in here]:
            print(_row("", entry.name, size(entry), "", _errors(entry), entry.licence))
            print(f"    {_suits(entry)}")
    print(_LEGEND)


def install(source: str, checksum: str | None, store: Store, catalogue: Catalogue) -> ModelFolder:
    """Install a model and return it.

    ``source`` is the path of a folder or a zip file, or the name of a published model, which is
    then fetched. ``checksum`` is the SHA-256 that the zip file must have, if the user gives one.

    Raises:
        ModelInstallError: it cannot be had, is not the right file, or is here already.
        ModelError: it is not a usable model.
    """
    if checksum is not None and not is_sha256(checksum := checksum.lower()):
        raise ModelInstallError(f"--sha256 {checksum}: expected 64 hexadecimal digits")
    if not source.strip():
        raise ModelInstallError(
            "nothing to install: give the name of a published model, a folder or a zip file; "
            "`floe models list` names them"
        )
    path, entry = Path(source), catalogue.find(source)
    if path.exists():
        folder = _from_file(path, checksum, store, catalogue)
    elif entry:
        folder = _from_network(entry, checksum, store)
    else:
        raise ModelInstallError(
            f"{source}: no such file or folder, and no published model of that name; "
            "`floe models list` names them"
        )
    print(f"{folder.name} is installed; `floe models use {folder.name}` hears with it")
    _warn_if_static(folder)
    return folder


def remove(name: str, store: Store) -> None:
    """Delete an installed model.

    Raises:
        ModelError: there is none of that name, or it cannot be removed.
    """
    store.remove(name)
    print(f"{name} is removed")


def use(name: str, store: Store, catalogue: Catalogue) -> None:
    """Choose the model called ``name`` for the next start.

    Raises:
        ModelError: it is missing or broken.
    """
    try:
        folder = store.use(name)
    except ModelMissing:
        entry = catalogue.find(name)
        if entry is None:
            raise
        raise ModelMissing(
            f"{entry.name} is not here; `floe models install {entry.name}` fetches it "
            f"({size(entry)})"
        ) from None
    print(f"Floe hears with {folder.name} from the next start")
    _warn_if_static(folder)


def size(entry: CatalogueEntry) -> str:
    """Return a published archive's size as text: exact where it is known, else as published."""
    if entry.bytes is None:
        return f"{entry.size[:-1]} {entry.size[-1]}B"
    return _size_text(entry.bytes)


def _from_file(path: Path, checksum: str | None, store: Store, catalogue: Catalogue) -> ModelFolder:
    entry = None if path.is_dir() else catalogue.find(source_name(path))
    checksum = _checksum(entry, checksum) if entry else checksum
    if checksum:
        print(f"checking the SHA-256 of {path}", flush=True)
    return store.install(path, None, checksum)


def _from_network(entry: CatalogueEntry, checksum: str | None, store: Store) -> ModelFolder:
    checksum = _checksum(entry, checksum)
    store.check_vacant(entry.name)
    if checksum is None:
        raise ModelUnverified(
            f"{entry.name}: no trustworthy source of its SHA-256 is known, so it is not fetched. "
            f"Fetch {entry.url} and check it yourself, then `floe models install "
            f"./{entry.name}.zip`; or give the sum: `--sha256 SUM`"
        )
    # Imported here, so that nothing but an installation from the network can open connections.
    from models.download import Download, WantedFile

    print(f"{entry.name}, {size(entry)}, {entry.licence}: {entry.suits}")
    print(f"from {entry.url}", flush=True)
    progress = DownloadProgress(sys.stdout)
    download = Download(WantedFile(entry.url, checksum, entry.bytes), store.cache, progress)
    try:
        file = download.run()
    except KeyboardInterrupt:
        progress.close()
        print(f"stopped; {download.size / 1e6:.1f} MB are kept for the next time")
        raise
    finally:
        progress.close()
    folder = store.install(file, entry.name)
    download.forget()
    return folder


def _checksum(entry: CatalogueEntry, given: str | None) -> str | None:
    """Return the SHA-256 that the file must have: the published one, or else the one ``given``."""
    if given and entry.sha256 and given != entry.sha256:
        raise ModelInstallError(
            f"--sha256 {given}: the published {entry.name} has {entry.sha256}, as read in "
            f"{entry.sources[0]}"
        )
    return entry.sha256 or given


def _warn_if_static(folder: ModelFolder) -> None:
    if folder.static:
        print(_STATIC_WARNING.format(name=folder.name))


def _installed(folder: ModelFolder, entry: CatalogueEntry | None, *, in_use: bool) -> str:
    licence = "Apache-2.0" if folder.name == BUNDLED else entry.licence if entry else ""
    try:
        words = f"{len(folder.words)}"
    except ModelBroken:
        words = "broken"
    mark = "*" if in_use else ""
    errors = _errors(entry) if entry else ""
    return _row(mark, folder.name, _size_text(folder.size), words, errors, licence)


def _errors(entry: CatalogueEntry) -> str:
    rate = entry.errors.get(_ERROR_COLUMN)
    return "" if rate is None else f"{rate:.2f}"


def _suits(entry: CatalogueEntry) -> str:
    notes = [entry.suits]
    notes += [f"{rate:.2f} on {on}" for on, rate in entry.errors.items() if on not in _NOT_IN_NOTES]
    if entry.graph == "static":
        notes.append("static")
    if entry.sha256 is None:
        notes.append("no sum")
    return "; ".join(notes)


def _size_text(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.{count < 1e7:d}f} MB"


def _row(*columns: str) -> str:
    return _ROW.format(*columns).rstrip()
