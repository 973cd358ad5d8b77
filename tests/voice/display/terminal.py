"""A terminal that a test can read: what a person would see in it."""

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte

from tests.patience import PATIENCE
from tests.soundcard import ROOT


class Terminal:
    """A program in a terminal of some size."""

    def __init__(
        self,
        command: Sequence[str],
        columns: int = 80,
        lines: int = 24,
        env: Mapping[str, str] | None = None,
        folder: Path = ROOT,
    ) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        self.raw = b""
        """All that came."""
        self._mine, theirs = pty.openpty()
        self.resize(columns, lines)
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=folder,
            env={**_sizeless(), "PYTHONPATH": str(ROOT), **(env or {}), "TERM": "xterm-256color"},
            start_new_session=True,
        )
        os.close(theirs)
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    @property
    def text(self) -> str:
        """What is to be seen."""
        with self._lock:
            return "\n".join(line.rstrip() for line in self._screen.display)

    def resize(self, columns: int, lines: int) -> None:
        """Make the window another size."""
        with self._lock:
            self._screen.resize(lines, columns)
            fcntl.ioctl(self._mine, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def interrupt(self) -> int:
        """Press Ctrl-C and give the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.ends()

    def ends(self) -> int:
        """Wait for the program's end and give its exit code."""
        code = self.process.wait(PATIENCE)
        self._thread.join(PATIENCE)
        return code

    def close(self) -> None:
        """End the program, however it stands."""
        self.process.kill()
        self.ends()
        os.close(self._mine)

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._mine, 65536)
            except OSError:
                return
            if not data:
                return
            self.raw += data
            with self._lock:
                self._stream.feed(data)


def _sizeless() -> dict[str, str]:
    """Return the environment but for a size that the tests themselves may run under."""
    return {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
