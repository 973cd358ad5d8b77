"""The files of a journal: the one that it is, those that SQLite keeps, and damaged ones."""

from contextlib import suppress
from pathlib import Path

BESIDE = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database; they hold events that are not in it
yet, or no longer."""
INDEX = "-shm"
"""The one of these endings whose file holds nothing of its own: it says where in `-wal` what is."""
DAMAGED = ".damaged-"
"""With a date behind it, the ending of a damaged journal that was set aside."""
MENDED = ".mended"
"""The ending of what is to take the place of a damaged journal, until it is whole."""


def beside(path: Path) -> list[Path]:
    """Return where SQLite keeps files beside the database ``path``."""
    return [path.with_name(path.name + end) for end in BESIDE]


def files_of(path: Path) -> list[Path]:
    """Return all files that hold, or have held, events of the journal ``path``, itself last."""
    others: list[Path] = []
    begins = (path.name + DAMAGED, path.name + MENDED)
    with suppress(OSError):
        others = sorted(each for each in path.parent.iterdir() if each.name.startswith(begins))
    return [each for each in (*beside(path), *others, path) if each.is_symlink() or each.exists()]
