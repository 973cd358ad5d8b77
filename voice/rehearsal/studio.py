"""Where rehearsals take place: recogniser, session and voice are real, all else is simulated."""

from pathlib import Path

from intents.intent import IntentName
from intents.library import Intents
from models.folder import ModelFolder
from models.store import Store
from voice.assistant import Assistant
from voice.components import AssistantComponents
from voice.notice import Publish
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.rehearsal.log import RehearsalLog
from voice.rehearsal.rehearsal import Rehearsal
from voice.rehearsal.room.room import Room
from voice.rehearsal.scenario.reader import KnownNames
from voice.rehearsal.scenario.scenario import Scenario
from voice.rehearsal.voices import Voices
from voice.session.event import EventKind
from voice.session.phase import Phase
from voice.session.prompt import PROMPTS
from voice.speaker.voice import RATE_WPM, Voice

NAMES = KnownNames(
    prompts=frozenset(PROMPTS),
    intents=frozenset(IntentName),
    events=frozenset(EventKind),
    phases=frozenset(Phase),
)
"""What a scenario may name."""
_JOURNAL = "journal.sqlite"


class Studio:
    """The model, the intents and the voices, loaded once for any number of rehearsals."""

    def __init__(self, model: ModelFolder | None = None) -> None:
        """Load the speech model, by default the one in use.

        Raises:
            FloeError: the model or the intents cannot be used.
        """
        self._recognizer = CommandRecognizer(model or Store().current(), Intents.load())
        self._voice = Voice()
        self._people = Voices(lambda text, voice: self._voice.render(text, RATE_WPM, voice))

    def rehearse(self, scenario: Scenario) -> RehearsalLog:
        """Run a scenario.

        Raises:
            FloeError: a voice, a recording, or a part of the assistant fails.
        """
        return Rehearsal(scenario, self._people, self._start).run()

    def close(self) -> None:
        """End the voice's process; closing twice is allowed."""
        self._voice.close()

    def _start(self, room: Room, folder: Path, publish: Publish) -> Assistant:
        self._recognizer.restart()
        parts = AssistantComponents.open(
            self._recognizer, self._voice, folder / _JOURNAL, wait=True
        )
        return Assistant(room, parts, publish, room.date)


def load(name: str) -> Scenario:
    """Read a scenario, by its name or path, and check all that it names.

    Raises:
        NoSuchScenario: there is none.
        DocumentError: it cannot be read, or what it says is not allowed.
    """
    return Scenario.load(Scenario.find(name), NAMES)
