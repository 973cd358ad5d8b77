"""Writes files so that no half of one is ever left, and nobody but their owner reads them."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

_FILE, _FOLDER = 0o600, 0o700
"""The permissions of what is private: for its owner alone."""


def replace(path: Path, content: bytes) -> None:
    """Write ``content`` to the file ``path``, for its owner alone, in the place of one before.

    It is written beside it first, and put in its place once it is on the disk, so that there is
    always one whole file: the old or the new. A pipe or a device is written to as it is.

    Raises:
        OSError: it cannot be written; what was there before is still there.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".floe-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def keep_private(folders: Iterable[Path]) -> None:
    """Let only their owner read what is in ``folders``, and what this process makes from now on.

    Links are left alone, and so is what belongs to somebody else. Windows keeps a user's folders
    from others by itself.
    """
    if sys.platform == "win32":
        return
    os.umask(0o077)
    for folder in folders:
        _mend(folder, _FOLDER)
        for place, names, files in os.walk(folder):
            for name in names:
                _mend(Path(place, name), _FOLDER)
            for name in files:
                _mend(Path(place, name), _FILE)


def _mend(path: Path, mode: int) -> None:
    with contextlib.suppress(OSError):
        status = path.lstat()
        if not path.is_symlink() and status.st_mode & 0o077:
            path.chmod(mode)
