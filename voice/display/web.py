"""``floe --web``: the session as a web page, with buttons.

aiohttp serves it: it takes nonsense, slow readers and many clients in one thread, and speaks
HTTP as browsers expect; what is in the standard library is not meant to be met by strangers.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from typing import cast

from aiohttp import web

from voice.display.address import Entrance
from voice.display.application import PageApplication
from voice.display.connection_manager import ConnectionManager
from voice.errors import PageLost
from voice.notice import FailureReported, Publish

_LOG = logging.getLogger(__name__)
_LOOK = 3.0
"""Seconds between two looks whether the address still leads here."""
_LINGER = 1.0
"""Seconds that aiohttp reads on from a client whose request was refused half-way."""
_FAREWELL = 1.0
"""Seconds in which all that is being answered may end, when the page is closed."""
_CLOSING = 3.0
"""Seconds that whoever closes the page waits for its thread at most."""


class Web:
    """Serves the page to browsers, from a thread of its own."""

    def __init__(self, entrance: Entrance, page: PageApplication, publish: Publish) -> None:
        """Be ready to serve; ``publish`` is told if the page cannot be reached any more."""
        self._entrance = entrance
        self._page = page
        self._publish = publish
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="web", daemon=True)

    def __enter__(self) -> "Web":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Tell no page any more, within seconds, whoever is connected; again is allowed."""
        if self._thread.is_alive():
            # It may just have ended by itself.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._page.ending.set)
            self._thread.join(_CLOSING)

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._serve())
        except Exception as error:  # noqa: BLE001 (whatever it is, who presses has to know)
            self._publish(
                FailureReported.of(PageLost(f"the page has failed, so say it aloud: {error!r}"))
            )
        finally:
            self._entrance.close()

    async def _serve(self) -> None:
        # A stranger's nonsense is nobody's business, least of all the terminal's.
        silent = logging.getLogger("floe.web")
        silent.disabled = True
        self._loop.set_exception_handler(_log)
        runner = web.AppRunner(
            self._page.application(),
            access_log=None,
            logger=silent,
            lingering_time=_LINGER,
            shutdown_timeout=_FAREWELL / 2,
        )
        await runner.setup()
        server = cast(Callable[[], asyncio.Protocol], runner.server)
        connections = ConnectionManager(
            self._entrance.socket, self._entrance.path, self._page.limits, server
        )
        tasks = [asyncio.create_task(each) for each in (connections.run(), self._watch())]
        ending = asyncio.create_task(self._page.ending.wait())
        try:
            done, _ = await asyncio.wait([*tasks, ending], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            self._page.ending.set()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_FAREWELL):
                    await runner.cleanup()
            for task in tasks:
                task.cancel()

    async def _watch(self) -> None:
        """Say it once when the page's address is not this computer's any more, or another one."""
        while True:
            await asyncio.sleep(_LOOK)
            news = self._entrance.news()
            if news:
                self._publish(news)


def _log(_: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """Log what failed with one connection; it harms no other."""
    _LOG.info("a connection has failed: %s", type(context.get("exception")).__name__)
