"""``floe --record``: a session that is recorded for a bug report."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from voice.config import recording_path
from voice.journal.journal import read
from voice.recording.recording import Recording
from voice.recording.start import Start, memory


@contextmanager
def recorded(model: str, wake: str | None, journal: Path, now: datetime) -> Iterator[Recording]:
    """Begin a recording, and say where it is; at the end, say so again.

    To be entered before the session begins, with the date and time. ``model`` is the speech
    model's name, ``wake`` the wake phrase. Whoever uses the recording has to close it.

    Raises:
        RecordingError: it cannot be begun.
        JournalCorrupt, JournalNewer, JournalUnreadable: the journal cannot be used.
    """
    start = Start(now, model, wake, memory(read(journal), now))
    recording = Recording(recording_path(now), start)
    print(f"All sound is being recorded into {recording.path}.", flush=True)
    try:
        yield recording
    finally:
        print(
            f"The recording is {recording.path}: all that was said in the room, and of your\n"
            "journal the answers about your health and the last week. Hear it before you hand it\n"
            "on; delete it when you like. floe rehearse --from it plays the session again."
        )
