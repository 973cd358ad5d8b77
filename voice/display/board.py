"""Keeps what the displays show, for the terminal and the web page to look at when they like."""

import math
import time
from dataclasses import replace

from audio.block import rms
from voice.display.state import DisplayState, News, display_state
from voice.notice import (
    CommandHeard,
    CommandPressed,
    Notice,
    PromptUnspoken,
    Remark,
    SnapshotTaken,
    SoundExchanged,
    UtteranceRejected,
)
from voice.session.script import Prompts

PERIOD = 0.1
"""Seconds of sound between two changes of `DisplayBoard.latest`."""
_RECENT = 6.0
"""Seconds for which it is shown that something was not understood, or could not be said."""
OLD = 2.0
"""Seconds without a change of `DisplayBoard.latest` after which Floe counts as held up."""
_FULL_SCALE = 32768.0


class DisplayBoard:
    """A subscriber that gathers what happens, and makes a `DisplayState` of it ten times a second.

    One thread tells it of things; others only read `latest` and `held_up`. The state is replaced as
    a whole, so nothing needs a lock.
    """

    def __init__(self, prompts: Prompts) -> None:
        self.latest: DisplayState | None = None
        """The newest state; None before the session begins."""
        self._prompts = prompts
        self._news = News()
        self._loudest = 0.0
        self._clock = 0.0
        self._next = -math.inf
        self._unclear = self._unsaid = self._noted = -math.inf
        self._unspoken = ""
        self._posted_at = time.monotonic()

    @property
    def held_up(self) -> bool:
        """Whether the newest state is too old: the loop that moves the sound stands still."""
        return self.latest is not None and time.monotonic() - self._posted_at > OLD

    def __call__(self, notice: Notice) -> None:
        """Take note of what is shown."""
        match notice:
            case SoundExchanged(heard=heard):
                self._loudest = max(self._loudest, rms(heard))
            case CommandHeard(intent) | CommandPressed(intent):
                self._news = replace(self._news, heard=intent.text)
                self._unclear = -math.inf
            case UtteranceRejected():
                # That there was something is shown; what it was is nobody's business.
                self._unclear = self._clock
            case PromptUnspoken(text):
                self._unspoken, self._unsaid = text, self._clock
            case Remark(text):
                self._news = replace(self._news, note=text)
                self._noted = self._clock
            case SnapshotTaken():
                self._look(notice)
            case _:
                pass

    def _look(self, now: SnapshotTaken) -> None:
        """Make a new state, if it is time for one."""
        self._clock = now.clock
        if self._clock < self._next:
            return
        self._next = self._clock + PERIOD
        unspoken = self._unspoken if self._is_recent(self._unsaid) else ""
        news = replace(
            self._news,
            says=now.speaking or unspoken,
            unclear=self._is_recent(self._unclear),
            level=20 * math.log10(max(self._loudest, 1.0) / _FULL_SCALE),
            note=self._news.note if self._is_recent(self._noted) else "",
        )
        self._loudest = 0.0
        self.latest = display_state(now.snapshot, news, self._prompts)
        self._posted_at = time.monotonic()

    def _is_recent(self, moment: float) -> bool:
        return self._clock - moment < _RECENT
