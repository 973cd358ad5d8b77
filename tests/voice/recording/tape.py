"""A recording in the making, for tests."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.voice.recording.sounds import STARTS, sound, start
from voice.errors import RecordingError
from voice.recording.file import Recorded
from voice.recording.recording import Recording


class Tape:
    """A recording in the making, a second at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.date: datetime = STARTS
        self.number = 0
        self.recording = Recording(path, start())

    def second(self, count: int = 1) -> None:
        for _ in range(50 * count):
            self.recording(sound(self.number, self.date))
            self.number += 1
            self.date += timedelta(milliseconds=20)

    def ends(self, kind: type[RecordingError], seconds: int) -> RecordingError:
        """Record on, which ends the recording with an error within so many seconds."""
        with pytest.raises(kind) as caught:
            self.second(seconds)
        return caught.value

    def loaded(self) -> Recorded:
        self.recording.close()
        return Recorded.load(self.path)
