"""The table of words inside an OpenFst file, as some published models carry it."""

import struct
from pathlib import Path
from typing import BinaryIO

_FST_MAGIC = 2125659606
_TABLE_MAGIC = 2125658996
_HAS_INPUT, _HAS_OUTPUT = 1, 2
_LONGEST = 1 << 16
"""Bytes of one string: more is a damaged file."""


def symbols(path: Path) -> dict[str, int]:
    """Read the output symbols of an FST file: each word with its id.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no FST, or carries no symbols.
    """
    with path.open("rb") as file:
        try:
            return _symbols(file)
        except struct.error as error:
            raise ValueError(f"cut off: {error}") from error


def _symbols(file: BinaryIO) -> dict[str, int]:
    if _number(file, "i") != _FST_MAGIC:
        raise ValueError("not an FST")
    _text(file), _text(file)
    _number(file, "i")
    flags = _number(file, "i")
    for _ in range(4):
        _number(file, "q")
    found: dict[str, int] = {}
    for _ in range(bool(flags & _HAS_INPUT) + bool(flags & _HAS_OUTPUT)):
        found = _table(file)
    if not found:
        raise ValueError("carries no words")
    return found


def _table(file: BinaryIO) -> dict[str, int]:
    if _number(file, "i") != _TABLE_MAGIC:
        raise ValueError("not a table of symbols")
    _text(file)
    _number(file, "q")
    return {_text(file): _number(file, "q") for _ in range(_number(file, "q"))}


def _number(file: BinaryIO, kind: str) -> int:
    value: int = struct.unpack(f"<{kind}", file.read(struct.calcsize(kind)))[0]
    return value


def _text(file: BinaryIO) -> str:
    length = _number(file, "i")
    if not 0 <= length <= _LONGEST:
        raise ValueError(f"a string of {length} bytes")
    return file.read(length).decode("utf-8")
