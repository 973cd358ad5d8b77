"""Sound files: whatever libsndfile decodes comes in as 16 kHz int16 mono.

WAV, AIFF, FLAC, MP3, Ogg/Vorbis and Ogg/Opus, any rate, channels and sample format. A
recording whose end is missing is read as far as it goes (a power cut leaves such files);
one whose header is damaged is an error.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from audio.errors import (
    NoSound,
    NotSound,
    SoundFileMissing,
    SoundFileUnreadable,
    SoundFileUnwritable,
)
from audio.sound import BLOCK, RATE

_RATES = range(1_000, 768_001)
"""Hz: rates outside are taken for a damaged header, not for sound."""
_SCALE = 32_768


def read(path: Path) -> NDArray[np.int16]:
    """Read a whole file: samples at `RATE`, mono, channels averaged.

    Raises:
        audio.errors.SoundFileError: one of its leaves, with the file's name.
    """
    return np.concatenate(list(_pieces(path)))


def blocks(path: Path) -> Iterator[bytes]:
    """Read a file block by block, in little memory however long it is.

    Yields `BLOCK` samples of int16 mono at a time, the last filled up with silence.

    Raises:
        audio.errors.SoundFileError: one of its leaves, at the first block.
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
        audio.errors.SoundFileUnwritable: the folder is missing, not writable or full.
    """
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, RATE, subtype="PCM_16", format="WAV")
    try:
        path.write_bytes(buffer.getvalue())
    except OSError as error:
        raise SoundFileUnwritable(f"{path}: cannot be written: {error.strerror}") from error


def _pieces(path: Path) -> Iterator[NDArray[np.int16]]:
    _check(path)
    try:
        with soundfile.SoundFile(str(path)) as file:
            yield from _converted(path, file)
    except soundfile.LibsndfileError as error:
        problem = str(error.error_string).rstrip(".")
        raise NotSound(f"{path}: not a sound file that can be read ({problem})") from error


def _check(path: Path) -> None:
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise SoundFileUnreadable(f"{path}: is no file, but a pipe or a device")
        with path.open("rb") as file:
            start = file.read(1)
    except FileNotFoundError:
        raise SoundFileMissing(f"{path}: no such file") from None
    except IsADirectoryError:
        raise SoundFileUnreadable(f"{path}: is a folder, not a sound file") from None
    except OSError as error:
        raise SoundFileUnreadable(f"{path}: cannot be read: {error.strerror}") from error
    if not start:
        raise NoSound(f"{path}: the file is empty")


def _converted(path: Path, file: soundfile.SoundFile) -> Iterator[NDArray[np.int16]]:
    if file.samplerate not in _RATES:
        raise NotSound(f"{path}: damaged header: a rate of {file.samplerate} Hz")
    resampler = None
    if file.samplerate != RATE:
        resampler = soxr.ResampleStream(file.samplerate, RATE, 1, dtype="float32")
    found = 0
    while len(frames := _frames(file, found)):
        found += len(frames)
        mono = frames.mean(axis=1, dtype=np.float32)
        yield _integers(resampler.resample_chunk(mono) if resampler else mono)
    if not found:
        raise NoSound(f"{path}: holds no sound")
    if resampler:
        yield _integers(resampler.resample_chunk(np.empty(0, np.float32), last=True))


def _frames(file: soundfile.SoundFile, found: int) -> NDArray[np.float32]:
    """Read a second of frames, shape (frames, channels); damage after the start is the end."""
    try:
        frames: NDArray[np.float32] = file.read(file.samplerate, "float32", always_2d=True)
    except soundfile.LibsndfileError:
        if not found:
            raise
        return np.empty((0, file.channels), np.float32)
    return np.nan_to_num(frames, copy=False, posinf=1.0, neginf=-1.0)


def _integers(samples: NDArray[np.float32]) -> NDArray[np.int16]:
    scaled = np.rint(samples * _SCALE)
    return np.clip(scaled, -_SCALE, _SCALE - 1).astype(np.int16)
