"""Reading of OpenFst's binary files: the words that a graph carries, and how likely each is.

`models.folder` needs it for the costs of words, and for the words of models that have no list of
them. Such a file is made of little-endian numbers, and of strings that begin with their length.
"""

import math
import struct
from pathlib import Path
from typing import BinaryIO

from models.listing import LARGEST_ID, MOST_WORDS

_FST_MAGIC = 2125659606
"""The number with which an FST begins."""
_TABLE_MAGIC = 2125658996
"""The number with which a symbol table begins."""
_HAS_INPUT, _HAS_OUTPUT = 1, 2
"""The bits in an FST's flags that say which symbol tables it carries."""
_LONGEST = 1 << 16
"""The most bytes of one string; more mean a damaged file."""
_MOST_LETTERS = 32 << 20
"""The most letters of all words together."""
_ARC = struct.Struct("<iifi")
"""An arc: its input label, output label, weight and next state."""


def read_symbols(path: Path) -> dict[str, int]:
    """Return the output symbols of an FST file: each word with its id.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no FST, or carries no symbols.
    """
    with path.open("rb") as file:
        try:
            _, _, table = _header(file)
        except struct.error as error:
            raise ValueError(f"cut off: {error}") from error
    if not table:
        raise ValueError("carries no words")
    return table


def read_unigram(path: Path) -> dict[int, float]:
    """Return the unigram costs of a grammar graph: each word's id with its cost.

    A cost is a negative natural logarithm. The result is empty unless the graph has just one state.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no FST, or cut off.
    """
    with path.open("rb") as file:
        try:
            kind, states, _ = _header(file)
            if kind != "vector standard" or states != 1:
                return {}
            _number(file, "f")
            arcs = file.read(_ARC.size * _count(file))
            costs = {label: cost for label, _, cost, _ in _ARC.iter_unpack(arcs)}
        except struct.error as error:
            raise ValueError(f"cut off: {error}") from error
    if any(math.isnan(cost) for cost in costs.values()):
        raise ValueError("a cost that is no number")
    return costs


def _header(file: BinaryIO) -> tuple[str, int, dict[str, int]]:
    """Read up to the first state: the types of FST and arc, the number of states, the words."""
    if _number(file, "i") != _FST_MAGIC:
        raise ValueError("not an FST")
    kind = f"{_text(file)} {_text(file)}"
    _version, flags = _number(file, "i"), int(_number(file, "i"))
    _properties, _start = _number(file, "q"), _number(file, "q")
    states, _arcs = int(_number(file, "q")), _number(file, "q")
    table: dict[str, int] = {}
    for _ in range(bool(flags & _HAS_INPUT) + bool(flags & _HAS_OUTPUT)):
        table = _table(file)
    return kind, states, table


def _table(file: BinaryIO) -> dict[str, int]:
    if _number(file, "i") != _TABLE_MAGIC:
        raise ValueError("not a table of symbols")
    _text(file)
    _number(file, "q")
    table: dict[str, int] = {}
    letters = 0
    for _ in range(_count(file)):
        word, number = _text(file), int(_number(file, "q"))
        letters += len(word)
        if not word or not 0 <= number <= LARGEST_ID or letters > _MOST_LETTERS:
            raise ValueError(f"no word and its id: {word!r}, {number}")
        table[word] = number
    return table


def _count(file: BinaryIO) -> int:
    """Read how many words or arcs follow: a damaged number must not become gigabytes."""
    count = int(_number(file, "q"))
    if not 0 <= count <= MOST_WORDS:
        raise ValueError(f"{count} words")
    return count


def _number(file: BinaryIO, kind: str) -> float:
    value: float = struct.unpack(f"<{kind}", file.read(struct.calcsize(kind)))[0]
    return value


def _text(file: BinaryIO) -> str:
    length = int(_number(file, "i"))
    if not 0 <= length <= _LONGEST:
        raise ValueError(f"a string of {length} bytes")
    return file.read(length).decode("utf-8")
