"""A real Floe in a rehearsal room, whose page a browser may open: seconds as seconds."""

import contextlib
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from audio.sound import BLOCK_SECONDS
from intents.library import Intents
from models.store import Store
from tests.patience import wait_for
from tests.speech import say
from voice import prompts
from voice.assistant import Assistant
from voice.components import AssistantComponents
from voice.display import words
from voice.display.address import Address, Entrance
from voice.display.application import PageApplication
from voice.display.board import DisplayBoard
from voice.display.buttons import Buttons
from voice.display.web import Web
from voice.journal.journal import Journal
from voice.notice import CommandPressed, Notice
from voice.publisher import Publisher
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.rehearsal.room.person import Person
from voice.rehearsal.room.room import Room
from voice.rehearsal.room.settings import RoomSettings
from voice.session.event import Event, EventKind
from voice.session.health import HealthCondition
from voice.speaker.voice import Voice

STARTS = datetime.fromisoformat("2026-11-22T09:00:00+01:00")
ANYWHERE = Address(port=0)


def before(*, step: str = "") -> list[Event]:
    """Return a journal in which the questions are answered, and a step is being prepared."""
    at = STARTS - timedelta(seconds=9)
    answers = [
        Event(EventKind.SCREENED, at, {"condition": one.value, "answer": "no"})
        for one in HealthCondition
    ]
    opened = Event(EventKind.OPENED, at, {"planned": 480.0, "step": step, "sooner": False})
    return [Event(EventKind.DISCLAIMER, at), *answers, *([opened] if step else [])]


class Booth:
    """The assistant on a thread, which `freeze` holds up; and its page."""

    def __init__(self, parts: AssistantComponents, intents: Intents, entrance: Entrance) -> None:
        self.parts = parts
        self.board = DisplayBoard(prompts.load())
        self.told: list[Notice] = []
        self.entrance = entrance
        self._buttons = Buttons(prompts.load(), intents)
        settings = RoomSettings(noise="pink", noise_level=-70)
        room = Room(Person([], say, settings.talker), settings, STARTS)
        publisher = Publisher(self.board, self.told.append)
        self.assistant = Assistant(room, parts, publisher.publish, room.date)
        self._on = threading.Event()
        self._over = False
        self._thread = threading.Thread(target=self._run)
        self._web: Web | None = None

    @property
    def url(self) -> str:
        return self.entrance.urls[0]

    @property
    def pressed(self) -> list[str]:
        """The intents of what was pressed so far, in order."""
        return [one.intent.name for one in self.told if isinstance(one, CommandPressed)]

    def serve(self) -> None:
        """Open the page's server, anew on the same port where there was one."""
        if self.entrance.socket.fileno() < 0:
            self.entrance = Entrance(Address(port=self.entrance.port))
        page = PageApplication(
            self.entrance, self.board, words.load(), self._buttons, self.parts.pressed.put
        )
        self._web = Web(self.entrance, page, self.told.append)
        self._web.__enter__()

    def leave(self) -> None:
        """End the page's server, as where Floe has ended."""
        if self._web:
            self._web.close()
            self._web = None

    def start(self) -> None:
        self._on.set()
        self._thread.start()
        wait_for(lambda: self.board.latest is not None, "a snapshot")

    def freeze(self) -> None:
        self._on.clear()

    def thaw(self) -> None:
        self._on.set()

    def close(self) -> None:
        self._over = True
        self._on.set()
        self._thread.join()
        self.leave()

    def _run(self) -> None:
        due = time.monotonic()
        while not self._over and self.assistant.step():
            due = max(due + BLOCK_SECONDS, time.monotonic() - 1)
            time.sleep(max(0.0, due - time.monotonic()))
            self._on.wait()


@contextlib.contextmanager
def booth(folder: Path, events: Sequence[Event], address: Address = ANYWHERE) -> Iterator[Booth]:
    """Return a booth whose journal has ``events``."""
    path = folder / "journal.sqlite"
    journal = Journal(path)
    journal.append(*events)
    journal.close()
    intents = Intents.load()
    with Voice() as voice, contextlib.closing(Entrance(address)) as entrance:
        parts = AssistantComponents.open(
            CommandRecognizer(Store().current(), intents), voice, path, wait=False
        )
        made = Booth(parts, intents, entrance)
        made.serve()
        made.start()
        try:
            yield made
        finally:
            made.close()
            parts.close()
