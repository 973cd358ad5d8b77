"""The file of a recording: a wave file that holds its own account of what happened.

    RIFF/WAVE   fmt     PCM, 3 channels, 16 kHz, 16 bits
                floe    4 MiB for lines of JSON, zeros behind them: the start, then the account
                data    the microphone, what the loudspeaker played, and the microphone without it

Any player, editor or library opens it: chunks that they do not know are passed over. The
account has its room before the sound, so that both grow without moving the other, and the
sizes in the header are set again with each piece: killed at any moment, it is a whole wave file
up to the last piece. An archive of two files, or a chunk behind the sound, would be no file at
all until it is closed. The room for the account takes no disk until it is used; when it is
full, the recording ends.
"""

import contextlib
import errno
import os
import shutil
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE
from voice.errors import (
    NotRecording,
    RecordingEmpty,
    RecordingError,
    RecordingFull,
    RecordingUnreadable,
    RecordingUnwritable,
)
from voice.recording.account import RecordingEnded, SoundGap, TimedNotice
from voice.recording.codec import decode, encode
from voice.recording.start import Start

CHANNELS = 3
"""Microphone, loudspeaker, and the microphone with the loudspeaker's echo cancelled."""
_FRAME = 2 * CHANNELS
"""Bytes of one sample of all channels."""
_NOTES = 4 * 2**20
"""Bytes for the start and the account: two hours of talk need a quarter of it."""
_LONGEST_AWAY = 1e8
"""Most seconds without sound in a recording, three years: more is damage."""
_MARK = b"floe"
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_DATA = struct.Struct("<4sI")
_SOUND_AT = _HEADER.size + _NOTES + _DATA.size
RESERVE = 200_000_000
"""Bytes that are left free on the disk: the journal needs them more."""


class Writer:
    """Writes a recording, whole after each piece; for one thread at a time."""

    def __init__(self, path: Path, start: Start) -> None:
        """Begin the file, which only the user may read; folders on the way are made.

        Raises:
            RecordingUnwritable: it cannot be written, or is already there.
            RecordingFull: there is no room for what it starts with.
        """
        self._path = path
        self._noted = _HEADER.size
        self._sound = 0
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = self._begun()
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            self._write(b"", f"{start.json()}\n".encode())
        except RecordingError:
            self.close()
            path.unlink(missing_ok=True)
            raise

    def write(self, sound: bytes, account: Iterable[TimedNotice]) -> None:
        """Add frames of all channels, and what happened meanwhile.

        Raises:
            RecordingUnwritable: the disk is full or fails; what was written before stays whole.
            RecordingFull: there is no room for more of the account; nothing was written.
        """
        self._write(sound, b"".join(f"{encode(one)}\n".encode() for one in account))

    def close(self) -> None:
        """Let the file go; closing twice is allowed."""
        with contextlib.suppress(OSError):
            # What could not be written was told then, and is dropped now.
            self._file.close()

    def _begun(self) -> BinaryIO:
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(self._path, flags, 0o600), "wb")

    def _write(self, sound: bytes, notes: bytes) -> None:
        if self._noted + len(notes) >= _HEADER.size + _NOTES:
            raise RecordingFull(f"{self._path}: too much was said to record more; it ends here")
        try:
            self._mind_room()
            self._put(_SOUND_AT + self._sound, sound)
            self._put(self._noted, notes)
            self._sound += len(sound)
            self._noted += len(notes)
            self._put(_HEADER.size + _NOTES, _DATA.pack(b"data", self._sound))
            self._put(0, _header(self._sound))
        except OSError as error:
            raise self._unwritable(error) from error

    def _mind_room(self) -> None:
        if shutil.disk_usage(self._path.parent).free < RESERVE:
            raise OSError(errno.ENOSPC, "the disk is nearly full")

    def _put(self, at: int, data: bytes) -> None:
        self._file.seek(at)
        self._file.write(data)
        self._file.flush()

    def _unwritable(self, error: OSError) -> RecordingUnwritable:
        return RecordingUnwritable(
            f"{self._path}: cannot be recorded into ({error.strerror}), and what is there is kept; "
            "make room on the disk, or make the folder writable"
        )


@dataclass(frozen=True)
class Recorded:
    """A recording that was read."""

    start: Start
    account: Sequence[TimedNotice]
    """What happened, in order."""
    sound: NDArray[np.int16]
    """Shape (blocks, `BLOCK`, `CHANNELS`), mapped from the file."""
    cut: bool
    """Whether it breaks off: Floe, the machine or a copy of the file ended in the middle."""

    @property
    def length(self) -> float:
        """Seconds of sound."""
        return len(self.sound) * BLOCK / RATE

    @classmethod
    def load(cls, path: Path) -> "Recorded":
        """Read a file; what breaks off is read as far as it goes.

        Raises:
            RecordingError: one of its leaves, with the file's name.
        """
        try:
            start, account, size, there = _read(path)
            blocks = min(size, there) // (_FRAME * BLOCK)
            if not blocks:
                raise RecordingEmpty("it ended before any sound was in it")
            shape = blocks, BLOCK, CHANNELS
            sound: NDArray[np.int16] = np.memmap(path, "<i2", "r", _SOUND_AT, shape)
        except OSError as error:
            problem = f"{path}: cannot be read: {error.strerror}"
            raise RecordingUnreadable(problem) from error
        except RecordingError as error:
            raise type(error)(f"{path}: {error}") from error
        ended = any(isinstance(one.notice, RecordingEnded) for one in account)
        return cls(start, account, sound, cut=size > there or not ended)


def _read(path: Path) -> tuple[Start, list[TimedNotice], int, int]:
    """Return the start, the account, and how many bytes of sound there should be and are."""
    if not path.is_file():
        raise RecordingUnreadable("is no file" if path.exists() else "no such file")
    with path.open("rb") as file:
        header = file.read(_HEADER.size)
        notes = file.read(_NOTES)
        data = file.read(_DATA.size)
        there = max(0, os.fstat(file.fileno()).st_size - _SOUND_AT)
    if len(header) < _HEADER.size or _fixed(header) != _fixed(_header(0)):
        raise NotRecording(
            "is no recording of Floe's; floe --record makes one, and editors that save one "
            "anew drop the decisions from it"
        )
    lines = notes.partition(b"\0")[0].decode(errors="replace").splitlines()
    start = Start.parse(lines[0] if lines else "")
    size = _DATA.unpack(data)[1] if len(data) == _DATA.size else 0
    return start, _account(lines[1:], start.date), size, there


def _account(lines: Iterable[str], starts: datetime) -> list[TimedNotice]:
    """Read lines up to the first that is damaged, as in a write that broke off."""
    account: list[TimedNotice] = []
    before = away = 0.0
    for line in lines:
        try:
            one = decode(line, starts)
        except ValueError:
            break
        away += one.notice.seconds if isinstance(one.notice, SoundGap) else 0.0
        if one.at < before or away > _LONGEST_AWAY:
            break
        before = one.at
        account.append(one)
    return account


def _header(sound: int) -> bytes:
    """Return all that stands before the account."""
    riff = _SOUND_AT - 8 + sound
    pcm = (1, CHANNELS, RATE, RATE * _FRAME, _FRAME, 16)
    return _HEADER.pack(b"RIFF", riff, b"WAVE", b"fmt ", 16, *pcm, _MARK, _NOTES)


def _fixed(header: bytes) -> bytes:
    """Return what is the same in every recording: all but the size of the whole."""
    return header[:4] + header[8:]
