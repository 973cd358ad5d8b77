"""Where all that Floe keeps of a person is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import platformdirs

from voice import logs
from voice.config import default_path

_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database: events that are not in it yet, or no longer."""


@dataclass(frozen=True, slots=True)
class Data:
    """The places of one person's data; the folders are those of the whole house."""

    journal: Path
    recordings: Path
    """The folder of what `floe --record` keeps."""
    rehearsals: Path
    """The folder of rehearsals: of simulated people, and of recordings."""
    settings: Path
    """The settings file: devices and a voice, nothing of the person."""
    speech: Path
    """The folder of sentences that were spoken; some tell a pain or a name."""
    logs: Path
    """The folder of the log: what failed, and when."""

    @classmethod
    def of(cls, journal: Path) -> Self:
        """Return the places that belong to ``journal``: what is recorded lies beside it."""
        cache = platformdirs.user_cache_path("floe", appauthor=False)
        folder = journal.parent
        return cls(
            journal,
            folder / "recordings",
            folder / "rehearsal",
            default_path(),
            cache / "voice",
            logs.folder(),
        )

    @property
    def house(self) -> list[Path]:
        """The journals of all who live here, this one or not; the folders are common to them."""
        return sorted(self.journal.parent.glob(f"journal*{self.journal.suffix}"))

    @property
    def shared(self) -> bool:
        """Whether others live here: then nothing tells which recordings are whose."""
        return any(journal != self.journal for journal in self.house)

    @property
    def journals(self) -> list[Path]:
        """The files of the journal that are there, the journal itself last."""
        beside = [self.journal.with_name(self.journal.name + end) for end in _BESIDE]
        return [path for path in (*beside, self.journal) if _there(path)]

    @property
    def recorded(self) -> list[Path]:
        """The files in the folder of recordings."""
        return list(_files(self.recordings))

    @property
    def rehearsed(self) -> list[Path]:
        """The files in the folder of rehearsals."""
        return list(_files(self.rehearsals))

    @property
    def spoken(self) -> list[Path]:
        """The files of sentences that were spoken."""
        return list(_files(self.speech))

    @property
    def logged(self) -> list[Path]:
        """The files of the log."""
        return list(_files(self.logs))


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_dir():
            yield path


def _there(path: Path) -> bool:
    return path.is_symlink() or path.exists()
