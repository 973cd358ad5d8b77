"""Writes everything that Floe keeps of a person into one zip file, for `floe export`."""

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from floe.file import new_file
from voice.data.data import Data
from voice.errors import ExportUnwritable, JournalCorrupt, JournalNewer, NothingKept
from voice.history.command import warn_of_loss
from voice.history.formatting import format_count
from voice.history.history import History
from voice.history.serialization import as_csv, as_json
from voice.journal.files import DAMAGED
from voice.journal.journal import snapshot
from voice.session.event import Event
from voice.session.record import Record

_CONTENTS = """\
All that Floe keeps of you, as it was when this file was made.

journal.sqlite  the journal: every event, and tables made from them. Put it in the place of
                Floe's own journal to go on from here.
events.json     the same events as text: kind, at (a date with its offset), values
history.csv     a line for each massage, and for each pain told at another time
history.json    the same, with the courses
config.yaml     the settings, if you made any
missed.txt      what was not understood, if you let Floe keep it, and nobody else has a journal here
recordings      what `floe --record` kept, if anything, and if nobody else has a journal here:
                where several people live, nothing tells which recordings are whose
{damaged}{log}
Rehearsals and the sentences that Floe has spoken are not in here: both can be made again.
"""
_JOURNAL = "journal.sqlite"
_AS_IT_IS = """\
journal...      A journal that is damaged, or of a newer Floe, is in here just as it is, with what
                belongs to it; what could be read of it is in the other files.
"""
"""Stands in `_CONTENTS` if there is such a journal."""
_LOGGED = "log             what failed in Floe, and when; no word that was heard or said\n"
"""Stands in `_CONTENTS` if anything has failed."""


def export(data: Data, path: Path, person: str | None = None) -> None:
    """Write all ``data`` of ``person`` into the new file ``path``, and print what is in it.

    Only the file's owner may read it.

    Raises:
        ExportUnwritable: the file is there already, or cannot be written.
        NothingKept: there is no journal and no recording.
        JournalUnreadable: the journal cannot be opened.
    """
    if path.suffix.lower() != ".zip":
        raise ExportUnwritable(f"{path}: the name of the file must end in .zip")
    recorded = [] if data.shared else data.recorded
    if not data.journals and not recorded:
        raise NothingKept(f"{data.journal}: no such journal, so there is nothing to export")
    history = _history(data.journal, person)
    warn_of_loss(history)
    whole = {} if history.loss else {_JOURNAL: snapshot(data.journal)}
    files = {
        file.name.replace(data.journal.name, _JOURNAL): file
        for file in data.journals
        if history.loss or DAMAGED in file.name
    }
    texts = {
        "README.txt": _contents(data, files).encode(),
        **whole,
        "events.json": _events(history.events).encode(),
        "history.csv": as_csv(history).encode(),
        "history.json": as_json(history).encode(),
    }
    files |= {f"recordings/{file.relative_to(data.recordings)}": file for file in recorded}
    files |= {f"log/{file.relative_to(data.logs)}": file for file in data.logged}
    files |= {file.name: file for file in data.unheard if not data.shared}
    if data.settings.is_file():
        files["config.yaml"] = data.settings
    _write(path, texts, files)
    print(
        f"{path} is written: the journal with {format_count(len(history.entries), 'massage')}, "
        f"{format_count(len(recorded), 'recording')}. Its README.txt says what is what."
    )
    if data.shared and data.recorded:
        print(f"Not in it, for they may be of others who live here: {data.recordings}")


def _history(journal: Path, person: str | None) -> History:
    """Return what can be read, which may be nothing: the journal goes into the file as it is."""
    try:
        return History.load(journal, person)
    except (JournalCorrupt, JournalNewer) as error:
        return History(person, [], Record(), [], [], [], error)


def _contents(data: Data, files: Collection[str]) -> str:
    log = _LOGGED if data.logged else ""
    return _CONTENTS.format(log=log, damaged=_AS_IT_IS if files else "")


def _write(path: Path, texts: Mapping[str, bytes], files: Mapping[str, Path]) -> None:
    try:
        with (
            new_file(path) as file,
            ZipFile(file, "w", ZIP_DEFLATED, strict_timestamps=False) as archive,
        ):
            for name, text in texts.items():
                archive.writestr(name, text)
            for name, source in files.items():
                archive.write(source, name)
    except FileExistsError:
        raise ExportUnwritable(f"{path}: is there already; name a new file") from None
    except OSError as error:
        raise ExportUnwritable(f"{path}: cannot be written ({error.strerror})") from error


def _events(events: Iterable[Event]) -> str:
    told = [
        {"kind": event.kind.value, "at": event.at.isoformat(), "values": dict(event.values)}
        for event in events
    ]
    return json.dumps(told, indent=1) + "\n"
