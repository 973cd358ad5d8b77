"""One person in one place talks over an assistant's prompts, one after another, in a closed loop.

What the loudspeaker plays depends on what the microphone heard, as in life: a prompt pauses when
somebody is noticed, goes on if it was nothing, and stops for a command. That is Floe's own
`voice.turn_taking`, without a session, and with other echo controls in the place of Floe's.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE, SILENCE
from bench.acoustics.simulated_room import EchoPath, Place, SimulatedRoom
from bench.commands import SpokenCommand
from bench.echo_control import echo_control
from bench.systems import recognizer
from intents.intent import ANSWERS
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.speaker.player import Player
from voice.speaker.speaker import MOST_INTERRUPTIONS
from voice.turn_taking import EchoControl, TurnTaking

_ANSWER = round(1.6 * RATE)
"""Samples after the last word in which a command must have been understood."""
_AGAIN = round(0.4 * RATE)
"""Samples after that until the person says it again."""
_REST = round(1.2 * RATE)
"""Samples of silence before each prompt: the one before has rung out, and all is heard again."""

Sound = NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Turn:
    """A prompt, and what is said over it."""

    prompt: Sound
    """Played at full volume."""
    command: SpokenCommand | None = None
    """None if nobody says anything."""
    said: Sound | None = None
    begins: float = 0.0
    """Seconds from where the prompt is first heard to the talker's first sound."""
    volume: float = 1.0
    """The prompt's, as `voice.speaker.player.Player` has it."""


@dataclass(frozen=True, eq=False)
class TalkSession:
    """What happens in one place."""

    place: Place
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Terms:
    """How a session is held."""

    echo_control: str
    """A name of `bench.echo_control`."""
    echo: EchoPath | None
    """None plays no prompt, but the person talks at the same moments."""
    tries: int = 1
    """How often the person says a command that is not understood."""


@dataclass(frozen=True)
class TurnOutcome:
    """What came of a turn."""

    command: SpokenCommand | None
    names: tuple[str, ...]
    """The intents that were accepted."""
    tries: int
    """How often the command was said."""
    pauses: int
    """How often the prompt fell silent for somebody before the talker's first sound."""
    stopped: float | None
    """Seconds from the talker's first sound until the loudspeaker is given nothing more to play,
    or until the turn's end; None where it was silent before."""
    silent: float | None
    """The same, until the prompt has passed the microphone too; reverberation does not count."""
    seconds: float
    """How long the turn took."""

    @property
    def right(self) -> bool:
        """Whether what was meant was understood, and nothing else."""
        return self.command is not None and self.names == (self.command.name,)


def hold(model: Path, terms: Terms, session: TalkSession) -> list[TurnOutcome]:
    """Hold a session from its first prompt to its last."""
    played = np.concatenate([turn.prompt for turn in session.turns])
    stage = SimulatedRoom(session.place, terms.echo or EchoPath(0.0), played)
    control = echo_control(terms.echo_control)
    conversation = _Conversation(recognizer(model), control, stage, terms)
    return [conversation.turn(turn) for turn in session.turns]


class _Prompt:
    """The prompt that is played, as `voice.turn_taking.Interruptible` wants it."""

    def __init__(self) -> None:
        self.player = Player()
        self.pauses = 0
        """How often it has fallen silent for somebody."""

    @property
    def paused(self) -> bool:
        return self.player.paused

    def pause(self) -> None:
        """Fall silent, unless that was often for nothing."""
        if self.pauses < MOST_INTERRUPTIONS:
            self.player.pause()
            self.pauses += self.player.paused

    def resume(self, now: float) -> None:
        self.player.resume()


class _Conversation:
    def __init__(
        self, recognizer: CommandRecognizer, control: EchoControl, stage: SimulatedRoom,
        terms: Terms,
    ) -> None:  # fmt: skip
        recognizer.restart()
        self._stage = stage
        self._terms = terms
        self._prompt = _Prompt()
        self._player = self._prompt.player
        self.turn_taking = TurnTaking(recognizer, self._prompt, control)
        self._begin(Turn(np.zeros(0, np.int16)))

    def turn(self, turn: Turn) -> TurnOutcome:
        """Play one prompt, and let the person talk over it."""
        self._until(self._stage.clock + _REST)
        self._begin(turn)
        began = self._stage.clock
        if self._terms.echo:
            self._player.start(turn.prompt)
        if turn.command is None or turn.said is None:
            while self._player.active or self._player.paused:
                self._step()
            self._until(self._stage.clock + _ANSWER)
        else:
            first = began + round((self._stage.place.delay + turn.begins) * RATE)
            self._talk(first, turn.command.name, turn.said)
        self._player.stop()
        return self._outcome(turn, self._stage.clock - began)

    def _begin(self, turn: Turn) -> None:
        self._asked = {turn.command.name} & ANSWERS if turn.command else frozenset()
        self._player.volume = turn.volume
        self._names: list[str] = []
        self._prompt.pauses = 0
        self._tries = self._early = self._last = 0
        self._onset: int | None = None
        self._stopped: int | None = None

    def _talk(self, first: int, name: str, said: Sound) -> None:
        """Say a command at sample ``first``, and again if it is not taken for ``name``."""
        while self._tries < self._terms.tries and name not in self._names:
            self._until(first - BLOCK)
            self._tries += 1
            if self._onset is None and self._player.active:
                self._onset = first
            self._stage.say(said, first)
            last = first + len(said)
            self._until(last + _ANSWER // 2)
            while name not in self._names and self._stage.clock < last + _ANSWER:
                self._step()
            first = last + _ANSWER + _AGAIN

    def _outcome(self, turn: Turn, samples: int) -> TurnOutcome:
        stopped = silent = None
        end = self._stage.clock if self._stopped is None else self._stopped
        if self._onset is not None and end > self._onset:
            stopped = (end - self._onset) / RATE
            silent = stopped + self._stage.place.delay
        names, seconds = tuple(self._names), samples / RATE
        return TurnOutcome(turn.command, names, self._tries, self._early, stopped, silent, seconds)

    def _until(self, sample: int) -> None:
        while self._stage.clock < sample:
            self._step()

    def _step(self) -> None:
        sounding = self._player.active
        played = self._player.next_block()
        if played != SILENCE:
            self._last = self._stage.clock + int(np.flatnonzero(np.frombuffer(played, "<i2"))[-1])
        if sounding and not self._player.active and self._onset is not None:
            self._stopped = self._last if self._stopped is None else self._stopped
        self._listen(self._stage.exchange(played), played)

    def _listen(self, heard: bytes, played: bytes) -> None:
        pauses = self._prompt.pauses
        self.turn_taking.feed(heard, played, self._stage.clock / RATE)
        if not self._tries:
            self._early += self._prompt.pauses - pauses
        for found in self.turn_taking.results(self._asked):
            if found.intent:
                self._names.append(found.intent.name)
                self._player.stop()
        for failure in self.turn_taking.failures():
            raise failure
