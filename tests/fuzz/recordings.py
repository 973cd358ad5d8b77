"""The file of a recording around an account of any content."""

from pathlib import Path

from voice.recording.file import _DATA, _HEADER, _NOTES, _header

_SOUND = 3 * 1920
"""Bytes of three blocks of all channels."""


def write_recording(path: Path, account: bytes) -> None:
    """Write a recording of three blocks that holds ``account``, cut to the room that there is."""
    with path.open("wb") as file:
        file.write(_header(_SOUND))
        file.write(account[: _NOTES - 1])
        file.seek(_HEADER.size + _NOTES)
        file.write(_DATA.pack(b"data", _SOUND))
        file.write(bytes(_SOUND))
