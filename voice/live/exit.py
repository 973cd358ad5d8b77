"""Signals that end Floe: the loop ends when it is ready to, but never later than a limit.

The first signal is only taken note of while the loop looks for it; a thread sees to it that Floe
ends even if the loop hangs. A second signal ends Floe at once.
"""

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType

LIMIT = 8.0
"""Seconds from a signal to the end of the process, whatever hangs: 3 for what is said, 5 for a disk
that is slow to confirm."""
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
"""The signals that end Floe; a system has some of them."""
_SIGNALS = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))
_ENDED = 128
"""What a shell adds to the number of the signal that ended a program."""


class SignalReceived(SystemExit):
    """A signal ends Floe; the exit code is the one that a shell gives for it."""

    def __init__(self, number: int) -> None:
        super().__init__(_ENDED + number)
        self.name = signal.Signals(number).name
        """Its name, such as "SIGTERM"."""


class ExitSignals:
    """Takes the signals that end Floe, from `__enter__` to `__exit__`; for the main thread.

    A signal that was ignored when Floe began, as by `nohup`, stays ignored.
    """

    def __init__(self) -> None:
        self.polled = False
        """Whether somebody calls `check` all the time; until then a signal raises at once."""
        self.on_signal: Callable[[], None] = lambda: None
        """Called at once, on another thread, even where the main thread hangs."""
        self.stop_asked = False
        """Whether the terminal has asked Floe to stand still (Ctrl-Z); see `stop`."""
        self._received: int | None = None
        self._before: dict[int, object] = {}
        self._ours, self._theirs = socket.socketpair()

    def check(self) -> None:
        """Do nothing, unless a signal has come.

        Raises:
            SignalReceived: it has.
        """
        if self._received is not None:
            raise SignalReceived(self._received)

    def stop(self) -> None:
        """Stand still until the shell lets Floe go on."""
        self.stop_asked = False
        os.kill(os.getpid(), signal.SIGSTOP)

    def end_within(self, seconds: float) -> None:
        """End the process after so many seconds as failed, if it has not ended by then."""
        timer = threading.Timer(seconds, os._exit, (1,))
        timer.daemon = True
        timer.start()

    def __enter__(self) -> "ExitSignals":
        self._theirs.setblocking(False)
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._take)
        if hasattr(signal, "SIGTSTP") and signal.getsignal(signal.SIGTSTP) is not signal.SIG_IGN:
            self._before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, self._take_stop)
            # Or what is printed by a Floe in the background would make it stand still.
            self._before[signal.SIGTTOU] = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        threading.Thread(target=self._watch, name="exit", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._received is not None:
            # A second one may still come, and the limit holds on to the very end.
            return
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._theirs.close()

    def _take(self, number: int, _: FrameType | None) -> None:
        self._received = self._received or number
        if not self.polled:
            raise SignalReceived(number)

    def _take_stop(self, *_: object) -> None:
        self.stop_asked = True
        if not self.polled:
            self.stop()

    def _watch(self) -> None:
        """Wait for a signal, then for a second one or for the limit."""
        number = self._next()
        if number is None:
            return
        self.on_signal()
        self._ours.settimeout(LIMIT)
        with contextlib.suppress(TimeoutError):
            self._next()
        os._exit(_ENDED + number)

    def _next(self) -> int | None:
        """Return the next signal that ends Floe; None where there will be none.

        Raises:
            TimeoutError: none came in time.
        """
        while numbers := self._ours.recv(1):
            if numbers[0] in _SIGNALS:
                return numbers[0]
        return None
