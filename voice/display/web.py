"""``floe --web``: the session as a web page, with buttons.

aiohttp serves it: it takes nonsense, slow readers and many clients in one thread, and speaks
HTTP as browsers expect; what is in the standard library is not meant to be met by strangers.
"""

import asyncio
import html
import json
import logging
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from importlib import resources
from string import Template
from types import TracebackType

from aiohttp import web

from intents.intent import Intent
from voice.display.address import Entrance
from voice.display.board import DisplayBoard
from voice.display.buttons import Buttons

_PERIOD = 0.2
"""Seconds between two looks at the board."""
_BEAT = 1.0
"""Seconds after which a page is told again what it knows: that the connection is there."""
_PATIENCE = 5.0
"""Seconds that a page may take to read."""
_STREAMS = 64
"""Pages that are told at a time."""
_LONGEST = 1000
"""Bytes of a press."""
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_FILES = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}

Press = Callable[[Intent], None]
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Web:
    """Serves a board to browsers, and hands on what is pressed there, from its own thread."""

    def __init__(
        self,
        entrance: Entrance,
        board: DisplayBoard,
        words: Mapping[str, str],
        buttons: Buttons,
        press: Press,
    ) -> None:
        self._entrance = entrance
        self._board = board
        self._buttons = buttons
        self._press = press
        self._words = words
        self._page = _page(words, buttons)
        self._streams = 0
        self._loop = asyncio.new_event_loop()
        self._ending = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="web", daemon=True)

    def __enter__(self) -> "Web":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Tell no page any more; closing twice is allowed."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._ending.set)
            self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        application = web.Application(middlewares=[self._guarded], client_max_size=_LONGEST)
        application.on_response_prepare.append(_add_headers)
        path = self._entrance.path
        application.router.add_get(path, self._show)
        application.router.add_get(f"{path}events", self._tell)
        application.router.add_post(f"{path}press", self._take)
        for name in _FILES:
            application.router.add_get(f"{path}{name}", _file)
        # A stranger's nonsense is nobody's business, least of all the terminal's.
        silent = logging.getLogger("floe.web")
        silent.disabled = True
        runner = web.AppRunner(application, access_log=None, logger=silent, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.SockSite(runner, self._entrance.socket).start()
            await self._ending.wait()
        finally:
            await runner.cleanup()

    @web.middleware
    async def _guarded(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Turn away what another site has a browser ask."""
        origin = request.headers.get("Origin")
        # A browser names the origin of every press.
        foreign = (
            origin != f"http://{request.host}" if origin or request.method == "POST" else False
        )
        if foreign or not self._entrance.admits(request.host):
            raise web.HTTPForbidden(text="Not from here.")
        return await handler(request)

    async def _show(self, request: web.Request) -> web.StreamResponse:
        return web.Response(text=self._page, content_type="text/html")

    async def _take(self, request: web.Request) -> web.StreamResponse:
        """Take a press: a JSON object with the button's words."""
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        try:
            pressed = json.loads(await request.text())
            intent = self._buttons.intents[pressed["say"]]
        except (ValueError, LookupError, TypeError, RecursionError):
            raise web.HTTPBadRequest(text="No such button.") from None
        self._press(intent)
        return web.Response(status=204)

    async def _tell(self, request: web.Request) -> web.StreamResponse:
        """Tell a page of every change, as server-sent events, until one of the two ends."""
        if self._streams >= _STREAMS:
            raise web.HTTPServiceUnavailable(text="Too many pages are open.")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        self._streams += 1
        try:
            await response.prepare(request)
            await self._stream(response)
        except (TimeoutError, ConnectionError):
            if request.transport:
                request.transport.abort()
        finally:
            self._streams -= 1
        return response

    async def _stream(self, response: web.StreamResponse) -> None:
        told, since = "", 0.0
        while not self._ending.is_set():
            event = self._event()
            if event != told or since >= _BEAT:
                await asyncio.wait_for(response.write(f"data: {event}\n\n".encode()), _PATIENCE)
                told, since = event, 0.0
            await asyncio.sleep(_PERIOD)
            since += _PERIOD

    def _event(self) -> str:
        state = self._board.latest
        if state is None:
            return "null"
        buttons, examples = self._buttons.among(state.offers)
        more = {
            "title": self._words[f"phase.{state.phase}"],
            "buttons": buttons,
            "examples": examples,
            "held_up": self._board.held_up,
        }
        return json.dumps(asdict(state) | more)


def _page(words: Mapping[str, str], buttons: Buttons) -> str:
    names = {name.replace(".", "_"): html.escape(text) for name, text in words.items()}
    urgent = "\n".join(
        f'<button type="button" data-say="{html.escape(text)}">{html.escape(text)}</button>'
        for text in buttons.urgent
    )
    return Template(_read("page.html")).substitute(names, urgent=urgent)


async def _file(request: web.Request) -> web.StreamResponse:
    name = request.path.rpartition("/")[2]
    return web.Response(text=_read(name), content_type=_FILES[name])


def _read(name: str) -> str:
    return (resources.files("voice.display") / "page" / name).read_text(encoding="utf-8")


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)
