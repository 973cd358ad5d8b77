"""What is pressed goes the way of what is heard, and at once."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from audio.errors import DeviceLost
from audio.sound import BLOCK_SECONDS
from intents.library import Intents
from models.store import Store
from tests.speech import say
from tests.voice.display.booth import STARTS, before
from tests.voice.rehearsal.test_studio import needs_model
from voice.assistant import Assistant
from voice.components import AssistantComponents
from voice.journal.journal import Journal
from voice.notice import (
    CommandPressed,
    EventSaved,
    PhaseEntered,
    PromptEnded,
    PromptStarted,
    PromptUnspoken,
)
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.recording.account import Account
from voice.rehearsal.room.person import Person
from voice.rehearsal.room.room import Room
from voice.rehearsal.room.settings import RoomSettings
from voice.session.phase import Phase
from voice.speaker.voice import Voice

pytestmark = needs_model


Told = TypeVar("Told")


class Floe:
    """The assistant in a rehearsal room, where nobody speaks."""

    def __init__(
        self, parts: AssistantComponents, intents: Intents, wake: str | None = None
    ) -> None:
        settings = RoomSettings(noise="pink", noise_level=-70)
        room = Room(Person([], say, settings.talker), settings, STARTS)
        self.account = Account()
        self.parts = parts
        self.assistant = Assistant(room, parts, self.account, room.date, wake)
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
        raise AssertionError(f"it never came: {self.account.notices}")

    def told(self, kind: type[Told]) -> list[Told]:
        notices = (one.notice for one in self.account.notices)
        return [one for one in notices if isinstance(one, kind)]

    @property
    def said(self) -> list[str]:
        """The prompts that were begun."""
        return [one.key for one in self.told(PromptStarted)]

    @property
    def pressed(self) -> list[str]:
        return [one.intent.name for one in self.told(CommandPressed)]

    @property
    def phase(self) -> Phase | None:
        entered = self.told(PhaseEntered)
        return entered[-1].phase if entered else None


Run = Callable[..., AbstractContextManager[Floe]]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Return what starts Floe with a journal, in which a step is being prepared."""
    intents = Intents.load()
    with Voice() as voice:
        ear = CommandRecognizer(Store().current(), intents)

        @contextmanager
        def running(folder: Path, step: str, wake: str | None = None) -> Iterator[Floe]:
            journal = Journal(folder / "journal.sqlite")
            journal.append(*before(step=step))
            journal.close()
            ear.restart()
            parts = AssistantComponents.open(ear, voice, folder / "journal.sqlite", wait=True)
            try:
                yield Floe(parts, intents, wake)
            finally:
                parts.close()

        yield running


@pytest.fixture
def wetting(run: Run, tmp_path: Path) -> Iterator[Floe]:
    """Floe, which asks to wet the ice."""
    with run(tmp_path, "wet") as floe:
        floe.until(lambda: "step.wet" in floe.said)
        yield floe


def test_a_press_cuts_what_is_being_said_and_is_answered(wetting: Floe) -> None:
    wetting.press("next")
    assert wetting.assistant.step()
    assert wetting.pressed == ["NextStep"]
    assert wetting.phase == Phase.MASSAGING
    wetting.until(lambda: "massage.begin" in wetting.said)
    assert PromptEnded("step.wet") not in wetting.told(PromptEnded)


def test_an_urgent_one_takes_a_single_block(wetting: Floe) -> None:
    wetting.press("next")
    wetting.until(lambda: wetting.phase == Phase.MASSAGING)
    wetting.press("my skin is numb")
    wetting.press("emergency")
    assert wetting.assistant.step()
    assert wetting.pressed == ["NextStep", "ReportNumb", "ReportEmergency"]
    assert [one.event.kind for one in wetting.told(EventSaved)][-2:] == ["emergency", "ended"]
    pressed = [one for one in wetting.account.notices if isinstance(one.notice, CommandPressed)]
    assert wetting.account.clock == pressed[-1].at


def test_it_is_taken_while_there_is_no_sound(wetting: Floe) -> None:
    wetting.press("next")
    wetting.until(lambda: wetting.phase == Phase.MASSAGING)
    wetting.assistant.lose_sound(DeviceLost("unplugged"))
    wetting.press("stop")
    wetting.assistant.tick()
    assert wetting.phase == Phase.IDLE
    assert any(one.text.startswith("Take the ice off") for one in wetting.told(PromptUnspoken))


def test_what_is_not_asked_for_does_nothing(wetting: Floe) -> None:
    wetting.press("no")
    wetting.until(lambda: wetting.pressed)
    wetting.until(lambda: PromptEnded("step.wet") in wetting.told(PromptEnded))
    assert wetting.phase == Phase.PREPARING


def test_a_wake_phrase_is_not_for_hands(run: Run, tmp_path: Path) -> None:
    with run(tmp_path, "", "hey coach") as floe:
        floe.press("start session")
        floe.until(lambda: floe.phase is Phase.PREPARING)
        assert floe.pressed == ["StartSession"]
