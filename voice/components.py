"""What an assistant is made of, apart from the sound."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from intents.intent import Intent
from voice import prompts
from voice.errors import JournalUnreadable
from voice.journal.household import Household
from voice.journal.journal import Journal
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.session.controller import Controller
from voice.session.plan import Plan
from voice.session.script import Script
from voice.session.trouble import URGENT_PROMPTS
from voice.speaker.speaker import Speaker
from voice.speaker.voice import Voice

Notifier = Callable[[str], None]
"""Shows a text on the desktop, where there is one; returns at once."""
Serve = Callable[[str], tuple[Controller, Journal]]
"""Opens the journal of a person, by name, and makes a session on it."""


def _serve_nobody(person: str) -> tuple[Controller, Journal]:
    raise JournalUnreadable(f"{person}: nobody else has a journal here")


@dataclass(frozen=True)
class AssistantComponents:
    """The parts of an assistant, which closes them when it is closed."""

    recognizer: CommandRecognizer
    controller: Controller
    """The session of the person who is served first."""
    speaker: Speaker
    journal: Journal
    """The journal of the person who is served first."""
    serve: Serve = _serve_nobody
    """Turns to another person; raises `FloeError` where that cannot be."""
    notify: Notifier = field(default=lambda _: None)
    release: Callable[[], None] = field(default=lambda: None)
    """Lets go of the journals of a house."""
    urgent: tuple[str, ...] = ()
    """What must be said for safety, to be rendered before it is needed."""
    pressed: SimpleQueue[Intent] = field(default_factory=SimpleQueue)
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
        renders speech at once, so that a rehearsal goes the same way every time; ``sound_recorded``
        lets the session say that its sound is recorded.

        Raises:
            FloeError: the prompts or the journal cannot be read.
        """
        words = prompts.load()
        script = Script(words)
        house = home if isinstance(home, Household) else Household(home)

        def serve(name: str) -> tuple[Controller, Journal]:
            opened = house.open(name)
            session = Controller(
                Plan(), script, opened.record(), sound_recorded=sound_recorded, person=name
            )
            return session, opened

        controller, opened = serve(house.first)
        speaker = Speaker(voice, wait=wait)
        urgent = tuple(text for each in URGENT_PROMPTS for text in words[each.key])
        return cls(
            recognizer, controller, speaker, opened, serve, release=house.close, urgent=urgent
        )

    def close(self) -> None:
        """Let the journal and the speaker go."""
        self.speaker.close()
        self.journal.close()
        self.release()
