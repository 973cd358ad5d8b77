"""What was said and not understood: kept as words alone, if the user turns that on.

The words are those that the recogniser made out, so they may be others than were said. A person who
looks through them sees which wordings to add, see docs/settings.md.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from floe import place
from floe.file import make_folder, replace
from voice.notice import Notice, PhaseEntered, UtteranceRejected
from voice.session.phase import Phase

MOST = 500
"""Sayings that are kept: the newest."""
_SHOWN = 40
"""How many are shown, the most frequent first."""
_LOG = logging.getLogger(__name__)


def path() -> Path:
    """Return the file that they are kept in."""
    return place.data() / "missed.txt"


class MissedSayings:
    """A subscriber that keeps what is rejected, with the phase in which it was said."""

    def __init__(self, file: Path) -> None:
        """Go on with what is in ``file``, which need not be there."""
        self._file = file
        self._phase = Phase.IDLE
        self._lines = _lines(file)

    def __call__(self, notice: Notice) -> None:
        """Keep it if it was not understood.

        Raises:
            OSError: the file cannot be written.
        """
        match notice:
            case PhaseEntered(phase):
                self._phase = phase
            case UtteranceRejected(text=text) if text:
                self._lines = [*self._lines, f"{self._phase.value}\t{text}"][-MOST:]
                make_folder(self._file.parent)
                replace(self._file, "\n".join([*self._lines, ""]).encode())
            case _:
                pass


def show(file: Path, *, on: bool) -> None:
    """Print what was not understood most often, and the line to add for it.

    ``on`` tells whether it is being kept.
    """
    counted = Counter(line.partition("\t")[2] for line in _lines(file))
    if not counted:
        print("Nothing is kept of what was not understood.")
    for text, times in counted.most_common(_SHOWN):
        print(f'{times:4}  {text}\n        - "<lead> {text} <tail>"')
    if counted:
        print("Add such a line below what is meant, in a file of intents/en: see docs/settings.md.")
    if not on:
        print("To keep it, put the line `missed: true` into config.yaml.")


def _lines(file: Path) -> list[str]:
    """Return what is kept; a file that cannot be read counts as none."""
    return list(_readable(file))[-MOST:]


def _readable(file: Path) -> Iterator[str]:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    except OSError as error:
        _LOG.warning("%s cannot be read: %s", file.name, type(error).__name__)
        return
    yield from (line for line in text.splitlines() if "\t" in line)
