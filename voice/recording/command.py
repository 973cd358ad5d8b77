"""``floe --record``: a session that is recorded for a bug report."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from voice.config import recording_path
from voice.journal.journal import read
from voice.observer import Observer
from voice.observers import Observers
from voice.recording.recording import Recording
from voice.recording.start import Start, memory


@contextmanager
def recorded(
    observer: Observer, model: str, wake: str | None, journal: Path, date: Callable[[], datetime]
) -> Iterator[Observer]:
    """Record what is observed, and say where; to be entered before the session begins.

    Gives an observer that tells ``observer`` the same, which is also told if the recording
    fails. ``model`` is the speech model's name, ``wake`` the wake phrase.

    Raises:
        RecordingError: it cannot be begun.
        JournalCorrupt, JournalNewer, JournalUnreadable: the journal cannot be used.
    """
    now = date()
    start = Start(now, model, wake, memory(read(journal), now))
    recording = Recording(recording_path(now), start, observer.failed, date)
    print(f"All sound is being recorded into {recording.path}.", flush=True)
    try:
        with closing(recording):
            yield Observers(observer, recording)
    finally:
        print(
            f"The recording is {recording.path}: all that was said in the room, and of your\n"
            "journal the answers about your health and the last week. Hear it before you hand it\n"
            "on; delete it when you like. floe rehearse --from it plays the session again."
        )
