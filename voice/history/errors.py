"""What can go wrong with what is told of the past.

FloeError
  HistoryEmpty      no massage was ever begun: there is nothing to draw or to report
  FormatUnknown     the name of a file asks for a format that cannot be written
  FileUnwritable    a file cannot be written where it should go
"""

from floe.errors import FloeError


class HistoryEmpty(FloeError):
    """No massage was ever begun: there is nothing to draw or to report."""


class FormatUnknown(FloeError):
    """The name of a file asks for a format that cannot be written."""


class FileUnwritable(FloeError):
    """A file cannot be written where it should go."""
