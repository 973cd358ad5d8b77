"""The text files of a model's folder: a table of words, a list of options, a list of checksums.

A model may come from anywhere, so they are read with care: each mistake has its line, and none of
them takes more memory than the largest published model does.
"""

import math
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from floe.text import one_line
from floe.textfile import TextFileError, read_text_file

MOST_WORDS = 1_000_000
"""Most words of a model; the largest published English ones have a third of that."""
_MOST_BYTES = 32 << 20
"""Most bytes of a table of words."""
_MOST_OPTIONS = 64 << 10
"""Most bytes of a list of options, which has about ten lines."""
_MOST_SUMS = 1 << 20
"""Most bytes of a list of checksums."""
LARGEST_ID = 2**31 - 1
"""The largest id of a word: OpenFst has 32 bits for it."""
_LOUDEST = 1000.0
"""The most dither that is believed, where full scale is 32768; models want 0 or 1."""
DITHER = "--dither="
"""Kaldi's option for the noise that is added to the sound; where it is missing, it is 1."""


def read_words(path: Path) -> dict[str, int]:
    """Return the words of a ``words.txt``, each with its id.

    Raises:
        OSError: it cannot be read.
        TextFileError: it is no table of words and ids.
    """
    words: dict[str, int] = {}
    for number, line in _lines(path, _MOST_BYTES):
        row = line.split()
        if len(row) != 2 or not (row[1].isascii() and row[1].isdigit() and len(row[1]) < 11):
            raise TextFileError(f"expected a word and its id, found {line!r}", number)
        if int(row[1]) > LARGEST_ID or number > MOST_WORDS:
            raise TextFileError("more words than any model has", number)
        words[row[0]] = int(row[1])
    return words


def read_options(path: Path) -> list[str]:
    """Return the options of a ``.conf``, one per line.

    Raises:
        OSError: it cannot be read.
        TextFileError: it is no text, or too long.
    """
    return [line.strip() for _, line in _lines(path, _MOST_OPTIONS)]


def read_dither(path: Path) -> float:
    """Return the noise that an ``mfcc.conf`` wants added, and 1 where it says nothing of it.

    Raises:
        OSError: it cannot be read.
        TextFileError: it is no list of options, or wants what is no number from 0 to 1000.
    """
    dither = 1.0
    for number, line in _lines(path, _MOST_OPTIONS):
        if line.strip().startswith(DITHER):
            dither = _dither(line.strip().removeprefix(DITHER), number)
    return dither


def without_dither(options: list[str]) -> list[str]:
    """Return all options but the one for the noise that is added."""
    return [each for each in options if not each.startswith(DITHER)]


def read_checksums(path: Path) -> dict[str, str]:
    """Return the lines of a ``SHA256SUMS``: each file's name with its SHA-256.

    Raises:
        OSError: it cannot be read.
        TextFileError: it is no list of checksums, or names a file outside its folder.
    """
    sums: dict[str, str] = {}
    for number, line in _lines(path, _MOST_SUMS):
        digest, found, name = line.partition("  ")
        if not found or not name:
            raise TextFileError("expected a checksum and a file's name", number)
        parts = PureWindowsPath(name)
        if parts.anchor or ".." in parts.parts or not name.isprintable():
            raise TextFileError(f"{one_line(name)} is not in this folder", number)
        sums[name] = digest
    return sums


def _dither(text: str, number: int) -> float:
    try:
        dither = float(text)
    except ValueError:
        dither = math.nan
    if not 0 <= dither <= _LOUDEST:
        raise TextFileError(f"expected 0 to {_LOUDEST:g}, found {text!r}", number)
    return dither


def _lines(path: Path, most: int) -> Iterator[tuple[int, str]]:
    return enumerate(read_text_file(path, most).splitlines(), 1)
