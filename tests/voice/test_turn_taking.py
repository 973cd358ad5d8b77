"""A person talks over Floe's real voice in a simulated room, to the real recogniser."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audio.level import LevelFault
from audio.sound import BLOCK, RATE, SILENCE
from bench.acoustics.simulated_room import EchoPath, Place, SimulatedRoom
from bench.conversation import TalkSession, Terms, hold
from bench.conversation import Turn as BenchTurn
from bench.echo_control import FLOE
from intents.intent import IntentName
from intents.library import Intents
from models.store import Store
from tests.speech import say, voices
from tests.voice.recording.sounds import STARTS
from tests.voice.rehearsal.test_studio import needs_model
from voice.assistant import Assistant
from voice.components import AssistantComponents
from voice.errors import RecognizerError
from voice.recognizer.command_recognizer import CommandRecognizer, RecognitionResult
from voice.rehearsal.room.person import Person
from voice.rehearsal.room.room import Room
from voice.rehearsal.room.settings import RoomSettings
from voice.session.acts import Priority
from voice.speaker.speaker import Speaker
from voice.speaker.voice import Voice
from voice.turn_taking import HESITATION, NearEnd, TurnTaking

pytestmark = needs_model

PLACE = replace(Place.draw(0), rt60=0.2, talker=1.0, delay=0.1, limit=None)
LONG = (
    "Sit or lie down, as you like. Peel the cup until five centimetres of ice are free. "
    "Move the ice in small circles over the sore place. Keep it moving all the time."
)


class TalkOver:
    """A room in which Floe speaks `LONG`, and what is heard meanwhile."""

    def __init__(self, recognizer: CommandRecognizer, voice: Voice) -> None:
        recognizer.restart()
        self.speaker = Speaker(voice, wait=True)
        self.turn_taking = TurnTaking(recognizer, self.speaker)
        self.room = SimulatedRoom(PLACE, EchoPath(0.0), voice.render(LONG))
        self.heard: list[str] = []
        self.paused: list[float] = []
        """The seconds at which the prompt had fallen silent."""
        self.speaker.say(LONG, "long", Priority.ANSWER)

    @property
    def clock(self) -> float:
        return self.room.clock / RATE

    def run(self, seconds: float) -> None:
        end = self.clock + seconds
        while self.clock < end:
            played = self.speaker.next_block(self.clock)
            self.turn_taking.feed(self.room.exchange(played), played, self.clock)
            for each in self.turn_taking.results():
                self.heard.append(each.intent.name if each.intent else "")
                if each.intent:
                    self.speaker.give_way(self.clock)
            if self.speaker.paused:
                self.paused.append(self.clock)

    def talk(self, sound: NDArray[np.int16]) -> float:
        """Let somebody talk from now on; give the second at which that begins."""
        self.room.say(sound, self.room.clock)
        return self.clock


@pytest.fixture(scope="module")
def recognizer() -> CommandRecognizer:
    return CommandRecognizer(Store().current(), Intents.load())


@pytest.fixture(scope="module")
def voice() -> Iterator[Voice]:
    with Voice() as voice:
        yield voice


@pytest.fixture
def scene(recognizer: CommandRecognizer, voice: Voice) -> Iterator[TalkOver]:
    scene = TalkOver(recognizer, voice)
    yield scene
    scene.speaker.close()


def test_who_says_a_command_over_a_prompt_is_heard_and_it_gives_way(
    scene: TalkOver,
) -> None:
    scene.run(4.0)
    began = scene.talk(voices()("my skin is numb", "slt"))
    scene.run(3.0)
    assert scene.heard == [IntentName.REPORT_NUMB]
    assert 0 < scene.paused[0] - began < 0.7
    assert scene.speaker.idle, "it was given way to"
    assert scene.speaker.ended() == []


def test_a_prompt_that_was_interrupted_for_nothing_goes_on_to_its_end(scene: TalkOver) -> None:
    scene.run(4.0)
    said = voices()("the weather was nice", "slt")
    began = scene.talk(said)
    scene.run(14.0)
    assert IntentName.REPORT_NUMB not in scene.heard
    assert began < scene.paused[0]
    silent = scene.paused[-1] - (began + len(said) / RATE)
    assert HESITATION - 0.1 < silent < HESITATION + 1.5
    assert scene.speaker.idle
    assert scene.speaker.ended() == ["long"]


def test_a_prompt_that_nobody_interrupts_is_not_heard(scene: TalkOver) -> None:
    scene.run(14.0)
    assert scene.heard == []
    assert scene.paused == []
    assert scene.speaker.ended() == ["long"]


def test_what_is_faint_is_found_at_the_second_time(recognizer: CommandRecognizer) -> None:
    recognizer.restart()
    turn_taking = TurnTaking(recognizer, Silent())
    faults: list[LevelFault | None] = []
    sound = np.concatenate([say("how long is left", "rms")] * 3) // 40
    for at in range(0, len(sound) - BLOCK + 1, BLOCK):
        turn_taking.feed(sound[at : at + BLOCK].tobytes(), SILENCE, at / RATE)
        faults += [turn_taking.fault(each.utterance) for each in turn_taking.results()]
    assert len(faults) >= 2
    assert faults[:2] == [None, LevelFault.FAINT]


class Silent:
    """Nothing that could be interrupted."""

    paused = False

    def pause(self) -> None: ...

    def resume(self, now: float) -> None: ...


class Flawed(CommandRecognizer):
    """A recogniser that fails on its third block."""

    def __init__(self) -> None:
        self.fed = 0
        self.restarts = 0

    def feed(self, block: bytes, asked: Collection[str] = ()) -> RecognitionResult | None:
        self.fed += 1
        if self.fed == 3:
            raise RecognizerError("it stumbled")
        return None

    def restart(self) -> None:
        self.restarts += 1


class Passage:
    """An echo control that gives what a test tells it to."""

    def __init__(self, *counts: int) -> None:
        self._counts = list(counts)

    def feed(self, heard: bytes, played: bytes) -> NearEnd:
        return NearEnd(played, [heard] * self._counts.pop(0))

    def reset(self) -> None:
        self._counts = [1]


def test_a_recogniser_that_fails_begins_anew_and_the_rest_is_heard() -> None:
    recognizer = Flawed()
    turn_taking = TurnTaking(recognizer, Silent(), Passage(2, 2, 0, 1))
    states = []
    for _ in range(4):
        turn_taking.feed(SILENCE, SILENCE, 0.0)
        assert list(turn_taking.results()) == []
        states.append((turn_taking.working, [str(one) for one in turn_taking.failures()]))
    assert states == [(True, []), (True, ["it stumbled"]), (True, []), (True, [])]
    assert (recognizer.fed, recognizer.restarts) == (5, 1)


def test_while_nothing_is_heard_a_failure_is_not_over() -> None:
    turn_taking = TurnTaking(Flawed(), Silent(), Passage(3, 0))
    for _ in range(2):
        turn_taking.feed(SILENCE, SILENCE, 0.0)
        list(turn_taking.results())
        assert not turn_taking.working


def test_another_echo_control_takes_the_place_of_floes() -> None:
    turn_taking = TurnTaking(Flawed(), Silent(), Passage(1))
    assert turn_taking.feed(SILENCE, b"\1\0" * BLOCK, 0.0) == b"\1\0" * BLOCK
    turn_taking.reset()
    turn_taking.feed(SILENCE, SILENCE, 0.0)


def test_the_assistant_and_the_bench_hear_through_the_same(
    recognizer: CommandRecognizer, voice: Voice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fed: list[TurnTaking] = []
    feed = TurnTaking.feed

    def counted(self: TurnTaking, heard: bytes, played: bytes, now: float) -> bytes:
        fed.append(self)
        return feed(self, heard, played, now)

    monkeypatch.setattr(TurnTaking, "feed", counted)
    turn = BenchTurn(np.full(BLOCK, 999, np.int16))
    hold(Store().current().path, Terms(FLOE, EchoPath(0.0)), TalkSession(PLACE, (turn,)))
    assert len(set(fed)) == 1
    settings = RoomSettings(noise="pink", noise_level=-70)
    room = Room(Person([], say, settings.talker), settings, STARTS)
    parts = AssistantComponents.open(recognizer, voice, tmp_path / "journal.sqlite", wait=True)
    assistant = Assistant(room, parts, lambda _: None, room.date)
    assert assistant.step()
    assistant.close()
    assert len(set(fed)) == 2
