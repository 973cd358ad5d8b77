"""The whole assistant in a simulated room whose loudspeaker is switched off."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from intents.intent import Intent, IntentName
from intents.library import Intents
from models.store import Store
from tests.speech import voices
from tests.voice.display.booth import STARTS, before
from tests.voice.rehearsal.test_studio import needs_model
from voice.assistant import Assistant
from voice.components import AssistantComponents
from voice.journal.journal import Journal
from voice.notice import FailureReported, Notice, PromptStarted
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.rehearsal.room.person import Person
from voice.rehearsal.room.room import Room
from voice.rehearsal.room.settings import RoomSettings
from voice.session.context import Component
from voice.speaker.voice import Voice

pytestmark = needs_model

Told = list[Notice]
ROOM = RoomSettings(echo=-12.0, reverb=0.3, noise_level=-65.0)


@pytest.fixture
def told() -> Told:
    return []


@pytest.fixture
def room() -> Room:
    return Room(Person([], voices(), -26.0), ROOM, STARTS)


@pytest.fixture
def assistant(told: Told, room: Room, tmp_path: Path) -> Iterator[Assistant]:
    path = tmp_path / "journal.sqlite"
    with closing(Journal(path)) as journal:
        journal.append(*before(step="wet"))
    recognizer = CommandRecognizer(Store().current(), Intents.load())
    with Voice() as voice:
        parts = AssistantComponents.open(recognizer, voice, path, wait=True)
        with closing(Assistant(room, parts, told.append, room.date)) as assistant:
            yield assistant


def talks_until(assistant: Assistant, over: Callable[[], bool]) -> None:
    """Let Floe give one long answer after another."""
    for _ in range(20):
        assistant._parts.pressed.put(Intent(IntentName.ASK_PAIN_RELIEF))
        assistant.step()
        while not assistant._speaker.idle:
            if over():
                return
            assistant.step()
    raise AssertionError("it never came to that")


def test_a_loudspeaker_that_is_switched_off_pauses_until_the_person_says_otherwise(
    assistant: Assistant, told: Told, room: Room
) -> None:
    assistant.step()
    assistant._parts.pressed.put(Intent(IntentName.NEXT_STEP))
    talks_until(assistant, lambda: room.clock() > 40)
    assert assistant.failing == set()
    loudspeaker, room._echo = room._echo, None
    talks_until(assistant, lambda: Component.ECHO in assistant.failing)
    assert room.clock() < 50
    (failure,) = (one for one in told if isinstance(one, FailureReported))
    assert failure.error == "LoudspeakerUnheard"
    talks_until(assistant, lambda: "trouble.echo" in said(told))
    room._echo = loudspeaker
    talks_until(assistant, lambda: Component.ECHO not in assistant.failing)
    while not assistant._speaker.idle:
        assistant.step()
    assert "mended.echo" in said(told)


def said(told: Told) -> list[str]:
    return [one.key for one in told if isinstance(one, PromptStarted)]
