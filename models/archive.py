"""Unpacking of a model's zip file, such that a malicious one can do no harm.

`models.store` calls it when a model is installed.
"""

import io
import lzma
import os
import shutil
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath, PureWindowsPath

from models.errors import ArchiveRefused

MOST_BYTES = 8 << 30
"""The most bytes that an archive may unpack to; the largest published model has about 4 GiB."""
MOST_FILES = 1000
"""The most files that an archive may hold; the published ones hold about twenty."""
MOST_RATIO = 50
"""The most times its packed size that an archive may unpack to. Published models unpack to about
twice their packed size, and text to ten times."""
ACOUSTIC_MODEL = "am/final.mdl"
"""The file by which the model's folder in an archive is found."""
_FILE_TYPES = (0, stat.S_IFREG, stat.S_IFDIR)
"""The types that an entry may have: none given, a regular file, a folder."""
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How an entry may be packed; others may want gigabytes of memory for being unpacked."""
_MOST_AT_ONCE = 1 << 20
"""The most bytes that are read of an archive at once. Its list of files is, before anything is
known of it, and that of a model has a few kilobytes."""
_ENCRYPTED = 1
"""The bit in the flags of an encrypted entry."""


def unpack(source: Path, target: Path) -> Path:
    """Unpack ``source`` into the empty folder ``target``, and return the model's folder in it.

    Every entry is examined before the first byte is written.

    Raises:
        ArchiveRefused: it is no zip file, damaged or too large, it does not hold exactly one model,
            or one of its entries is a link or would be written outside ``target``.
        OSError: the disk is full, or cannot be read or written.
    """
    try:
        with _Reader(source, "rb") as file, zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _examine(source, entries, shutil.disk_usage(target).free)
            for entry in entries:
                _write(archive, entry, target)
    except (
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        lzma.LZMAError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise ArchiveRefused(f"{source}: not a whole zip file: {error}") from error
    return _model_folder(source, target)


def examine_folder(source: Path) -> None:
    """Refuse a folder that holds more than a model does, or whose copy would never end.

    Raises:
        ArchiveRefused: it has too many files, too large ones, or devices; links in a circle count
            as many files.
        OSError: it cannot be read.
    """
    count = total = 0
    for folder, _, names in os.walk(source, followlinks=True):
        count += 1
        for path in (Path(folder, name) for name in names):
            if not path.is_file():
                raise ArchiveRefused(f"{path}: is no file, but a pipe, a device or a broken link")
            count += 1
            total += path.stat().st_size
        if count > MOST_FILES or total > MOST_BYTES:
            raise ArchiveRefused(f"{source}: holds more than any model; give its own folder")


def _examine(source: Path, entries: list[zipfile.ZipInfo], free: int) -> None:
    """Refuse an archive that is dangerous, or larger than the ``free`` bytes on the disk."""
    if len(entries) > MOST_FILES:
        raise ArchiveRefused(f"{source}: holds {len(entries)} files, more than any model")
    names = [entry.filename.rstrip("/").casefold() for entry in entries]
    if len(set(names)) < len(names):
        raise ArchiveRefused(f"{source}: holds two files of one name; refused")
    for entry in entries:
        if problem := _danger(entry):
            raise ArchiveRefused(f"{source}: {entry.filename!r} {problem}; refused")
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if total > MOST_BYTES:
        raise ArchiveRefused(f"{source}: unpacks to {total / 1e9:.1f} GB, more than any model")
    if total > MOST_RATIO * max(packed, 1):
        raise ArchiveRefused(f"{source}: unpacks to {total // max(packed, 1)} times its size")
    if total > free:
        raise ArchiveRefused(
            f"{source}: unpacks to {total / 1e6:.0f} MB, but only {free / 1e6:.0f} MB are free"
        )


def _danger(entry: zipfile.ZipInfo) -> str | None:
    """Return what is dangerous about an entry, or None if nothing is."""
    name = entry.filename
    windows = PureWindowsPath(name)
    if stat.S_IFMT(entry.external_attr >> 16) not in _FILE_TYPES:
        return "is a link or a device"
    if windows.anchor or "\\" in name or ".." in windows.parts or not windows.parts:
        return "would leave its folder"
    if any(character < " " or character in ':*?"<>|' for character in name):
        return "has a name that not every system can hold"
    if entry.compress_type not in _PACKINGS:
        return "is packed in a way that models are not"
    return "is encrypted" if entry.flag_bits & _ENCRYPTED else None


class _Reader(io.FileIO):
    """A file of which nobody can take more into memory at once than a megabyte."""

    def read(self, size: int | None = -1) -> bytes:
        if size is None or not 0 <= size <= _MOST_AT_ONCE:
            size = _MOST_AT_ONCE
        return super().read(size)


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    path = target.joinpath(*PurePosixPath(entry.filename).parts)
    if entry.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as packed, path.open("xb") as file:
        shutil.copyfileobj(packed, file, 1 << 20)


def _model_folder(source: Path, target: Path) -> Path:
    found = sorted(target.rglob(ACOUSTIC_MODEL))
    if len(found) != 1:
        what = "no model" if not found else f"{len(found)} models"
        raise ArchiveRefused(f"{source}: holds {what}; expected one folder with {ACOUSTIC_MODEL}")
    return found[0].parent.parent
