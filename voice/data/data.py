"""Knows where everything lies that Floe keeps of a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from floe import place
from voice import logs, missed
from voice.config import default_path
from voice.journal.files import files_of
from voice.person import list_journals


@dataclass(frozen=True, slots=True)
class Data:
    """The files and folders with one person's data; the folders are shared by the whole house."""

    journal: Path
    """The file of this person's journal."""
    recordings: Path
    """The folder that `floe --record` writes to."""
    rehearsals: Path
    """The folder that `floe rehearse` writes to, also when it replays a recording."""
    settings: Path
    """The settings file: devices, a voice, and at most the names of the house."""
    speech: Path
    """The cache of spoken sentences; some of them tell a pain or a name."""
    logs: Path
    """The folder of the log: what failed, and when."""
    missed: Path
    """The file of what was not understood, if the settings ask for it."""

    @classmethod
    def of(cls, journal: Path) -> Self:
        """Return the files and folders that belong to the ``journal`` of a person."""
        folder = journal.parent
        return cls(
            journal,
            folder / "recordings",
            folder / "rehearsal",
            default_path(),
            place.cached() / "voice",
            logs.folder(),
            folder / missed.path().name,
        )

    @property
    def house(self) -> list[Path]:
        """The journals of everybody who lives here, who all share the folders."""
        default = self.journal.with_name(f"journal{self.journal.suffix}")
        return [path for path in (default, *list_journals(default)) if path.is_file()]

    @property
    def strays(self) -> list[Path]:
        """Files beside the journal that may be copies of one, and are nobody's."""
        known = {file for journal in {self.journal, *self.house} for file in files_of(journal)}
        locks = tuple(f"{journal.name}.lock" for journal in {self.journal, *self.house})
        return [
            path
            for path in sorted(self.journal.parent.glob(f"journal*{self.journal.suffix}*"))
            if path not in known and not path.name.startswith(locks)
        ]

    @property
    def shared(self) -> bool:
        """Whether others have a journal here; then nothing tells whose recordings are whose."""
        return any(journal != self.journal for journal in self.house)

    @property
    def journals(self) -> list[Path]:
        """The journal's files that exist, with damaged ones that were set aside; itself last."""
        return files_of(self.journal)

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
        """The files in the cache of spoken sentences."""
        return list(_files(self.speech))

    @property
    def unheard(self) -> list[Path]:
        """The file of what was not understood, if there is one."""
        return [self.missed] if self.missed.is_file() else []

    @property
    def logged(self) -> list[Path]:
        """The files of the log."""
        return list(_files(self.logs))


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_dir():
            yield path
