"""The simulated person of a rehearsal, who acts out the lines of a scenario.

The lines are not only what the person says, but also the noises and the radio in the room. The room
asks for the sound block by block; the rehearsal tells which prompts Floe speaks.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE
from audio.wave import read
from voice.rehearsal.room.noise import band_limited, gain_to_reach, single_noise
from voice.rehearsal.scenario.line import ENDING_ACTIONS, ActionKind, ScenarioLine, TriggerKind

Speak = Callable[[str, str], NDArray[np.int16]]
"""Turns a text, spoken by a voice, into int16 mono samples at `RATE`."""

_BREATH = 0.3
"""Seconds between two lines that are due at the same time."""
_RADIO_BAND = (300, 3400)
"""The band in Hz of a radio's small loudspeaker."""
_SPEECH_SHARE = 0.05
"""The share of the loudest block's root mean square, -26 dB, below which a block is a pause, and
left out when the level of speech is taken."""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line that was begun, and when it is heard."""

    line: ScenarioLine
    start: int
    """The sample, counted from the start of the run, at which it begins."""
    end: int
    """The sample, counted from the start of the run, before which it ends."""


class Person:
    """Acts out the lines of one run when they are due, by the clock or by what Floe says."""

    def __init__(
        self, lines: Sequence[ScenarioLine], speak: Speak, level: float, seed: int = 1
    ) -> None:
        """Render all ``lines``, with the person's speech at a level of ``level`` dBFS.

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
        self._counts: Counter[tuple[TriggerKind, str]] = Counter()
        self._free = dict.fromkeys((True, False), 0)
        """The sample from which on the radio (True) and all others (False) may sound again."""
        self._sounding: list[SpokenLine] = []
        self._unanswered: SpokenLine | None = None
        self.said: list[SpokenLine] = []
        """All lines that were begun, in order."""
        self.ended: ActionKind | None = None
        """The one of `ENDING_ACTIONS` that has ended the run, once one has."""

    def started(self, key: str, clock: float) -> None:
        """Take note that Floe began to speak the prompt ``key`` at ``clock`` seconds."""
        self._unanswered = None
        self._trigger(TriggerKind.DURING, key, clock)

    def finished(self, key: str, clock: float) -> None:
        """Take note that Floe has spoken the prompt ``key`` to its end, at ``clock`` seconds."""
        self._trigger(TriggerKind.AFTER, key, clock)

    def _trigger(self, kind: TriggerKind, key: str, clock: float) -> None:
        self._counts[kind, key] += 1
        for line in list(self._waiting):
            trigger = line.trigger
            if (trigger.kind, trigger.key) != (kind, key):
                continue
            if trigger.nth in {0, self._counts[kind, key]}:
                self._due.append((round((clock + trigger.delay) * RATE), line))
                if trigger.nth:
                    self._waiting.remove(line)
        self._due.sort(key=lambda pair: pair[0])

    @property
    def busy(self) -> bool:
        """Whether a line is heard now, or will be at a time that is already known."""
        return bool(self._due or self._sounding)

    @property
    def unsaid(self) -> list[ScenarioLine]:
        """The lines that were never begun."""
        said = {one.line for one in self.said}
        left = [*(line for _, line in self._due), *self._waiting]
        return [line for line in left if line not in said]

    def block(self, start: int) -> NDArray[np.float32] | None:
        """Return the samples of the block that begins at sample ``start``; None means silence."""
        while self._due and self._due[0][0] < start + BLOCK:
            self._begin(*self._due.pop(0), start)
        self._insist(start)
        if not self._sounding:
            return None
        mixed = np.zeros(BLOCK, dtype=np.float32)
        for spoken in self._sounding:
            offset = spoken.start - start
            piece = self._sounds[spoken.line][max(0, -offset) : max(0, BLOCK - offset)]
            first = max(0, offset)
            mixed[first : first + len(piece)] += piece
        self._sounding = [one for one in self._sounding if one.end > start + BLOCK]
        return mixed

    def _begin(self, due: int, line: ScenarioLine, now: int) -> None:
        """Begin a line: a person's once the line before has ended, a radio's whoever speaks."""
        radio = line.action is ActionKind.RADIO
        begin = max(due, now)
        if line.action in ENDING_ACTIONS:
            self.ended = self.ended or line.action
            self.said.append(SpokenLine(line, begin, begin))
            return
        begin = max(begin, self._free[radio])
        spoken = SpokenLine(line, begin, begin + len(self._sounds[line]))
        self._free[radio] = spoken.end + round(_BREATH * RATE)
        self._sounding.append(spoken)
        self.said.append(spoken)
        if line.action in {ActionKind.SAY, ActionKind.PLAY}:
            self._unanswered = spoken

    def _insist(self, now: int) -> None:
        """Say a line once more if Floe has not answered it in time."""
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
        sound = band_limited(sound, *_RADIO_BAND)
    return levelled(sound, level + line.level)


def levelled(sound: NDArray[np.float32], level: float) -> NDArray[np.float32]:
    """Return ``sound`` with the root mean square of all but its pauses at ``level`` dBFS."""
    whole = sound[: len(sound) // BLOCK * BLOCK].reshape(-1, BLOCK)
    loudness = np.sqrt(np.mean(whole**2, axis=1))
    if not len(loudness) or not loudness.max():
        return sound
    active = whole[loudness > _SPEECH_SHARE * loudness.max()]
    return sound * np.float32(gain_to_reach(active.ravel(), level))
