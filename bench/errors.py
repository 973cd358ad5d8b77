"""What can go wrong while figures are measured.

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
    """The folder of recordings does not exist, or has no manifest."""


class SpeechIncomplete(BenchError):
    """A list or a set of recordings in the folder is missing or damaged."""


class VoiceMissing(BenchError):
    """A synthesiser is not installed, or does not have a voice."""


class WorkerLost(BenchError):
    """A process that measured was killed, as by a system short of memory."""


class PlotterMissing(BenchError):
    """The library that draws is not installed."""


class PageUnwritable(BenchError):
    """The page of pictures cannot be written."""
