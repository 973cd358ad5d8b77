"""Erases everything that Floe keeps of a person, for `floe forget`.

Every file is overwritten before it is removed, whatever state it is in. That leaves less behind
than deleting rows and SQLite's VACUUM would: VACUUM copies what it keeps, and needs a journal that
can be read. What a disk, a snapshot or a backup has put elsewhere is out of reach.
"""

import contextlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from floe.errors import FloeError
from voice.data.data import Data
from voice.errors import EraseFailed, NotConfirmed, NothingKept
from voice.history.formatting import format_count, format_period
from voice.history.history import History
from voice.journal.lock import Lock

WORD = "forget"
"""The word that has to be typed to confirm."""
_CHUNK = bytes(1 << 20)
"""The zeros that are written at once: 1 MiB."""

Ask = Callable[[str], str]
"""Shows a question and returns the answer; raises EOFError where nobody can answer."""


def forget(data: Data, person: str | None = None, ask: Ask | None = input) -> None:
    """Erase all ``data`` of ``person``, after the answer to ``ask`` was `WORD`.

    Where ``ask`` is None, no confirmation is needed. What is erased is printed first.

    Raises:
        NothingKept: there is no journal of that ``person``; what the house shares stays.
        JournalBusy: Floe is running with this journal or with another of the house.
        NotConfirmed: the answer was another one, or nobody was there to answer.
        EraseFailed: some files could not be erased.
    """
    found = [
        *data.journals,
        *data.recorded,
        *data.rehearsed,
        *data.spoken,
        *data.logged,
        *data.unheard,
    ]
    whose = person or "you"
    if person and not data.journals:
        raise NothingKept(
            f"nothing is kept of {person}, so nothing was erased; look at the spelling"
        )
    if not found:
        print(f"Nothing is kept of {whose}.")
        return
    with contextlib.ExitStack() as locks:
        for journal in {data.journal, *data.house}:
            locks.enter_context(Lock(journal))
        _tell(data, whose)
        if ask:
            _confirm(ask)
        # To look at the journal has left files beside it.
        failed = _erase(dict.fromkeys([*data.journals, *found]))
    # Only the lock file and empty folders are left; it does not matter if one cannot be removed.
    with contextlib.suppress(OSError):
        data.journal.with_name(data.journal.name + ".lock").unlink()
    for folder in (data.recordings, data.rehearsals, data.speech, data.logs):
        _remove(folder)
    if failed:
        raise EraseFailed("could not be erased: " + "; ".join(failed))
    print(f"All of it is erased. Nothing is kept of {whose} any more.")
    if person and _names(data.settings, person):
        print(f"{data.settings} names {person}: take that out as well.")


def _tell(data: Data, whose: str) -> None:
    print(f"This erases for ever what Floe keeps of {whose}:")
    if data.journals:
        print(f"  {data.journal}: {_told(data.journal)}")
    common = ", of all who live here: nothing tells which are whose" if data.shared else ""
    for folder, files in ((data.recordings, data.recorded), (data.rehearsals, data.rehearsed)):
        if files:
            print(f"  {folder}: {format_count(len(files), 'file')}{common}")
    if data.spoken:
        print(f"  {data.speech}: the sentences that Floe has spoken")
    if data.unheard:
        print(f"  {data.missed}: words that were not understood{common}")
    if data.logged:
        print(f"  {data.logs}: the log of what failed")
    print("Files that were exported or written elsewhere stay, as does the settings file.")
    for stray in data.strays:
        print(f"{stray} stays too, for it is nobody's journal; look at it yourself.")


def _told(journal: Path) -> str:
    try:
        history = History.load(journal)
    except FloeError:
        return "a journal that cannot be read"
    days = [entry.day for entry in history.entries]
    more = ", and more that cannot be read" if history.loss else ""
    if not days:
        return f"no massage yet{more}"
    return f"{format_count(len(days), 'massage')}, {format_period(min(days), max(days))}{more}"


def _names(settings: Path, person: str) -> bool:
    try:
        return person.casefold() in settings.read_text(encoding="utf-8").casefold()
    except (OSError, UnicodeDecodeError):
        return False


def _confirm(ask: Ask) -> None:
    try:
        answer = ask(f"Type {WORD} to go on: ")
    except EOFError:
        raise NotConfirmed("nothing was erased: nobody is here to be asked; see --yes") from None
    if answer.strip().lower() != WORD:
        raise NotConfirmed("nothing was erased")


def _erase(files: Iterable[Path]) -> list[str]:
    """Overwrite and remove ``files``; return a line for each one that could not be removed."""
    failed = []
    for path in files:
        try:
            target = path.resolve()
            if target.exists():
                _overwrite(target)
                target.unlink()
            path.unlink(missing_ok=True)
        except OSError as error:
            failed.append(f"{path} ({error.strerror})")
    return failed


def _overwrite(path: Path) -> None:
    """Overwrite the file with zeros, and wait until they are on the disk."""
    left = path.stat().st_size
    with path.open("r+b") as file:
        while left > 0:
            left -= file.write(_CHUNK[:left])
        file.flush()
        os.fsync(file.fileno())


def _remove(folder: Path) -> None:
    """Remove a folder and all folders in it, as far as they are empty."""
    below = sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True)
    for path in (*below, folder):
        with contextlib.suppress(OSError):
            path.rmdir()
