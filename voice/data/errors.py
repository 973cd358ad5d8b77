"""What can go wrong with a person's data.

FloeError
  NothingKept       nothing is kept of this person
  ExportUnwritable  the file cannot be written, or is there already
  NotConfirmed      nothing was erased, for that was not confirmed
  EraseFailed       some files could not be erased
"""

from floe.errors import FloeError


class NothingKept(FloeError):
    """Nothing is kept of this person."""


class ExportUnwritable(FloeError):
    """The file cannot be written, or is there already; nothing of it was left."""


class NotConfirmed(FloeError):
    """Nothing was erased, for that was not confirmed."""


class EraseFailed(FloeError):
    """Some files could not be erased; each is named, and all others are gone."""
