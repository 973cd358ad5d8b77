"""Which files are handed to libsndfile.

libsndfile knows thirty kinds of files, most of them of samplers and synthesisers of the nineties.
Its readers of those are hardly used any more, and some write what they find to the standard output,
which belongs to Floe. So only the kinds that people record in are read.
"""

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
