"""Encodes numbers, vectors and matrices in Kaldi's binary form, as far as the model needs them."""

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

HEADER = b"\0B"
"""What every binary file of Kaldi begins with."""


def token(text: str) -> bytes:
    """Return a token with the space that ends it."""
    return text.encode("ascii") + b" "


def enclosed(name: str, content: bytes) -> bytes:
    """Return content between the tokens that begin and end it."""
    return token(f"<{name}>") + content + token(f"</{name}>")


def integer(value: int) -> bytes:
    """Return a 32-bit integer with its size."""
    return struct.pack("<bi", 4, value)


def real(value: float) -> bytes:
    """Return a 32-bit float with its size."""
    return struct.pack("<bf", 4, value)


def integers(values: Sequence[int]) -> bytes:
    """Return a vector of 32-bit integers."""
    return integer(len(values)) + np.asarray(values, "<i4").tobytes()


def vector(values: NDArray[np.floating] | Sequence[float]) -> bytes:
    """Return a vector of 32-bit floats."""
    return token("FV") + integer(len(values)) + np.asarray(values, "<f4").tobytes()


def matrix(values: NDArray[np.floating]) -> bytes:
    """Return a matrix of 16-bit numbers, in steps of a 65535th of its range.

    That takes half the room of floats, and Kaldi reads it like any other matrix.
    """
    rows, columns = values.shape
    least, span = float(values.min()), float(np.ptp(values)) or 1.0
    steps = np.round((values - least) / span * 65535).astype("<u2")
    return token("CM2") + struct.pack("<ffii", least, span, rows, columns) + steps.tobytes()


def double_matrix(values: NDArray[np.floating]) -> bytes:
    """Return a matrix of 64-bit floats."""
    rows, columns = values.shape
    size = integer(rows) + integer(columns)
    return token("DM") + size + np.ascontiguousarray(values, "<f8").tobytes()
