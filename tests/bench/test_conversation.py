from dataclasses import replace

import numpy as np
import pytest

from audio.sound import RATE, SILENCE
from bench import voices
from bench.acoustics.simulated_room import EchoPath, Place, SimulatedRoom
from bench.commands import SpokenCommand
from bench.conversation import (
    TalkSession,
    Terms,
    Turn,
    TurnOutcome,
    _Conversation,
    hold,
)
from bench.echo_control import BARE, FLOE, HALF_DUPLEX
from bench.systems import recognizer
from models.store import Store
from tests.bench.conftest import needs
from voice.turn_taking import NearEnd

PLACE = replace(Place.draw(0), rt60=0.2, talker=1.0, delay=0.1, limit=None)
COMMAND = SpokenCommand("flite", "slt", "what can i take for the pain", "AskPainRelief")
SECONDS = 2.5
PROMPT = (np.random.default_rng(1).normal(0, 2500, round(SECONDS * RATE))).astype(np.int16)
LOUD = EchoPath(10.0)


def turn(command: SpokenCommand = COMMAND) -> Turn:
    needs("flite")
    said = voices.synthesise(command.synthesiser, command.voice, command.text)
    return Turn(PROMPT, command, said, begins=0.5)


def held(name: str, echo: EchoPath | None, *turns: Turn, tries: int = 1) -> list[TurnOutcome]:
    return hold(Store().current().path, Terms(name, echo, tries), TalkSession(PLACE, turns))


class Watchful:
    """An echo control that notices somebody at one moment, and hears nothing."""

    def __init__(self, at: int) -> None:
        self._blocks = at // 320
        self.played: list[bool] = []

    def feed(self, heard: bytes, played: bytes) -> NearEnd:
        self.played.append(played != SILENCE)
        return NearEnd(SILENCE, [SILENCE], talking=len(self.played) == self._blocks)

    def reset(self) -> None: ...


@pytest.mark.parametrize("name", [FLOE, HALF_DUPLEX, BARE])
def test_in_silence_everybody_understands(name: str) -> None:
    (outcome,) = held(name, None, turn())
    assert outcome.right
    assert outcome.tries == 1
    assert outcome.stopped is None
    assert outcome.pauses == 0


def test_half_duplex_is_deaf_and_plays_on() -> None:
    first, second = held(HALF_DUPLEX, LOUD, turn(), turn())
    assert first.names == second.names == ()
    assert first.stopped is not None
    assert first.stopped == pytest.approx(SECONDS - 0.5 - PLACE.delay, abs=0.02)
    assert first.silent == first.stopped + PLACE.delay


def test_who_is_not_understood_says_it_again() -> None:
    (outcome,) = held(HALF_DUPLEX, LOUD, turn(), tries=2)
    assert outcome.names == ("AskPainRelief",)
    assert outcome.tries == 2


def test_a_command_stops_the_prompt_where_it_is_heard_over_it() -> None:
    soft = EchoPath(-40.0)
    long = replace(turn(), prompt=np.tile(PROMPT, 3))
    (outcome,) = held(BARE, soft, long)
    assert outcome.right
    assert outcome.stopped is not None
    assert outcome.stopped < 4


@pytest.mark.parametrize("moment", [0.2, 1.1])
def test_the_prompt_pauses_for_somebody_and_goes_on_after_a_second(moment: float) -> None:
    silence = 1.2
    watchful = Watchful(round((silence + moment) * RATE))
    stage = SimulatedRoom(PLACE, LOUD, PROMPT)
    conversation = _Conversation(
        recognizer(Store().current().path), watchful, stage, Terms(FLOE, LOUD)
    )
    outcome = conversation.turn(turn())
    late = moment - 0.5 - PLACE.delay
    assert outcome.pauses == (late < 0)
    if late > 0:
        assert outcome.stopped == pytest.approx(late + 0.008, abs=0.021)
    else:
        assert outcome.stopped is None
    paused = round((silence + moment) * 50)
    assert watchful.played[paused - 1]
    assert not any(watchful.played[paused + 1 : paused + 49])
    assert all(watchful.played[paused + 52 : paused + 60])


def test_with_nobody_talking_a_prompt_is_heard_to_its_end() -> None:
    (outcome,) = held(HALF_DUPLEX, LOUD, Turn(PROMPT))
    assert not outcome.right
    assert outcome.names == ()
    assert outcome.seconds == pytest.approx(SECONDS + 1.6, abs=0.05)
