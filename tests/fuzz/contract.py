"""What every reader of Floe's promises, whatever it is given.

It takes the input, or refuses it with a `FloeError` of one line that names the file; within a
second, and with 200 MB of memory.
"""

import contextlib
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from floe.errors import FloeError

SECONDS = 1.0
"""Most seconds of the processor's time for one input; a file of ordinary size takes a hundredth."""
MEGABYTES = 200
"""Most memory for one input."""


@dataclass(frozen=True)
class Target:
    """One reader."""

    file: str
    """The name of the file that it reads; there may be folders before it."""
    read: Callable[[Path], object]
    """Reads the file at a path."""
    seeds: Callable[[], Iterable[bytes]]
    """Gives what it takes, to begin with."""
    names_file: bool = True
    """Whether its errors name the file; those of what is no file do not."""


class Broken(AssertionError):
    """A reader has not kept its promise."""


def warm_up(target: Target, folder: Path) -> None:
    """Read a first input, for which a reader may load what it needs for all others."""
    with contextlib.suppress(Broken):
        check(target, next(iter(target.seeds())), folder)


def check(target: Target, data: bytes, folder: Path) -> bool:
    """Give ``data`` to a reader, by way of a file in ``folder``; return whether it took it.

    Raises:
        Broken: it took too long or too much, or refused it otherwise than it promises.
    """
    path = folder / target.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    before, began = _megabytes(), time.process_time()
    taken = True
    try:
        target.read(path)
    except FloeError as error:
        _check_message(target, str(error), folder)
        taken = False
    seconds, megabytes = time.process_time() - began, _megabytes() - before
    if seconds > SECONDS:
        raise Broken(f"took {seconds:.1f} s")
    if megabytes > MEGABYTES:
        raise Broken(f"took {megabytes:.0f} MB")
    return taken


def _check_message(target: Target, message: str, folder: Path) -> None:
    if not message.isprintable():
        raise Broken(f"not a line that a terminal can show: {message!r}")
    if target.names_file and str(folder) not in message:
        raise Broken(f"does not name the file: {message}")
    if len(message) > 2000:
        raise Broken(f"a message of {len(message)} letters: {message[:500]}")


def _megabytes() -> float:
    """Return the most memory that this process had so far; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0.0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)
