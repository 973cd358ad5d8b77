"""What can go wrong with a recording for a bug report.

FloeError
 +-- RecordingError
      +-- RecordingUnwritable   it cannot be begun, or not be written any further
      +-- RecordingFull         it is as long as a recording may get
      +-- RecordingUnreadable   there is no such file, or it cannot be opened
      +-- NotRecording          the file is no recording of Floe's, or its start is damaged
      +-- RecordingNewer        a newer Floe wrote it, in a form that this one does not know
      +-- RecordingEmpty        it ended before any sound was in it
"""

from floe.errors import FloeError


class RecordingError(FloeError):
    """A recording cannot be made or used."""


class RecordingUnwritable(RecordingError):
    """A recording cannot be begun, or not be written any further; what is there is kept."""


class RecordingFull(RecordingError):
    """A recording is as long as one may get; it is whole, and ends here."""


class RecordingUnreadable(RecordingError):
    """There is no such file, or it cannot be opened."""


class NotRecording(RecordingError):
    """The file is no recording of Floe's, or its start is damaged."""


class RecordingNewer(RecordingError):
    """A newer Floe wrote it, in a form that this one does not know."""


class RecordingEmpty(RecordingError):
    """It ended before any sound was in it."""
