"""A lock made of files alone, for a file system that has no locks, such as some network folders.

Everybody who wants the lock first puts a file of their own beside the journal, and then looks for
those of others. So of two who come at the same moment at least one sees the other. A file belongs
to one program and is never written by another, so what a crash left behind anybody may remove: in
no moment can that be the file of a program that has just come.
"""

import json
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from floe.file import new_file
from voice.errors import JournalBusy
from voice.journal.process import Process


class Claim:
    """One program's claim on a journal; it holds from `take` to `release`."""

    def __init__(self, journal: Path) -> None:
        self._journal = journal
        self._file = journal.with_name(f"{journal.name}.lock-{secrets.token_hex(8)}")

    def take(self) -> None:
        """Claim the journal.

        Raises:
            JournalBusy: another program does, or may do so: on another computer nobody can tell.
            OSError: no file can be made beside the journal.
        """
        with new_file(self._file) as file:
            file.write(json.dumps(Process.current().to_values()).encode())
        for other in self._others():
            holder = _holder(other)
            if holder and holder.ended:
                other.unlink(missing_ok=True)
            elif other.exists():
                self.release()
                raise JournalBusy(_refusal(self._journal, other, holder))

    def release(self) -> None:
        """Give the journal up; twice is allowed."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _others(self) -> Iterator[Path]:
        prefix = f"{self._journal.name}.lock-"
        for path in sorted(self._journal.parent.iterdir()):
            if path.name.startswith(prefix) and path != self._file:
                yield path


def _holder(claim: Path) -> Process | None:
    """Return whose claim it is; None where it cannot be read."""
    try:
        return Process.parse(json.loads(claim.read_bytes()))
    except (OSError, ValueError):
        return None


def _refusal(journal: Path, claim: Path, holder: Process | None) -> str:
    if holder and holder.here:
        return f"Floe is already running with {journal}; leave that one first"
    where = f"on the computer {holder.host}" if holder else "somewhere"
    return (
        f"Floe is already running with {journal}, {where}; leave that one first. If it was "
        f"switched off, remove {claim}"
    )
