"""What can fail while figures are measured.

FloeError
 +-- BenchError
      +-- SpeechMissing
      +-- SpeechIncomplete
      +-- VoiceMissing
      +-- WorkerLost
      +-- PlotterMissing
      +-- PageUnwritable
"""

from floe.errors import FloeError


class BenchError(FloeError):
    """Something cannot be measured or shown."""


class SpeechMissing(BenchError):
    """The folder of recordings is not there, or is another folder."""


class SpeechIncomplete(BenchError):
    """A list or a set of recordings in the folder is missing or damaged."""


class VoiceMissing(BenchError):
    """A synthesiser is not installed, or does not have a voice."""


class WorkerLost(BenchError):
    """A process that measured was killed."""


class PlotterMissing(BenchError):
    """The library that draws is not installed."""


class PageUnwritable(BenchError):
    """The page of pictures cannot be written."""
