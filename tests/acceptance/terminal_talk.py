"""A person who talks with the real `floe` in a terminal that can be stopped and closed."""

import contextlib
import os
import pty
import signal
import subprocess
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from tests.acceptance.talk import LiveTalk


class TerminalTalk(LiveTalk):
    """One run of Floe in a terminal."""

    def stop_terminal(self) -> None:
        """Press Ctrl-S."""
        termios.tcflow(self._theirs, termios.TCOOFF)

    def let_go(self) -> None:
        """Press Ctrl-Q."""
        termios.tcflow(self._theirs, termios.TCOON)

    def close_terminal(self) -> None:
        """Close the window, as the session of a terminal learns of it."""
        os.close(self._theirs)
        self.process.send_signal(signal.SIGHUP)

    def close(self) -> None:
        """Leave, whatever state it is in."""
        super().close()
        with contextlib.suppress(OSError):
            os.close(self._theirs)

    def _start(
        self, command: Sequence[str], env: Mapping[str, str], folder: Path
    ) -> "tuple[subprocess.Popen[str], list[IO[str]]]":
        mine, self._theirs = pty.openpty()
        process = subprocess.Popen(
            command,
            env=env,
            cwd=folder,
            stdin=self._theirs,
            stdout=self._theirs,
            stderr=self._theirs,
            text=True,
            start_new_session=True,
        )
        return process, [os.fdopen(mine, encoding="utf-8")]
