"""Tells a running program from one that has ended, also after the computer was started anew."""

import os
import platform
import subprocess
import sys
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

from voice.boot import boot

_MACHINE = Path("/etc/machine-id")
_NAMESPACE = Path("/proc/self/ns/pid")
_STATE, _STARTED = 0, 19
"""Where the fields are in `/proc/PID/stat`, counted behind the program's name."""
_ENDED = "ZX"
"""States of a program that has ended and that only its parent has to take note of yet."""
_PATIENCE = 5.0
"""Seconds that `ps` may take."""


@dataclass(frozen=True, slots=True)
class Process:
    """A program on some computer, told from every other one there is or was."""

    host: str
    """The computer's name."""
    machine: str
    """What tells computers of one name from each other; empty where the system has nothing."""
    namespace: str
    """What tells containers from each other, of which each counts its own numbers of programs."""
    number: int
    started: str
    """When it was started; empty where the system does not tell."""

    @classmethod
    def current(cls) -> Self:
        """Return this program."""
        number = os.getpid()
        return cls(platform.node(), *_place(), number, _start(number) or "")

    @classmethod
    def parse(cls, values: Any) -> Self:
        """Return the program that `to_values` described.

        Raises:
            ValueError: these are no such values.
        """
        try:
            process = cls(**values)
        except TypeError as error:
            raise ValueError(str(error)) from error
        if not (isinstance(process.number, int) and process.number > 0):
            raise ValueError("no number of a program")
        return process

    def to_values(self) -> dict[str, str | int]:
        """Return what describes it, for a file."""
        return asdict(self)

    @property
    def here(self) -> bool:
        """Whether it is, or was, on this computer, where its number can be looked up."""
        return (self.host, self.machine, self.namespace) == (platform.node(), *_place())

    @property
    def ended(self) -> bool:
        """Whether it has certainly ended; of one that is not `here` that is never certain."""
        if not self.here:
            return False
        start = _start(self.number)
        return start is None or bool(start and self.started and start != self.started)


@cache
def _place() -> tuple[str, str]:
    """Return what tells this computer, and this container, from others."""
    try:
        machine = _MACHINE.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        machine = ""
    try:
        return machine, str(_NAMESPACE.stat().st_ino)
    except OSError:
        return machine, ""


def _start(number: int) -> str | None:
    """Return when a program was started; empty where that is unknown, None if there is no such."""
    if sys.platform == "win32":
        # There, os.kill ends programs. File systems without locks are those of other systems.
        return ""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return None
    except OSError:
        # It is somebody else's.
        pass
    return _start_on_linux(number) if sys.platform == "linux" else _start_by_ps(number)


def _start_on_linux(number: int) -> str | None:
    computer = boot()
    try:
        stat = Path(f"/proc/{number}/stat").read_bytes()
    except OSError:
        return ""
    if not computer:
        return ""
    fields = stat[stat.rfind(b")") + 1 :].decode("ascii").split()
    return None if fields[_STATE] in _ENDED else f"{computer} {fields[_STARTED]}"


def _start_by_ps(number: int) -> str:
    command = ["ps", "-o", "lstart=", "-p", str(number)]
    plain = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
    try:
        told = subprocess.run(
            command, env=plain, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.strip()
