"""What is pressed goes the way of what is heard, and at once."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from audio.errors import DeviceLost
from audio.sound import BLOCK_SECONDS
from intents.library import Intents
from models.store import Store
from tests.speech import say
from tests.voice.display.booth import STARTS, before
from tests.voice.rehearsal.test_studio import needs_model
from voice.assistant import Assistant, AssistantComponents
from voice.journal.journal import Journal
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.recording.decision import Decision, DecisionKind, Decisions
from voice.rehearsal.room.person import Person
from voice.rehearsal.room.room import Room
from voice.rehearsal.scenario.run import RoomSettings
from voice.session.phase import Phase
from voice.speaker.voice import Voice

pytestmark = needs_model


class Floe:
    """The assistant in a rehearsal room, where nobody speaks."""

    def __init__(self, parts: AssistantComponents, intents: Intents) -> None:
        settings = RoomSettings(noise="pink", noise_level=-70)
        room = Room(Person([], say, settings.talker), settings, STARTS)
        self.decisions = Decisions()
        self.parts = parts
        self.assistant = Assistant(room, parts, self.decisions, room.date)
        self._intents = intents

    def press(self, words: str) -> None:
        intent = self._intents.match(words)
        assert intent
        self.parts.pressed.put(intent)

    def until(self, seen: Callable[[], object]) -> None:
        for _ in range(round(60 / BLOCK_SECONDS)):
            if seen():
                return
            assert self.assistant.step()
        raise AssertionError(f"it never came: {self.decisions.taken}")

    def names(self, kind: DecisionKind) -> list[str]:
        return [one.name for one in self.taken(kind)]

    def taken(self, kind: DecisionKind) -> list[Decision]:
        return [one for one in self.decisions.taken if one.kind is kind]

    @property
    def phase(self) -> str:
        return self.names(DecisionKind.PHASE)[-1]


Run = Callable[[Path, str], AbstractContextManager[Floe]]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Return what starts Floe with a journal, in which a step is being prepared."""
    intents = Intents.load()
    with Voice() as voice:
        ear = CommandRecognizer(Store().current(), intents)

        @contextmanager
        def running(folder: Path, step: str) -> Iterator[Floe]:
            journal = Journal(folder / "journal.sqlite")
            journal.append(*before(step=step))
            journal.close()
            ear.restart()
            parts = AssistantComponents.open(ear, voice, folder / "journal.sqlite", wait=True)
            try:
                yield Floe(parts, intents)
            finally:
                parts.close()

        yield running


@pytest.fixture
def wetting(run: Run, tmp_path: Path) -> Iterator[Floe]:
    """Floe, which asks to wet the ice."""
    with run(tmp_path, "wet") as floe:
        floe.until(lambda: "step.wet" in floe.names(DecisionKind.SAID))
        yield floe


def test_a_press_cuts_what_is_being_said_and_is_answered(wetting: Floe) -> None:
    wetting.press("next")
    assert wetting.assistant.step()
    assert wetting.names(DecisionKind.PRESSED) == ["NextStep"]
    assert wetting.phase == Phase.MASSAGING
    wetting.until(lambda: "massage.begin" in wetting.names(DecisionKind.SAID))
    assert "step.wet" not in wetting.names(DecisionKind.SPOKE)


def test_an_urgent_one_takes_a_single_block(wetting: Floe) -> None:
    wetting.press("next")
    wetting.until(lambda: wetting.phase == Phase.MASSAGING)
    wetting.press("my skin is numb")
    wetting.press("emergency")
    assert wetting.assistant.step()
    pressed = wetting.taken(DecisionKind.PRESSED)
    assert [one.name for one in pressed] == ["NextStep", "ReportNumb", "ReportEmergency"]
    assert wetting.names(DecisionKind.EVENT)[-2:] == ["emergency", "ended"]
    assert wetting.decisions.clock == pressed[-1].at


def test_it_is_taken_while_there_is_no_sound(wetting: Floe) -> None:
    wetting.press("next")
    wetting.until(lambda: wetting.phase == Phase.MASSAGING)
    wetting.assistant.lose_sound(DeviceLost("unplugged"))
    wetting.press("stop")
    wetting.assistant.tick()
    assert wetting.phase == Phase.IDLE
    assert any(
        one.text.startswith("Take the ice off") for one in wetting.taken(DecisionKind.UNSPOKEN)
    )


def test_what_is_not_asked_for_does_nothing(wetting: Floe) -> None:
    wetting.press("yes")
    wetting.until(lambda: wetting.names(DecisionKind.PRESSED))
    wetting.until(lambda: "step.wet" in wetting.names(DecisionKind.SPOKE))
    assert wetting.phase == Phase.PREPARING


def test_a_wake_phrase_is_not_for_hands(run: Run, tmp_path: Path) -> None:
    with run(tmp_path, "") as floe:
        floe.assistant._wake = "hey coach"
        floe.press("start session")
        floe.until(lambda: floe.names(DecisionKind.PHASE)[-1:] == [Phase.PREPARING])
        assert floe.names(DecisionKind.PRESSED) == ["StartSession"]
