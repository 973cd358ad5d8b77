"""What the web page's server answers: the page, what happens, and what is pressed."""

import asyncio
import contextlib
import html
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from importlib import resources
from string import Template
from typing import Protocol

from aiohttp import web

from intents.intent import URGENT, Intent
from voice.display.address import Entrance
from voice.display.buttons import Buttons
from voice.display.connection import Connection
from voice.display.connection_limits import ConnectionLimits
from voice.display.rate_limit import RateLimit
from voice.display.state import DisplayState

_PERIOD = 0.2
"""Seconds between two looks at the board."""
_BEAT = 1.0
"""Seconds after which a page is told again what it knows: that the connection is there."""
BODY_SECONDS = 5.0
"""Seconds that the words of a press may take to arrive."""
_LONGEST = 1000
"""Bytes of a press."""
_PRESSES = (20, 5.0)
"""Presses of one address that are taken at once, and then a second; urgent ones always are."""
_ANSWERS = (60, 30.0)
"""Answers to one address that are given at once, and then a second; more have to wait."""
_LONGEST_WAIT = 0.3
"""Seconds that an answer has to wait."""
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


class Board(Protocol):
    """What the page shows, such as `voice.display.board.DisplayBoard`."""

    @property
    def latest(self) -> DisplayState | None:
        """The newest state; None before the session begins."""
        ...

    @property
    def held_up(self) -> bool:
        """Whether the newest state is too old."""
        ...


class PageApplication:
    """Answers the requests of the page, on the thread of its event loop."""

    def __init__(
        self,
        entrance: Entrance,
        board: Board,
        words: Mapping[str, str],
        buttons: Buttons,
        press: Press,
    ) -> None:
        """Answer with what ``board`` shows, and hand on to ``press`` what is pressed."""
        self._entrance = entrance
        self._board = board
        self._words = words
        self._buttons = buttons
        self._press = press
        self._page = _page(words, buttons)
        # Read once: later there may be no descriptor left to read them with.
        self._files = {name: _read(name) for name in _FILES}
        self.limits = ConnectionLimits.allowed()
        """How many connections there may be."""
        self._streams = 0
        self._presses = RateLimit(*_PRESSES)
        self._answers = RateLimit(*_ANSWERS)
        self._told: tuple[DisplayState | None, bool, str] = (None, False, "null")
        self.ending = asyncio.Event()
        """Set when no page is told anything any more."""

    def application(self) -> web.Application:
        """Return the paths and who answers there, for aiohttp to serve."""
        made = web.Application(middlewares=[self._guarded], client_max_size=_LONGEST)
        made.on_response_prepare.append(_add_headers)
        path = self._entrance.path
        made.router.add_get(path, self._show)
        made.router.add_get(f"{path}events", self._tell)
        made.router.add_post(f"{path}press", self._take)
        for name in _FILES:
            made.router.add_get(f"{path}{name}", self._file)
        return made

    @web.middleware
    async def _guarded(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Turn away what another site has a browser ask, and slow down who asks too much."""
        address = request.remote or ""
        with _answering(request):
            try:
                return await self._admitted(request, handler)
            finally:
                # What was pressed is on its way by now.
                await asyncio.sleep(self._answers.delay(address, _LONGEST_WAIT))

    async def _admitted(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
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

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.path.rpartition("/")[2]
        return web.Response(text=self._files[name], content_type=_FILES[name])

    async def _take(self, request: web.Request) -> web.StreamResponse:
        """Take a press: a JSON object with the button's words."""
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        try:
            async with asyncio.timeout(BODY_SECONDS):
                pressed = json.loads(await request.text())
            intent = self._buttons.intents[pressed["say"]]
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        except (ValueError, LookupError, TypeError, RecursionError):
            raise web.HTTPBadRequest(text="No such button.") from None
        if intent.name not in URGENT and not self._presses.allows(request.remote or ""):
            raise web.HTTPTooManyRequests(text="Too many presses at once.")
        self._press(intent)
        return web.Response(status=204)

    async def _tell(self, request: web.Request) -> web.StreamResponse:
        """Tell a page of every change, as server-sent events, until one of the two ends."""
        if self._streams >= self.limits.streams:
            raise web.HTTPServiceUnavailable(text="Too many pages are open.")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        self._streams += 1
        try:
            with _answering(request, kept=True):
                await response.prepare(request)
                await self._stream(response)
        except ConnectionError:
            pass
        finally:
            self._streams -= 1
        return response

    async def _stream(self, response: web.StreamResponse) -> None:
        told, since = "", 0.0
        while not self.ending.is_set():
            event = self._event()
            if event != told or since >= _BEAT:
                await response.write(f"data: {event}\n\n".encode())
                told, since = event, 0.0
            await asyncio.sleep(_PERIOD)
            since += _PERIOD

    def _event(self) -> str:
        """Return what the board shows; it is made once, however many pages are told."""
        state, held_up = self._board.latest, self._board.held_up
        if state is not None and (state, held_up) != self._told[:2]:
            buttons, examples = self._buttons.among(state.offers)
            more = {
                "title": self._words[f"phase.{state.phase}"],
                "buttons": buttons,
                "examples": examples,
                "held_up": held_up,
            }
            self._told = (state, held_up, json.dumps(asdict(state) | more))
        return self._told[2]


def _answering(
    request: web.Request, *, kept: bool = False
) -> contextlib.AbstractContextManager[None]:
    """Tell the connection of a request, unless it is closed by now, that it is being answered."""
    connection = request.transport.get_protocol() if request.transport else None
    if isinstance(connection, Connection):
        return connection.answering(kept=kept)
    return contextlib.nullcontext()


def _page(words: Mapping[str, str], buttons: Buttons) -> str:
    names = {name.replace(".", "_"): html.escape(text) for name, text in words.items()}
    urgent = "\n".join(
        f'<button type="button" data-say="{html.escape(text)}">{html.escape(text)}</button>'
        for text in buttons.urgent
    )
    return Template(_read("page.html")).substitute(names, urgent=urgent)


def _read(name: str) -> str:
    return (resources.files("voice.display") / "page" / name).read_text(encoding="utf-8")


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)
