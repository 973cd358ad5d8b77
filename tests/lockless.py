"""Runs a program as in a network folder that has no locks: the kernel itself refuses each of them.

It refuses to exchange two files as well, as network file systems do.

``python -m tests.lockless ENOLCK -m voice.cli forget --yes``: after the name of the error that the
system is to answer comes what would follow ``python``: ``-m`` and a module, or ``-c`` and code. A
seccomp filter sees to it on Linux. On other systems Python's own calls fail, and SQLite's do not.
"""

import ctypes
import errno
import os
import platform
import runpy
import struct
import sys
from typing import NoReturn

_CALLS = {"x86_64": (73, 72, 316), "aarch64": (32, 25, 276)}
"""The numbers of flock, fcntl and renameat2."""
_SET_LOCKS = (6, 7, 37)
"""F_SETLK, F_SETLKW and F_OFD_SETLK."""
_EXCHANGE = 2
"""The flag RENAME_EXCHANGE."""
_LOAD, _IS, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2


def refuse_locks(error: int) -> None:
    """Let every attempt to lock a file fail with ``error`` from now on, also in children."""
    if sys.platform == "linux":
        _filter(error)
        return
    import fcntl

    def refuse(*_: object) -> NoReturn:
        raise OSError(error, os.strerror(error))

    for name in ("flock", "lockf"):
        setattr(fcntl, name, refuse)


def _filter(error: int) -> None:
    flock, fcntl, rename = _CALLS[platform.machine()]
    program = (
        (_LOAD, 0, 0, 0),
        (_IS, 10, 0, flock),
        (_IS, 4, 0, fcntl),
        (_IS, 0, 2, rename),
        # Their second and their fifth argument.
        (_LOAD, 0, 0, 48),
        (_IS, 6, 0, _EXCHANGE),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, 24),
        *((_IS, 3 - at, 0, command) for at, command in enumerate(_SET_LOCKS)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _FAIL | error),
    )
    packed = b"".join(struct.pack("HBBI", *each) for each in program)
    code = ctypes.create_string_buffer(packed)
    head = ctypes.create_string_buffer(
        struct.pack("HxxxxxxQ", len(program), ctypes.addressof(code))
    )
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or system.prctl(_SECCOMP, _FILTER, head):
        raise OSError(ctypes.get_errno(), "no filter")


if __name__ == "__main__":
    _, name, how, what, *arguments = sys.argv
    refuse_locks(getattr(errno, name))
    sys.argv = [what, *arguments]
    if how == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(what, {"__name__": "__main__"})  # noqa: S102 (a test's own code)
