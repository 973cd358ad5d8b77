"""Standard output and standard error that no print waits for, and that no print can fail on.

A terminal that is stopped (Ctrl-S), a pipe that nobody empties and a disk that is full make whoever
prints wait, or raise an error there. While Floe listens, threads write what is printed: what cannot
be written yet is kept, if it is little, and comes when it can be.
"""

import contextlib
import errno
import io
import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TextIO

ROOM = 65_536
"""Bytes that may wait to be written: some two hours of talk. Then the oldest lines are left out,
for the newest say what is wrong now."""
_PIECE = 1024
"""Bytes that are written at a time."""
_RETRY = 0.5
"""Seconds after which a disk that was full, or a pipe, is tried again."""
_STALLED = 0.5
"""Seconds without a byte written after which closing waits no longer."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC})

_LOG = logging.getLogger(__name__)


class StreamWriter:
    """A file of the system, and the thread that writes to it."""

    def __init__(self, number: int) -> None:
        """Write to what the file descriptor ``number`` leads to now, whatever becomes of it."""
        self.problem = ""
        """Why nothing can be written any more; empty while all is well."""
        self._raw = open(os.dup(number), "wb", buffering=0)  # noqa: PTH123, SIM115 (a descriptor)
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._missing = 0
        """Lines that were left out since the last one that was written."""
        self._writing = False
        self._moved = time.monotonic()
        """When something was written last."""
        self._changed = threading.Condition()
        threading.Thread(target=self._run, name="printing", daemon=True).start()

    def put(self, data: bytes) -> None:
        """Let ``data`` be written soon; returns at once, and any thread may call it."""
        with self._changed:
            if self.problem or not data:
                return
            self._waiting.append(data)
            self._size += len(data)
            stuck = self._size > ROOM and not self._missing
            while self._size > ROOM and len(self._waiting) > 1:
                oldest = self._waiting.popleft()
                self._size -= len(oldest)
                self._missing += oldest.count(b"\n")
            self._changed.notify_all()
        if stuck:
            _LOG.warning("what is printed is not taken: the terminal or pipe is stopped")

    def close(self) -> bool:
        """Wait while something is being written, and return whether all of it was."""
        with self._changed:
            self._moved = time.monotonic()
            while self._waiting or self._writing:
                left = _STALLED - (time.monotonic() - self._moved)
                if left <= 0 or self.problem:
                    return False
                self._changed.wait(left)
        return True

    def _run(self) -> None:
        while not self.problem:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
                data = b"".join(self._waiting)
                self._waiting.clear()
                self._size = 0
                if self._missing:
                    data = f"  ... {self._missing} lines are left out here\n".encode() + data
                    self._missing = 0
                self._writing = True
            self._write(memoryview(data))
            with self._changed:
                self._writing = False
                self._changed.notify_all()

    def _write(self, data: memoryview) -> None:
        while data:
            try:
                written = self._raw.write(data[:_PIECE])
            except OSError as error:
                if error.errno not in _FULL:
                    self._lose(error)
                    return
                written = None
            if written is None:
                time.sleep(_RETRY)
                continue
            self._moved = time.monotonic()
            data = data[written:]

    def _lose(self, error: OSError) -> None:
        with self._changed:
            self.problem = f"nothing can be printed any more: {error.strerror}"
            self._waiting.clear()
        _LOG.warning("nothing can be printed any more: %s", errno.errorcode.get(error.errno or 0))


class DetachedStream(io.TextIOBase):
    """What is printed, on its way to a writer; it never waits, and never fails."""

    def __init__(self, stream: TextIO, writer: StreamWriter) -> None:
        """Stand in for ``stream``, with its encoding; what that lacks is written as an escape."""
        self._stream = stream
        self._encoding = stream.encoding or "utf-8"
        self.writer = writer
        self._line = ""
        """The beginning of a line whose end is still to come."""
        self._lock = threading.RLock()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the stream that it stands in for."""
        return self._encoding

    def write(self, text: str, /) -> int:
        """Let ``text`` be written soon; the beginning of a line waits for its end, or for `flush`.

        `print` gives them one after the other, and they must not be torn apart.
        """
        with self._lock:
            whole, end, self._line = (self._line + text).rpartition("\n")
            self._put(whole + end)
        return len(text)

    def flush(self) -> None:
        """Let the beginning of a line be written, too; nothing is waited for."""
        with self._lock:
            self._put(self._line)
            self._line = ""

    def writable(self) -> bool:
        """Whether it can be written to: always."""
        return True

    def isatty(self) -> bool:
        """Whether the stream that it stands in for is a terminal."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """Return the file descriptor of the stream that it stands in for."""
        return self._stream.fileno()

    def _put(self, text: str) -> None:
        self.writer.put(text.encode(self._encoding, "backslashreplace"))


@contextlib.contextmanager
def detached() -> Iterator[None]:
    """Let nobody wait for, or fail on, what is printed meanwhile; at the end, see it written.

    Where it still cannot be written then, the streams stay as they are here, so that nothing waits
    for them at the exit either.
    """
    open_missing()
    before = {name: getattr(sys, name) for name in ("stdout", "stderr")}
    after: dict[str, DetachedStream] = {}
    for name, stream in before.items():
        # None where it was closed; no file of the system where a test looks on.
        with contextlib.suppress(AttributeError, OSError, ValueError):
            stream.flush()
            after[name] = DetachedStream(stream, _writer(stream.fileno(), after.values()))
    for name, stream in after.items():
        setattr(sys, name, stream)
    try:
        yield
    finally:
        for stream in after.values():
            stream.flush()
        written = {writer: writer.close() for writer in {each.writer for each in after.values()}}
        for name, stream in after.items():
            if written[stream.writer]:
                setattr(sys, name, before[name])


def open_missing() -> None:
    """Let the standard files that are closed lead to nowhere, before others take their place.

    What is opened next would else be taken for them, and written into by a C library.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            file = open(number, "w" if number else "r", closefd=False)  # noqa: SIM115
            setattr(sys, name, file)


def _writer(number: int, others: Iterable[DetachedStream]) -> StreamWriter:
    """Return what writes to a file descriptor: one writer for one terminal, whose lines it keeps
    in order."""
    for other in others:
        if os.path.sameopenfile(number, other.fileno()):
            return other.writer
    return StreamWriter(number)
