"""A page without a Floe: the board shows what a test hangs out."""

import json
from contextlib import closing
from http.client import HTTPConnection
from queue import SimpleQueue

from intents.intent import Intent
from tests.patience import PATIENCE
from tests.voice.session.talk import PROMPTS, Talk
from voice.display import words
from voice.display.address import Entrance
from voice.display.application import PageApplication, Press
from voice.display.board import DisplayBoard
from voice.display.buttons import Buttons
from voice.display.web import Web
from voice.notice import Notice, SnapshotTaken


class Served:
    """A board with a page, and what was pressed on it."""

    def __init__(self, entrance: Entrance, buttons: Buttons, press: Press | None = None) -> None:
        """Serve at ``entrance``; with ``press`` that is told what is pressed."""
        self.entrance = entrance
        self.board = DisplayBoard(PROMPTS)
        self.pressed: SimpleQueue[Intent] = SimpleQueue()
        self.told: list[Notice] = []
        page = PageApplication(
            entrance, self.board, words.load(), buttons, press or self.pressed.put
        )
        self.web = Web(entrance, page, self.told.append)
        self._clock = 0.0
        self.show(Talk())

    def show(self, talk: Talk) -> None:
        """Show how a conversation stands."""
        self._clock += 1.0
        self.board(SnapshotTaken(talk.controller.snapshot(), "", self._clock))

    @property
    def title(self) -> str:
        """What the page is headed."""
        assert self.board.latest
        return words.load()[f"phase.{self.board.latest.phase}"]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.entrance.port}"

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[int, str]:
        """Return status and body of an answer."""
        connection = HTTPConnection("127.0.0.1", self.entrance.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(connection):
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def press(self, say: object, **headers: str) -> int:
        """Press as the page does; give the status."""
        usual = {"Origin": self.origin, "Content_Type": "application/json"}
        body = say if isinstance(say, bytes) else json.dumps(say).encode()
        status, _ = self.ask("/press", "POST", body, **(usual | headers))
        return status
