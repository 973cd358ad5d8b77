"""The simulated person of a rehearsal, and what else is heard in the room besides Floe."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE
from audio.wave import read
from voice.rehearsal.room.noise import band_limited, gain_to_reach, single_noise
from voice.rehearsal.scenario.run import ENDING_ACTIONS, ActionKind, ScenarioLine, TriggerKind

Speak = Callable[[str, str], NDArray[np.int16]]
"""Text and voice to `RATE` mono samples."""

_BREATH = 0.3
"""Seconds between two lines that are due at once."""
_RADIO = (300, 3400)
"""Hz: a small loudspeaker's band."""
_QUIETEST = 0.05
"""What part of the loudest 20 ms still counts as speech, when its level is taken: -26 dB."""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line that was begun."""

    line: ScenarioLine
    start: int
    """In samples since the part's start, as is `end`."""
    end: int


class Person:
    """Says the lines of a part when they are due, whether that is by the clock or a prompt."""

    def __init__(
        self, lines: Sequence[ScenarioLine], speak: Speak, level: float, seed: int = 1
    ) -> None:
        """Render all lines, at ``level`` dBFS of active speech.

        Raises:
            FloeError: a recording cannot be read, or ``speak`` fails.
        """
        rng = np.random.default_rng(seed)
        self._sounds = {
            line: _sound(line, speak, level, rng)
            for line in lines
            if line.action not in ENDING_ACTIONS
        }
        self._waiting = [line for line in lines if line.trigger.kind is not TriggerKind.AT]
        self._due = [
            (round(line.trigger.delay * RATE), line)
            for line in lines
            if line.trigger.kind is TriggerKind.AT
        ]
        self._due.sort(key=lambda pair: pair[0])
        self._times: Counter[tuple[TriggerKind, str]] = Counter()
        self._free = dict.fromkeys((True, False), 0)
        self._sounding: list[SpokenLine] = []
        self._unanswered: SpokenLine | None = None
        self.said: list[SpokenLine] = []
        """All lines that were begun, in order."""
        self.ended: ActionKind | None = None
        """The line of `ENDING_ACTIONS` that has ended the part, once one has."""

    def started(self, key: str, clock: float) -> None:
        """Take note that Floe began to speak a prompt."""
        self._unanswered = None
        self._trigger(TriggerKind.DURING, key, clock)

    def finished(self, key: str, clock: float) -> None:
        """Take note that Floe has spoken a prompt to its end."""
        self._trigger(TriggerKind.AFTER, key, clock)

    def _trigger(self, kind: TriggerKind, key: str, clock: float) -> None:
        self._times[kind, key] += 1
        for line in list(self._waiting):
            trigger = line.trigger
            if (trigger.kind, trigger.key) != (kind, key):
                continue
            if trigger.nth in {0, self._times[kind, key]}:
                self._due.append((round((clock + trigger.delay) * RATE), line))
                if trigger.nth:
                    self._waiting.remove(line)
        self._due.sort(key=lambda pair: pair[0])

    @property
    def busy(self) -> bool:
        """Whether something is being said, or will be at a time that is already known."""
        return bool(self._due or self._sounding)

    @property
    def unsaid(self) -> list[ScenarioLine]:
        """The lines whose time has not come."""
        said = {one.line for one in self.said}
        left = [*(line for _, line in self._due), *self._waiting]
        return [line for line in left if line not in said]

    def block(self, start: int) -> NDArray[np.float32] | None:
        """Return what is said in the block that begins at sample ``start``, None for silence."""
        while self._due and self._due[0][0] < start + BLOCK:
            self._begin(*self._due.pop(0), start)
        self._insist(start)
        if not self._sounding:
            return None
        mixed = np.zeros(BLOCK, dtype=np.float32)
        for utterance in self._sounding:
            offset = utterance.start - start
            part = self._sounds[utterance.line][max(0, -offset) : max(0, BLOCK - offset)]
            first = max(0, offset)
            mixed[first : first + len(part)] += part
        self._sounding = [one for one in self._sounding if one.end > start + BLOCK]
        return mixed

    def _begin(self, due: int, line: ScenarioLine, now: int) -> None:
        """Let one line be heard: a person's after the one before, a radio's at once."""
        radio = line.action is ActionKind.RADIO
        begin = max(due, now)
        if line.action in ENDING_ACTIONS:
            self.ended = self.ended or line.action
            self.said.append(SpokenLine(line, begin, begin))
            return
        begin = max(begin, self._free[radio])
        utterance = SpokenLine(line, begin, begin + len(self._sounds[line]))
        self._free[radio] = utterance.end + round(_BREATH * RATE)
        self._sounding.append(utterance)
        self.said.append(utterance)
        if line.action in {ActionKind.SAY, ActionKind.PLAY}:
            self._unanswered = utterance

    def _insist(self, now: int) -> None:
        """Say again, once, what Floe has not answered."""
        last = self._unanswered
        if last and last.line.patience and now >= last.end + round(last.line.patience * RATE):
            self._begin(now, last.line, now)
            self._unanswered = None


def _sound(
    line: ScenarioLine, speak: Speak, level: float, rng: np.random.Generator
) -> NDArray[np.float32]:
    if line.action is ActionKind.NOISE:
        sound = single_noise(line.what, rng)
    elif line.action is ActionKind.PLAY:
        sound = read(Path(line.what)).astype(np.float32)
    else:
        sound = speak(line.what, line.voice).astype(np.float32)
    if line.action is ActionKind.RADIO:
        sound = band_limited(sound, *_RADIO)
    return _levelled(sound, level + line.level)


def _levelled(sound: NDArray[np.float32], level: float) -> NDArray[np.float32]:
    """Bring what is not a pause in ``sound`` to ``level`` dBFS, rms."""
    whole = sound[: len(sound) // BLOCK * BLOCK].reshape(-1, BLOCK)
    loudness = np.sqrt(np.mean(whole**2, axis=1))
    if not len(loudness) or not loudness.max():
        return sound
    active = whole[loudness > _QUIETEST * loudness.max()]
    return sound * np.float32(gain_to_reach(active.ravel(), level))
