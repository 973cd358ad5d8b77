"""What the session wants is done, and what fails is known in one place."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from audio.errors import DeviceLost
from intents.intent import Intent, IntentName
from intents.library import Intents
from models.store import Store
from tests.patience import wait_for
from tests.voice.display.booth import STARTS, before
from tests.voice.journal.holder import held
from tests.voice.rehearsal.test_studio import needs_model
from voice.components import AssistantComponents
from voice.errors import JournalWriteError
from voice.journal.journal import Journal, read
from voice.journal.writer import JournalWriter
from voice.notice import EventSaved, FailureReported, Notice, PhaseEntered, PromptUnspoken
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.session.context import Component
from voice.session.event import Event, EventKind
from voice.session.moment import Moment
from voice.session.phase import Phase
from voice.session_runner import SessionRunner
from voice.speaker.voice import Voice

pytestmark = needs_model

LOST = DeviceLost("unplugged")
Told = TypeVar("Told")


class Sticky(Journal):
    """A journal whose disk is full until somebody makes room."""

    full = False

    def append(self, *events: Event) -> None:
        if self.full:
            raise JournalWriteError("the disk is full")
        super().append(*events)


@dataclass
class Sitting:
    """A session in which a step is being prepared, without any sound."""

    parts: AssistantComponents
    clock: float = 0.0

    def __post_init__(self) -> None:
        self.told: list[Notice] = []
        self.shown: list[str] = []
        parts = replace(self.parts, notify=self.shown.append)
        self.runner = SessionRunner(parts, self.told.append, self.now)
        self.runner.start()

    def now(self) -> Moment:
        return Moment(self.clock, STARTS + timedelta(seconds=self.clock))

    def of(self, kind: type[Told]) -> list[Told]:
        return [one for one in self.told if isinstance(one, kind)]


@pytest.fixture(scope="module")
def recognizer() -> CommandRecognizer:
    return CommandRecognizer(Store().current(), Intents.load())


@pytest.fixture(scope="module")
def voice() -> Iterator[Voice]:
    with Voice() as voice:
        yield voice


@pytest.fixture
def scene(recognizer: CommandRecognizer, voice: Voice, tmp_path: Path) -> Iterator[Sitting]:
    path = tmp_path / "journal.sqlite"
    with closing(Journal(path)) as journal:
        journal.append(*before(step="wet"))
    parts = AssistantComponents.open(recognizer, voice, path, wait=True)
    with closing(parts):
        yield Sitting(parts)


def test_acts_are_carried_out_and_the_phase_is_told_once(scene: Sitting) -> None:
    scene.runner.hear(Intent(IntentName.NEXT_STEP))
    scene.runner.tick()
    assert [one.phase for one in scene.of(PhaseEntered)] == [Phase.PREPARING, Phase.MASSAGING]
    assert EventKind.BEGUN in [one.event.kind for one in scene.of(EventSaved)]
    assert not scene.parts.speaker.idle
    scene.runner.hear(Intent(IntentName.GOODBYE))
    assert scene.runner.leaving


@pytest.mark.parametrize("part", [Component.LOUDSPEAKER, Component.VOICE, Component.ECHO])
def test_what_must_be_heard_and_cannot_be_is_shown_on_the_desktop(
    scene: Sitting, part: Component
) -> None:
    scene.runner.hear(Intent(IntentName.NEXT_STEP))
    scene.runner.hear(Intent(IntentName.TIME_LEFT))
    assert scene.shown == []
    scene.runner.fail(part, LOST)
    (shown,) = scene.shown
    assert "Take the ice off your skin" in shown
    scene.runner.mend(part)
    scene.runner.fail(Component.MICROPHONE, LOST)
    assert len(scene.shown) == 1, "that one is heard"


def test_a_failure_is_reported_each_time_and_told_to_the_session_once(
    scene: Sitting,
) -> None:
    scene.runner.mute = True
    for _ in range(2):
        scene.runner.fail(Component.MICROPHONE, LOST)
    assert scene.of(FailureReported) == [FailureReported("DeviceLost", "unplugged")] * 2
    assert scene.runner.failing == {Component.MICROPHONE}
    spoken = [one.text for one in scene.of(PromptUnspoken)]
    assert len([text for text in spoken if text.startswith("My microphone has failed")]) == 1
    scene.runner.mend(Component.MICROPHONE)
    assert scene.runner.failing == set()
    told = len(scene.told)
    scene.runner.mend(Component.MICROPHONE)
    assert len(scene.told) == told


def test_each_sleep_is_told(scene: Sitting) -> None:
    scene.runner.mute = True
    said = []
    for _ in range(2):
        scene.runner.fail(Component.SLEEP, LOST)
        said.append(len(scene.of(PromptUnspoken)))
        assert scene.runner.failing == set(), "it is over when it is known"
    assert said[0] < said[1]


def test_a_journal_that_fails_is_known_until_it_works(scene: Sitting, tmp_path: Path) -> None:
    journal = Sticky(tmp_path / "other.sqlite")
    journal.append(*before(step="wet"))
    journal.full = True
    with closing(JournalWriter(journal, wait=True)) as writer:
        parts = replace(scene.parts, journal=writer)
        scene.runner = SessionRunner(parts, scene.told.append, scene.now)
        scene.runner.hear(Intent(IntentName.NEXT_STEP))
        assert scene.runner.failing == {Component.JOURNAL}
        assert scene.of(FailureReported)[-1].text == "the disk is full"
        journal.full = False
        scene.runner.hear(Intent(IntentName.PAUSE))
        assert scene.runner.failing == set()
    assert EventKind.PAUSED in [event.kind for event in read(journal.path)]


def test_another_person_is_told_what_fails_now_but_not_of_the_other_journal(
    scene: Sitting, tmp_path: Path
) -> None:
    scene.runner.hear(Intent(IntentName.STOP_SESSION))
    for component in (Component.MICROPHONE, Component.JOURNAL):
        scene.runner.fail(component, LOST)
    scene.runner.hear(Intent(IntentName.SET_PERSON, {"name": "Anna"}))
    assert (tmp_path / "journal-anna.sqlite").exists()
    assert scene.runner.failing == {Component.MICROPHONE}


def test_who_cannot_be_served_leaves_all_as_it_was(scene: Sitting, tmp_path: Path) -> None:
    (tmp_path / "journal-anna.sqlite").write_bytes(b"this is no journal")
    scene.runner.hear(Intent(IntentName.STOP_SESSION))
    scene.runner.fail(Component.VOICE, LOST)
    scene.runner.hear(Intent(IntentName.SET_PERSON, {"name": "Anna"}))
    assert [one.error for one in scene.of(FailureReported)] == ["DeviceLost", "JournalCorrupt"]
    assert scene.runner.failing == {Component.VOICE}


@pytest.fixture
def live(recognizer: CommandRecognizer, voice: Voice, tmp_path: Path) -> Iterator[Sitting]:
    """Give a massage whose journal is written on a thread of its own, and which is not heard."""
    path = tmp_path / "journal.sqlite"
    with closing(Journal(path)) as journal:
        journal.append(*before(step="wet"))
    with closing(AssistantComponents.open(recognizer, voice, path, wait=False)) as parts:
        sitting = Sitting(parts)
        sitting.runner.mute = True
        sitting.runner.hear(Intent(IntentName.NEXT_STEP))
        assert sitting.runner.phase is Phase.MASSAGING
        yield sitting


def test_what_takes_the_ice_off_does_not_wait_for_the_disk(live: Sitting) -> None:
    path = live.parts.journal.path
    with held(path):
        live.runner.hear(Intent(IntentName.REPORT_NUMB))
        assert live.runner.phase is Phase.WARMING
        assert any("ice off" in text.text for text in live.of(PromptUnspoken))
        assert live.parts.journal.unsaved > 0

        def failing() -> bool:
            live.runner.tick()
            return Component.JOURNAL in live.runner.failing

        wait_for(failing, "word that the journal fails")
        assert EventKind.NUMB not in [event.kind for event in read(path)]

    def mended() -> bool:
        live.runner.tick()
        return Component.JOURNAL not in live.runner.failing

    wait_for(mended, "word that the journal works")
    assert EventKind.NUMB in [event.kind for event in read(path)]
    assert EventKind.NUMB in [one.event.kind for one in live.of(EventSaved)]


def test_while_somebody_else_is_turned_to_only_what_is_urgent_is_heard(
    live: Sitting, tmp_path: Path
) -> None:
    live.runner.hear(Intent(IntentName.STOP_SESSION))
    anna = tmp_path / "journal-anna.sqlite"
    Journal(anna).close()
    said = live.of(PromptUnspoken)
    with held(anna):
        live.runner.hear(Intent(IntentName.SET_PERSON, {"name": "Anna"}))
        live.runner.hear(Intent(IntentName.COUNT_TODAY))
        assert live.of(PromptUnspoken) == said
        live.runner.hear(Intent(IntentName.REPORT_NUMB))
        assert live.of(PromptUnspoken) != said

    def greeted() -> bool:
        live.runner.tick()
        return any("Anna" in one.text for one in live.of(PromptUnspoken))

    wait_for(greeted, "the greeting")
    assert "Today you had none" in live.of(PromptUnspoken)[-1].text
