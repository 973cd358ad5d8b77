"""Reminders on the desktop, where there is one; spoken they are in any case."""

import asyncio
import contextlib
import logging
import sys
import threading

_LIBRARY = "desktop_notifier"
_TITLE = "Floe"
_CLOSING_SECONDS = 2.0
"""How long a notification that hangs may hold up the end of the program."""
_SHOWING_SECONDS = 10.0
"""How long a desktop may take to show one; then the next one is tried."""


class Notifications:
    """Shows texts one after another in a thread of its own, begun with the first."""

    def __init__(self, showing_seconds: float = _SHOWING_SECONDS) -> None:
        """Begin; a desktop may take ``showing_seconds`` for each."""
        self._showing_seconds = showing_seconds
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._complaint = _Complaint()

    def show(self, text: str) -> None:
        """Show ``text`` soon; returns at once. What fails is said once, in the terminal."""
        if self._thread is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._run, args=(self._loop,), daemon=True)
            self._thread.start()
        self._put(text)

    def close(self) -> None:
        """Let the desktop go; closing twice is allowed."""
        if self._thread:
            self._put(None)
            self._thread.join(_CLOSING_SECONDS)
            self._thread = None

    def _put(self, text: str | None) -> None:
        if self._loop and not self._loop.is_closed():
            # It may be closed just now, by a desktop that has failed.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._queue.put_nowait, text)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        logger = logging.getLogger(_LIBRARY)
        # The library tells of what fails in its log alone.
        logger.propagate = False
        logger.addHandler(self._complaint)
        try:
            with asyncio.Runner(loop_factory=lambda: loop) as runner:
                runner.run(self._work())
        except Exception as error:  # noqa: BLE001 (a desktop may fail in any way, and harms nobody)
            self._complaint.say(f"{type(error).__name__}: {error}")
        logger.removeHandler(self._complaint)

    async def _work(self) -> None:
        # It takes a while to load, and only who sets reminders needs it.
        from desktop_notifier import DesktopNotifier

        notifier = DesktopNotifier(app_name=_TITLE)
        while (text := await self._queue.get()) is not None:
            try:
                await asyncio.wait_for(
                    notifier.send(title=_TITLE, message=text), self._showing_seconds
                )
            except TimeoutError:
                self._complaint.say("the desktop does not answer")


class _Complaint(logging.Handler):
    """Says in the terminal, once, that there are no notifications here, and why."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._said = False

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.say(f"{error or record.getMessage()}")

    def say(self, why: str) -> None:
        """Say it, unless something was said before."""
        if self._said:
            return
        self._said = True
        line = why.splitlines()[0]
        print(f"  !     no notification on the desktop: {line}", file=sys.stderr, flush=True)
