"""Where the newest glance hangs, for whoever looks; nobody who looks is waited for."""

import math
import time
from dataclasses import replace

from audio.block import rms
from intents.intent import Intent
from voice.display.state import DisplayState, News, glance
from voice.observer import Observer
from voice.session.phase import Snapshot
from voice.session.script import Prompts

PERIOD = 0.1
"""Seconds between two glances."""
_RECENT = 6.0
"""Seconds for which it is shown that something was not understood, or could not be said."""
_OLD = 2.0
"""Seconds without a new glance after which Floe is held up."""
_FULL_SCALE = 32768.0


class DisplayPublisher(Observer):
    """Gathers what happens, and hangs out a glance ten times a second.

    It belongs to the thread that moves the sound. Others only read `latest` and `held_up`:
    a glance is put up whole, so nothing needs a lock.
    """

    def __init__(self, prompts: Prompts) -> None:
        self.latest: DisplayState | None = None
        """The newest glance; None before the session begins."""
        self._prompts = prompts
        self._news = News()
        self._loudest = 0.0
        self._clock = 0.0
        self._next = -math.inf
        self._unclear = self._unsaid = self._noted = -math.inf
        self._unspoken = ""
        self._hung = time.monotonic()

    @property
    def held_up(self) -> bool:
        """Whether the newest glance is older than it may be."""
        return self.latest is not None and time.monotonic() - self._hung > _OLD

    def sound(self, heard: bytes, played: bytes, cleaned: bytes) -> None:
        """Measure the block."""
        self._loudest = max(self._loudest, rms(heard))

    def heard(self, intent: Intent) -> None:
        """Keep its words."""
        self._news = replace(self._news, heard=intent.text)
        self._unclear = -math.inf

    def pressed(self, intent: Intent) -> None:
        """Keep its words like those of one that was heard."""
        self.heard(intent)

    def missed(self, text: str, start: float, end: float) -> None:
        """Keep that there was something; what it was is nobody's business."""
        self._unclear = self._clock

    def unspoken(self, text: str) -> None:
        """Keep it for some time."""
        self._unspoken, self._unsaid = text, self._clock

    def noted(self, text: str) -> None:
        """Keep it for some time."""
        self._news = replace(self._news, note=text)
        self._noted = self._clock

    def stands(self, snapshot: Snapshot, speaking: str, clock: float) -> None:
        """Hang out a glance, if it is time for one."""
        self._clock = clock
        if clock < self._next:
            return
        self._next = clock + PERIOD
        news = replace(
            self._news,
            says=speaking or (self._unspoken if clock - self._unsaid < _RECENT else ""),
            unclear=clock - self._unclear < _RECENT,
            level=20 * math.log10(max(self._loudest, 1.0) / _FULL_SCALE),
            note=self._news.note if clock - self._noted < _RECENT else "",
        )
        self._loudest = 0.0
        self.latest = glance(snapshot, news, self._prompts)
        self._hung = time.monotonic()
