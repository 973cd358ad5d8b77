"""The three files that a rehearsal leaves behind."""

import os
from collections.abc import Callable
from pathlib import Path

from audio import wave
from audio.errors import SoundFileUnwritable
from floe.file import replace
from voice.errors import OutputUnwritable
from voice.rehearsal.conversation import conversation
from voice.rehearsal.log import RehearsalLog
from voice.rehearsal.timeline import timeline
from voice.rehearsal.transcript import transcript

CONVERSATION, TRANSCRIPT, TIMELINE = "conversation.wav", "transcript.txt", "timeline.svg"


def prepare(folder: Path) -> None:
    """Make ``folder`` before a rehearsal, which would run in vain if that failed afterwards.

    Raises:
        OutputUnwritable: it cannot be made, or not be written into.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error.strerror) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _unwritable(folder, "Permission denied")


def write(log: RehearsalLog, folder: Path) -> list[Path]:
    """Write the conversation, the transcript and the timeline; give their paths.

    Raises:
        OutputUnwritable: one of them cannot be written.
    """
    prepare(folder)
    try:
        wave.write(folder / CONVERSATION, conversation(log))
        _text(folder / TRANSCRIPT, transcript, log)
        _text(folder / TIMELINE, timeline, log)
    except SoundFileUnwritable as error:
        raise OutputUnwritable(f"{error}; give another folder with --out") from error
    except OSError as error:
        raise _unwritable(Path(str(error.filename)), error.strerror) from error
    return [folder / name for name in (CONVERSATION, TRANSCRIPT, TIMELINE)]


def _text(path: Path, make: Callable[[RehearsalLog], str], log: RehearsalLog) -> None:
    replace(path, make(log).encode())


def _unwritable(path: Path, reason: str | None) -> OutputUnwritable:
    return OutputUnwritable(f"{path}: cannot be written: {reason}; give another folder with --out")
