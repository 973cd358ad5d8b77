"""Writes files whole or not at all, for their owner alone to read.

A file is written beside its place, and put there once it is complete and on the disk. So there is
always either the one before or the new one, whatever happens meanwhile: a full disk, a power cut, a
second Floe.
"""

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
"""The modes of a file and of a folder that are for their owner alone."""
_DEVICES = ("dev", "proc")
"""Folders at the root of a system whose files lead somewhere else, such as `/dev/stdout`."""
_FIXED = frozenset({errno.EACCES, errno.EBUSY, errno.EPERM, errno.EROFS, errno.EXDEV})
"""Why nothing can be put in a file's place, while the file itself can perhaps be written: the
folder is somebody else's, or the file is mounted by itself."""
_UNSYNCED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP})
"""What a file system answers that cannot tell when something is on the disk."""


def make_folder(path: Path) -> None:
    """Make a folder and those above it for their owner alone; those that are there are left alone.

    Raises:
        OSError: it cannot be made.
    """
    if not path.is_dir():
        if path.parent != path:
            make_folder(path.parent)
        path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def keep_private(folders: Iterable[Path]) -> None:
    """Let only their owner read what is in ``folders``, and what this process makes from now on.

    Links are left alone, and so is what belongs to somebody else. Windows keeps a user's folders
    from others by itself.
    """
    if sys.platform == "win32":
        return
    os.umask(0o077)
    for folder in folders:
        _mend(folder, PRIVATE_FOLDER)
        for place, names, files in os.walk(folder):
            for name in names:
                _mend(Path(place, name), PRIVATE_FOLDER)
            for name in files:
                _mend(Path(place, name), PRIVATE_FILE)


def replace(path: Path, content: bytes) -> None:
    """Write a file, in the place of the one before if there is one; see `replacement`.

    Raises:
        OSError: it cannot be written; the one before is as it was.
    """
    with replacement(path) as file:
        file.write(content)


@contextmanager
def replacement(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write into, which takes the place of ``path`` when the block ends.

    If the block raises, ``path`` stays as it was. A device or a pipe is written into directly, and
    so is a file in a folder where no other can be made.

    Raises:
        OSError: it cannot be written; the one before is as it was.
    """
    if _leads_elsewhere(path):
        with path.open("wb") as file:
            yield file
        return
    target = Path(os.path.realpath(path))
    part = _part(target)
    if part is None:
        with target.open("wb") as file:
            yield file
        return
    try:
        yield from _filled(part)
        _move(part, target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write into, which is put at ``path`` when the block ends.

    Raises:
        FileExistsError: there is something at ``path``; it is as it was.
        OSError: it cannot be written; nothing is left.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    handle, name = tempfile.mkstemp(prefix=".floe-", suffix=".part", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield from _filled(part)
        try:
            # Unlike a move, a link never takes another file's place.
            path.hardlink_to(part)
        except FileExistsError:
            raise
        except OSError:
            part.rename(path)
        _settle(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _leads_elsewhere(path: Path) -> bool:
    """Whether ``path`` is a device, a pipe or the like, also one that leads to a file."""
    try:
        ordinary = stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False
    return not ordinary or path.absolute().parts[1:2] in [(name,) for name in _DEVICES]


def _part(target: Path) -> Path | None:
    """Make an empty file beside ``target``; None where only ``target`` itself can be written."""
    try:
        handle, name = tempfile.mkstemp(prefix=".floe-", suffix=".part", dir=target.parent)
    except OSError as error:
        if error.errno in _FIXED and target.is_file():
            return None
        raise
    os.close(handle)
    return Path(name)


def _filled(part: Path) -> Iterator[BinaryIO]:
    """Give the file ``part`` to write into, and see to it that its content is on the disk."""
    with part.open("wb") as file:
        yield file
        file.flush()
        try:
            os.fsync(file.fileno())
        except OSError as error:
            if error.errno not in _UNSYNCED:
                raise


def _move(part: Path, target: Path) -> None:
    try:
        part.replace(target)
    except OSError as error:
        if error.errno not in _FIXED or not target.is_file():
            raise
        target.write_bytes(part.read_bytes())
    _settle(target.parent)


def _settle(folder: Path) -> None:
    """See to it that what was put into a folder is still there after a power cut."""
    # Not every system opens a folder, and not every file system can tell.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _mend(path: Path, mode: int) -> None:
    with suppress(OSError):
        status = path.lstat()
        if not path.is_symlink() and status.st_mode & 0o077:
            path.chmod(mode)
