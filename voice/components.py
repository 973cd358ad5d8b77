"""What an assistant is made of, apart from the sound."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from voice import prompts
from voice.errors import JournalUnreadable
from voice.journal.household import Household
from voice.journal.writer import JournalWriter
from voice.presses import Presses
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.session.controller import Controller
from voice.session.plan import Plan
from voice.session.script import Script
from voice.session.trouble import URGENT_PROMPTS
from voice.speaker.speaker import Speaker
from voice.speaker.voice import Voice

Notifier = Callable[[str], None]
"""Shows a text on the desktop, where there is one; returns at once."""
Served = tuple[Controller, JournalWriter]
"""The session of a person, and the journal that it is saved in."""
Serve = Callable[[str], Future[Served]]
"""Turns to a person, by name; the future has a `FloeError` where that cannot be."""


def _serve_nobody(person: str) -> Future[Served]:
    nobody: Future[Served] = Future()
    nobody.set_exception(JournalUnreadable(f"{person}: nobody else has a journal here"))
    return nobody


@dataclass(frozen=True)
class AssistantComponents:
    """The parts of an assistant, which closes them when it is closed."""

    recognizer: CommandRecognizer
    controller: Controller
    """The session of the person who is served first."""
    speaker: Speaker
    journal: JournalWriter
    """The journal of the person who is served first."""
    serve: Serve = _serve_nobody
    notify: Notifier = field(default=lambda _: None)
    release: Callable[[], None] = field(default=lambda: None)
    """Lets go of the journals of a house."""
    boot: str = ""
    """Names the start of the computer that the sound's clock counts from; empty for any other."""
    urgent: tuple[str, ...] = ()
    """What must be said for safety, to be rendered before it is needed."""
    pressed: Presses = field(default_factory=Presses)
    """Commands by hand; any thread may put one in, and it is obeyed with the next block."""

    @classmethod
    def open(
        cls,
        recognizer: CommandRecognizer,
        voice: Voice,
        home: Path | Household,
        *,
        wait: bool,
        sound_recorded: bool = False,
    ) -> "AssistantComponents":
        """Make the parts around a recogniser and a voice, which stay their owner's.

        ``home`` is the journal, or the house whose first person is served first. ``wait``
        renders speech and writes the journal at once, so that a rehearsal goes the same way every
        time; ``sound_recorded`` lets the session say that its sound is recorded.

        Raises:
            FloeError: the prompts or the journal cannot be read.
        """
        words = prompts.load()
        script = Script(words)
        house = home if isinstance(home, Household) else Household(home)

        def serve(name: str) -> Served:
            opened = house.open(name, wait=wait)
            session = Controller(
                Plan(), script, opened.record(), sound_recorded=sound_recorded, person=name
            )
            return session, opened

        controller, opened = serve(house.first)
        speaker = Speaker(voice, wait=wait)
        later = partial(_later, serve, wait)
        urgent = tuple(text for each in URGENT_PROMPTS for text in words[each.key])
        return cls(
            recognizer, controller, speaker, opened, later, release=house.close, urgent=urgent
        )

    def close(self) -> None:
        """Let the speaker and the journals go.

        Raises:
            JournalWriteError: not everything could be written, and what is missing is lost.
        """
        self.speaker.close()
        try:
            self.journal.close()
        finally:
            self.release()


def _later(serve: Callable[[str], Served], wait: bool, person: str) -> Future[Served]:
    """Serve ``person`` on a thread of its own, for the disk may be slow; at once with ``wait``."""
    served: Future[Served] = Future()

    def run() -> None:
        try:
            served.set_result(serve(person))
        except Exception as error:  # noqa: BLE001 (whoever asks for the result is told)
            served.set_exception(error)

    if wait:
        run()
    else:
        threading.Thread(target=run, name="person", daemon=True).start()
    return served
