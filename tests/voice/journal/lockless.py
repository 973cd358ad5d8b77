"""A process on a file system without locks, as NFS may be: the kernel refuses it every lock.

Run with a journal's path; it takes the lock, opens the journal and writes an event, and says so, or
why not. It ends with its input.
"""

import ctypes
import errno
import platform
import struct
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from floe.errors import FloeError
from voice.journal.household import Household
from voice.session.event import Event, EventKind

_CALLS = {"x86_64": (73, 72), "aarch64": (32, 25)}
"""The numbers of flock and fcntl, by the processor."""
POSSIBLE = sys.platform == "linux" and platform.machine() in _CALLS
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_REFUSE, _ALLOW = 0x00050000 | errno.ENOLCK, 0x7FFF0000
_COMMANDS = (6, 7, 37)
"""fcntl's F_SETLK, F_SETLKW and F_OFD_SETLK."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def refuse_locks() -> None:
    """Have the kernel answer every request for a lock with "No locks available" (seccomp)."""
    flock, fcntl = _CALLS[platform.machine()]
    steps = [
        (_LOAD, 0, 0, 0),
        (_EQUAL, 5, 0, flock),
        (_EQUAL, 0, 5, fcntl),
        (_LOAD, 0, 0, 24),
        *((_EQUAL, 2 - at, int(at == 2), command) for at, command in enumerate(_COMMANDS)),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = _Program(len(steps), ctypes.addressof(code))
    library = ctypes.CDLL(None, use_errno=True)
    for option in ((38, 1, 0, 0, 0), (22, 2, ctypes.byref(program), 0, 0)):
        if library.prctl(*option):
            raise OSError(ctypes.get_errno(), "seccomp")


def main() -> None:
    """Use the journal until the input ends."""
    refuse_locks()
    try:
        with closing(Household(Path(sys.argv[1]))) as house:
            writer = house.open("", wait=True)
            writer.append(Event(EventKind.DISCLAIMER, datetime.now(UTC)))
            print(f"working: {writer.working}", flush=True)
            sys.stdin.read()
    except FloeError as error:
        print(f"{type(error).__name__}: {error}", flush=True)


if __name__ == "__main__":
    main()
