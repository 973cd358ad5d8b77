"""Reading and writing of sound files.

What people record in (WAV, AIFF, CAF, AU, FLAC, MP3, Ogg/Vorbis, Ogg/Opus) at any rate, with any
number of channels and in any sample format is read as 16 kHz int16 mono. A recording whose end is
missing is read as far as it goes, because a power cut leaves such files; a damaged header is an
error.
"""

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from audio.container import MARK_SIZE, is_mpeg, is_recording
from audio.errors import (
    NoSound,
    NotSound,
    SoundFileMissing,
    SoundFileUnreadable,
    SoundFileUnwritable,
    SoundTooLong,
)
from audio.mixer import ChannelMixer
from audio.quiet import quiet_stderr
from audio.sound import BLOCK, RATE
from floe.file import replace

_RATES = range(1_000, 768_001)
"""Sample rates in Hz that are believed; any other is taken for a damaged header."""
_FULL_SCALE = 32_768
_LOUDEST = 100.0
"""The loudest float sample that is believed, where full scale is 1: 40 dB above it."""
_Quiet = Callable[[], AbstractContextManager[None]]
"""What keeps a decoder from writing on the terminal."""
_LONGEST = 30 * 60
"""Seconds of sound that `read` takes into memory at most, 58 MB: little enough, though a few
kilobytes of FLAC can hold days of silence."""
_PIECE = 1 << 20
"""Most samples, of all channels together, that are decoded at once: 4 MiB, more than a second of
whatever is recorded. A header can claim 1024 channels at 768 kHz, of which a second has 3 GB."""


def read(path: Path) -> NDArray[np.int16]:
    """Return a whole file as mono samples at `RATE`; `audio.mixer` makes one of several channels.

    Raises:
        audio.errors.SoundFileError: the file is missing, unreadable, no sound, empty, or longer
            than half an hour, for which there are `blocks`. The error is one of its subclasses and
            names the file.
    """
    pieces = []
    left = _LONGEST * RATE
    for piece in _pieces(path):
        left -= len(piece)
        if left < 0:
            raise SoundTooLong(f"{path}: longer than {_LONGEST // 60} minutes; cut it first")
        pieces.append(piece)
    return np.concatenate(pieces)


def blocks(path: Path) -> Iterator[bytes]:
    """Yield a file block by block, so that a long file needs no more memory than a short one.

    Each block is `BLOCK` samples of int16 mono at `RATE`; the last is padded with silence.

    Raises:
        audio.errors.SoundFileError: as `read` raises it, when the first block is asked for.
    """
    rest = b""
    for piece in _pieces(path):
        rest += piece.tobytes()
        whole = len(rest) - len(rest) % (2 * BLOCK)
        for start in range(0, whole, 2 * BLOCK):
            yield rest[start : start + 2 * BLOCK]
        rest = rest[whole:]
    if rest:
        yield rest.ljust(2 * BLOCK, b"\0")


def write(path: Path, samples: NDArray[np.int16]) -> None:
    """Write mono samples at `RATE` as a 16-bit WAV file.

    Raises:
        audio.errors.SoundFileUnwritable: the folder is missing or not writable, or the disk
            is full.
    """
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, RATE, subtype="PCM_16", format="WAV")
    try:
        replace(path, buffer.getvalue())
    except OSError as error:
        raise SoundFileUnwritable(f"{path}: cannot be written: {error.strerror}") from error


def _pieces(path: Path) -> Iterator[NDArray[np.int16]]:
    """Yield a file about a second at a time, as mono samples at `RATE`."""
    # mpg123 writes to stderr whenever it is called.
    quiet = quiet_stderr if is_mpeg(_checked(path)) else contextlib.nullcontext
    try:
        with quiet():
            file = soundfile.SoundFile(_name(path))
        with file:
            yield from _converted(path, file, quiet)
    except soundfile.LibsndfileError as error:
        problem = str(error.error_string).rstrip(".")
        raise NotSound(f"{path}: not a sound file that can be read ({problem})") from error


def _checked(path: Path) -> bytes:
    """Return what a file begins with, if it may be sound."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise SoundFileUnreadable(f"{path}: is no file, but a pipe or a device")
        with path.open("rb") as file:
            start = file.read(MARK_SIZE)
    except FileNotFoundError:
        raise SoundFileMissing(f"{path}: no such file") from None
    except IsADirectoryError:
        raise SoundFileUnreadable(f"{path}: is a folder, not a sound file") from None
    except OSError as error:
        raise SoundFileUnreadable(f"{path}: cannot be read: {error.strerror}") from error
    if not start:
        raise NoSound(f"{path}: the file is empty")
    if not is_recording(start):
        raise NotSound(f"{path}: not a sound file that can be read (no known kind)")
    return start


def _converted(path: Path, file: soundfile.SoundFile, quiet: _Quiet) -> Iterator[NDArray[np.int16]]:
    if file.samplerate not in _RATES:
        raise NotSound(f"{path}: damaged header: a rate of {file.samplerate} Hz")
    resampler = None
    if file.samplerate != RATE:
        resampler = soxr.ResampleStream(file.samplerate, RATE, 1, dtype="float32")
    found, mixer = 0, ChannelMixer()
    while len(frames := _frames(file, found, quiet)):
        found += len(frames)
        mono = mixer.mix(frames)
        yield _integers(resampler.resample_chunk(mono) if resampler else mono)
    if not found:
        raise NoSound(f"{path}: holds no sound")
    if resampler:
        yield _integers(resampler.resample_chunk(np.empty(0, np.float32), last=True))


def _frames(file: soundfile.SoundFile, found: int, quiet: _Quiet) -> NDArray[np.float32]:
    """Read the next second at most, shape (frames, channels), with full scale at 1.0.

    ``found`` is the number of frames read before. Damage after the first frame counts as the end
    of the file.
    """
    try:
        count = min(file.samplerate, _PIECE // file.channels)
        with quiet():
            frames: NDArray[np.float32] = file.read(count, "float32", always_2d=True)
    except soundfile.LibsndfileError:
        if not found:
            raise
        return np.empty((0, file.channels), np.float32)
    frames = np.nan_to_num(frames, copy=False, posinf=1.0, neginf=-1.0)
    return np.clip(frames, -_LOUDEST, _LOUDEST, out=frames)


def _integers(samples: NDArray[np.float32]) -> NDArray[np.int16]:
    scaled = np.rint(samples * _FULL_SCALE)
    return np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1).astype(np.int16)


def _name(path: Path) -> str | bytes:
    """Return the name of a file for libsndfile: the bytes that it has, which need be no text."""
    return str(path) if sys.platform == "win32" else os.fsencode(path)
