"""Somebody who lives in the simulated house, and holds a session now and then."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from bench.soak.house import House
from voice.notice import Notice, SnapshotTaken
from voice.rehearsal.room.person import levelled
from voice.session.phase import Phase, Snapshot

_SPEECH_LEVEL = -24.0
"""dBFS at which the person's speech is heard: near the microphone."""
_PAUSE = 1.5
"""Seconds that the person leaves after Floe has spoken."""
_PATIENCE = 8.0
"""Seconds after which the person says it again, or what fits by then."""
_ANSWERS: Mapping[str, str] = {
    "screen": "no",
    "skin": "yes",
    "pain": "five",
    "anyway": "yes",
    "cleared": "yes",
    "helped": "yes",
    "course": "yes",
    "rest": "yes",
    "warm": "yes",
}
"""What is answered, by the name of the question."""
_ONWARD: Mapping[Phase, str] = {
    Phase.PREPARING: "what's next",
    Phase.PAUSED: "carry on",
    Phase.WARMING: "my skin is warm again",
}
"""What leads on, by the phase."""
_REMARKS: Mapping[int, tuple[float, str]] = {
    1: (100.0, "how much time is left"),
    2: (150.0, "my skin is numb"),
    3: (60.0, "hold on"),
    4: (200.0, "stop"),
}
"""What is said in each session of the day: after how many seconds of ice, and the words."""

Speak = Callable[[str], NDArray[np.int16]]
"""Turns words into int16 mono samples at `audio.sound.RATE`."""


class Resident:
    """A subscriber that goes by what a display would show, and speaks into the house."""

    def __init__(self, house: House, speak: Speak, every: float) -> None:
        """Begin a session each ``every`` seconds, the first after half of that."""
        self._house = house
        self._speak = speak
        self._every = every
        self._due = every / 2
        self._sessions = 0
        self._wants = False
        self._remarked = 0
        self._silent_since = 0.0
        self._spoke = 0.0

    @property
    def sessions(self) -> int:
        """How many sessions the person has wanted to begin."""
        return self._sessions

    def __call__(self, notice: Notice) -> None:
        """Say what fits the moment, if it is time to."""
        if not isinstance(notice, SnapshotTaken):
            return
        now = notice.clock
        if notice.speaking or self._house.speaking:
            self._silent_since = now
        if now >= self._due:
            self._due += self._every
            self._sessions += 1
            self._wants = True
        if now - self._silent_since > _PAUSE and now - self._spoke > _PATIENCE:
            words = self._words(notice.snapshot)
            if words:
                self._spoke = now
                self._house.say(levelled(self._speak(words).astype(np.float32), _SPEECH_LEVEL))

    def _words(self, shown: Snapshot) -> str | None:
        if shown.question:
            return _ANSWERS[shown.question]
        if shown.phase is Phase.IDLE:
            return "start session" if self._wants else None
        self._wants = False
        if shown.phase is Phase.MASSAGING:
            return self._remark(shown.elapsed)
        return _ONWARD.get(shown.phase)

    def _remark(self, ice: float) -> str | None:
        after, words = _REMARKS.get(self._sessions % 5, (0.0, ""))
        if not words or ice < after or self._remarked == self._sessions:
            return None
        self._remarked = self._sessions
        return words
