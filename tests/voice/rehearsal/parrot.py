"""The simplest assistant that a rehearsal can be run with: it answers whatever it hears."""

from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, BLOCK_SECONDS, RATE, SILENCE
from intents.intent import Intent
from voice.notice import (
    CommandHeard,
    EventSaved,
    PhaseEntered,
    PromptEnded,
    PromptStarted,
    SoundExchanged,
    Subscriber,
)
from voice.rehearsal.room.room import Room
from voice.rehearsal.room.settings import RoomSettings
from voice.rehearsal.scenario.line import ActionKind, ScenarioLine, Trigger, TriggerKind
from voice.rehearsal.scenario.run import Expectation, ScenarioRun
from voice.rehearsal.scenario.scenario import Scenario
from voice.session.event import Event, EventKind
from voice.session.phase import Phase

STARTS = datetime.fromisoformat("2026-11-22T09:00:00+01:00")
PROMPTS = ("hello", "ask", "bye")
_LOUD = 900.0
_PAUSE = round(0.3 / BLOCK_SECONDS)


def speak(text: str, voice: str) -> NDArray[np.int16]:
    """A hum of 0.4 s for each word."""
    count = len(text.split()) * 2 * RATE // 5
    sine: NDArray[np.float64] = 5000 * np.sin(np.arange(count) * 0.05 * len(voice))
    return sine.astype(np.int16)


class Parrot:
    """Says the prompts one after the other, the next whenever somebody has spoken."""

    def __init__(self, room: Room, folder: Path, publish: Subscriber, last: str = "bye") -> None:
        self._room, self._publish, self._last = room, publish, last
        self._journal = folder / "journal"
        self._number = len(self._journal.read_text()) if self._journal.exists() else 0
        self._saying: tuple[str, int] | None = None
        self._speech, self._silent, self._began = 0, 0, 0.0
        self.closed = False
        publish(PhaseEntered(Phase.IDLE))
        self._say()

    def close(self) -> None:
        self.closed = True

    def step(self) -> bool:
        playing = self._saying is not None
        played = b"\x10\x20" * BLOCK if playing else SILENCE
        heard = self._room.exchange(played)
        self._publish(SoundExchanged(heard, played, heard, self._room.date()))
        if self._saying:
            self._go_on(*self._saying)
            return self._saying is not None or self._key != self._last
        self._listen(np.frombuffer(heard, "<i2"))
        return True

    @property
    def _key(self) -> str:
        return PROMPTS[min(self._number, len(PROMPTS) - 1)]

    def _say(self) -> None:
        self._saying = self._key, round(1.0 / BLOCK_SECONDS)
        self._publish(PromptStarted(self._key, f"This is {self._key}."))

    def _go_on(self, key: str, left: int) -> None:
        self._saying = (key, left - 1) if left > 1 else None
        if self._saying is None:
            self._publish(PromptEnded(key))

    def _listen(self, block: NDArray[np.int16]) -> None:
        if np.abs(block.astype(float)).mean() > _LOUD:
            if not self._speech:
                self._began = self._room.clock()
            self._speech, self._silent = self._speech + 1, 0
            return
        self._silent += 1
        if self._speech and self._silent > _PAUSE:
            clock = self._room.clock()
            self._publish(
                CommandHeard(Intent("Spoken", {}, "words", self._began, clock - 0.3, clock))
            )
            self._journal.write_text("x" * (self._number + 1))
            self._publish(EventSaved(Event(EventKind.PROGRESS, self._room.date(), {"ice": clock})))
            self._publish(PhaseEntered(Phase.MASSAGING))
            self._number, self._speech = self._number + 1, 0
            self._say()


def at(seconds: float, what: str = "one two", action: ActionKind = ActionKind.SAY) -> ScenarioLine:
    return ScenarioLine(Trigger(TriggerKind.AT, seconds), action, what, int(seconds), "slt")


def after(
    key: str, what: str = "one two", delay: float = 0.6, *, maybe: bool = False
) -> ScenarioLine:
    trigger = Trigger(TriggerKind.AFTER, delay, key)
    return ScenarioLine(trigger, ActionKind.SAY, what, 5, "slt", maybe=maybe)


def scenario(*parts: ScenarioRun, expect: Expectation | None = None, seed: int = 1) -> Scenario:
    room = RoomSettings(noise="pink", noise_level=-60, echo=-20, reverb=0.2)
    return Scenario("test", "A test.", "slt", seed, room, parts, expect or Expectation())
