"""Which files are handed to libsndfile, and how it is kept from writing on the terminal.

libsndfile knows thirty kinds of files, most of them of samplers and synthesisers of the nineties.
Its readers of those are hardly used any more, and some write what they find to the standard output,
which belongs to Floe. So only the kinds that people record in are read.
"""

import contextlib
import os
from collections.abc import Iterator

_MARKS = (b"RIFF", b"RIFX", b"RF64", b"riff", b"FORM", b"caff", b".snd", b"fLaC", b"OggS", b"ID3")
"""What the files begin with: four kinds of WAV, AIFF, CAF, AU, FLAC, Ogg, and MP3 with a title."""
_MPEG = 0xFFE0
"""The eleven bits with which each frame of MP3 begins."""
MARK_SIZE = 4
"""Bytes of a file's beginning that tell its kind."""


def is_recording(start: bytes) -> bool:
    """Return whether a file that begins with ``start`` may be a recording."""
    return start.startswith(_MARKS) or is_mpeg(start)


def is_mpeg(start: bytes) -> bool:
    """Return whether a file that begins with ``start`` may be MP3."""
    frame = int.from_bytes(start[:2], "big") & _MPEG == _MPEG
    return len(start) >= 2 and (frame or start.startswith(b"ID3"))


@contextlib.contextmanager
def silenced_stderr() -> Iterator[None]:
    """Let nothing come to the standard error output meanwhile, of whatever library in the process.

    mpg123 writes a line for each frame that is damaged, and libsndfile has no switch for that.
    """
    try:
        kept = os.dup(2)
    except OSError:
        # There is none, as in a service.
        yield
        return
    try:
        with open(os.devnull, "wb") as nothing:  # noqa: PTH123 (no path on Windows)
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
