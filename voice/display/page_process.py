"""The web page in a process of its own, which whoever floods it keeps busy, and not the ear.

In one process all threads of Python take turns: a flood of connections would hold up the loop that
moves the sound, and use up the descriptors that a restarted sound needs.
"""

import contextlib
import multiprocessing
import os
import queue
import signal
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection

from intents.intent import Intent
from voice.display.address import Entrance
from voice.display.application import PageApplication, Press
from voice.display.board import OLD, PERIOD, DisplayBoard
from voice.display.buttons import Buttons
from voice.display.state import DisplayState
from voice.display.web import Web
from voice.errors import PageLost
from voice.notice import FailureReported, Notice, Publish

_BEAT = 0.5
"""Seconds after which the page's process is told again what it knows."""
_WAITING = 64
"""Presses on their way that may wait; Floe holds fewer."""
_NICENESS = 5
"""How far the page stands back behind what is heard, where there are not cores enough."""
_CLOSING = 4.0
"""Seconds that the process may take to end."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """What the page says, and what can be pressed on it."""

    words: Mapping[str, str]
    """The display's own words, as `voice.display.words` reads them."""
    buttons: Buttons


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page is to show."""

    state: DisplayState | None
    held_up: bool


class PageProcess:
    """Serves the page to browsers from another process, which ends with this one."""

    def __init__(
        self,
        entrance: Entrance,
        board: DisplayBoard,
        content: PageContent,
        press: Press,
        publish: Publish,
    ) -> None:
        """Be ready to serve ``content``, and what ``board`` shows.

        ``press`` is called for what is pressed, and ``publish`` is told if the page cannot be
        reached any more.
        """
        self._entrance = entrance
        self._board = board
        self._press = press
        self._publish = publish
        self._ending = threading.Event()
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._theirs = theirs
        self._process = context.Process(
            target=_serve, args=(theirs, entrance, content), name="page", daemon=True
        )
        self._threads = [
            threading.Thread(target=each, name="page", daemon=True)
            for each in (self._show, self._listen)
        ]

    def __enter__(self) -> "PageProcess":
        self._process.start()
        self._theirs.close()
        self._entrance.close()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Tell no page any more, within seconds, whoever is connected; again is allowed."""
        self._ending.set()
        self._threads[0].join(_CLOSING)
        self._process.join(_CLOSING)
        if self._process.is_alive():
            self._process.kill()

    def _show(self) -> None:
        """Tell the process of every change, and that this one lives."""
        told, since = None, 0.0
        with contextlib.suppress(OSError):
            while not self._ending.wait(PERIOD):
                shown = _Shown(self._board.latest, self._board.held_up)
                since += PERIOD
                if shown != told or since >= _BEAT:
                    self._ours.send(shown)
                    told, since = shown, 0.0
            self._ours.send(None)

    def _listen(self) -> None:
        """Take what is pressed, and what is to be said of the page, until the process ends."""
        with contextlib.suppress(OSError, EOFError):
            while True:
                message = self._ours.recv()
                if isinstance(message, Intent):
                    self._press(message)
                else:
                    self._publish(message)
        if not self._ending.is_set():
            self._publish(
                FailureReported.of(PageLost("the page has failed, so say it aloud: it has ended"))
            )


class _Mirror:
    """What the board shows, as it was told last."""

    def __init__(self) -> None:
        self._shown = _Shown(None, held_up=False)
        self._told = time.monotonic()

    @property
    def latest(self) -> DisplayState | None:
        """The newest state; None before the session begins."""
        return self._shown.state

    @property
    def held_up(self) -> bool:
        """Whether the newest state is too old: Floe stands still, or what tells of it."""
        return self._shown.held_up or time.monotonic() - self._told > OLD

    def show(self, shown: _Shown) -> None:
        """Show something else."""
        self._shown, self._told = shown, time.monotonic()


def _serve(pipe: Connection, entrance: Entrance, content: PageContent) -> None:
    """Serve the page until Floe ends: the process's whole life."""
    # Ctrl-C is for Floe, which then ends this too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    waiting: queue.Queue[Intent | Notice] = queue.Queue(_WAITING)

    def put(message: Intent | Notice) -> None:
        # Where so many wait, what is pressed now waits already.
        with contextlib.suppress(queue.Full):
            waiting.put_nowait(message)

    def send() -> None:
        with contextlib.suppress(OSError):
            while True:
                pipe.send(waiting.get())

    threading.Thread(target=send, name="presses", daemon=True).start()
    mirror = _Mirror()
    page = PageApplication(entrance, mirror, content.words, content.buttons, put)
    with Web(entrance, page, put), contextlib.suppress(OSError, EOFError):
        while (shown := pipe.recv()) is not None:
            mirror.show(shown)
