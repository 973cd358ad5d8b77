"""Where Floe keeps its files: where the platform does, or in a temporary folder if that fails.

A computer may have no home folder, as for a service, or one that cannot be written, as on a
read-only disk. Floe starts there all the same.
"""

import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import platformdirs

_NAME = "floe"


def data() -> Path:
    """Return the folder of journals, recordings, rehearsals and installed models.

    Where it cannot be written it is returned all the same: a journal that is written elsewhere
    would not be found again.
    """
    return _platform(platformdirs.user_data_path, "data")


def settings() -> Path:
    """Return the folder of the settings file."""
    return _platform(platformdirs.user_config_path, "config")


def log() -> Path:
    """Return the folder of the log."""
    return _platform(platformdirs.user_log_path, "log")


def cached() -> Path:
    """Return the folder of what can be made again: graphs, spoken sentences, downloads.

    It is a temporary one where the platform's cannot be written.
    """
    folder = _platform(platformdirs.user_cache_path, "cache")
    return folder if _writable(folder) else temporary() / "cache"


@cache
def temporary() -> Path:
    """Return a folder for temporary files that belongs to this user alone."""
    folder = Path(tempfile.gettempdir()) / f"{_NAME}-{getattr(os, 'getuid', int)()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return Path(tempfile.mkdtemp(prefix=f"{_NAME}-"))
    mine = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    # Somebody else may have made one of that name, to read along.
    if folder.is_symlink() or not mine:
        return Path(tempfile.mkdtemp(prefix=f"{_NAME}-"))
    return folder


def _platform(find: Callable[..., Path], name: str) -> Path:
    try:
        return find(_NAME, appauthor=False)
    except RuntimeError:
        # There is no home folder.
        return temporary() / name


def _writable(folder: Path) -> bool:
    """Whether files can be made in ``folder``, or it can be made itself."""
    # Unlike the methods of a path, these are false where a folder above may not be entered.
    while not os.path.exists(folder) and folder != folder.parent:  # noqa: PTH110
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK) and folder.is_dir()
