"""Renders texts in the background, so that playing never waits for the speech engine."""

import itertools
import queue
import threading
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from floe.errors import FloeError
from voice.errors import VoiceLost
from voice.speaker.voice import Voice

_PROBE = 3.0
"""Seconds between two attempts to reach a lost voice."""
_CLOSING = 0.5
"""Seconds for which closing waits for what is being rendered; an engine that hangs takes longer."""
_UNSAID = "this cannot be said while the speech engine fails"
_END = -1_000
"""Urgency of the request to end the thread: before everything that waits."""


@dataclass
class RenderJob:
    """A text to render; when it is done, either ``samples`` or ``error`` is set."""

    text: str
    rate: int
    """Words a minute."""
    samples: NDArray[np.int16] | None = None
    """The speech, mono at `audio.sound.RATE`."""
    error: FloeError | None = None
    """Why the text could not be rendered."""
    dropped: bool = False
    """Whether nobody waits for it any more, so that it need not be rendered."""

    @property
    def done(self) -> bool:
        """Whether there is a result."""
        return self.samples is not None or self.error is not None


@dataclass(order=True)
class _Entry:
    urgency: int
    """The lowest comes first."""
    number: int
    """Keeps jobs of the same urgency in their order."""
    job: RenderJob | None = field(compare=False)


class Renderer:
    """Renders jobs with a `Voice`: within `submit`, or one by one on threads of its own.

    One thread looks for what was rendered before, so that this never waits for the other, which
    has the engine render the rest. While the voice is lost the engine is only tried; what it would
    have to render fails at once.
    """

    def __init__(self, voice: Voice, *, wait: bool) -> None:
        """Take the voice; with ``wait``, each job is done when `submit` returns."""
        self._voice = voice
        self._numbers = itertools.count()
        self._to_look_up: queue.PriorityQueue[_Entry] = queue.PriorityQueue()
        self._to_render: queue.PriorityQueue[_Entry] = queue.PriorityQueue()
        self._threads: list[threading.Thread] = []
        self.working = True
        """Whether the last attempt to render something, or to reach the voice, succeeded."""
        if not wait:
            self._threads = [
                threading.Thread(target=self._look_up, name="rendered speech", daemon=True),
                threading.Thread(target=self._work, name="renderer", daemon=True),
            ]
            for thread in self._threads:
                thread.start()

    def submit(self, job: RenderJob, priority: int) -> None:
        """Render ``job`` before all waiting jobs of a lower priority."""
        if self._threads:
            self._to_look_up.put(_Entry(-priority, next(self._numbers), job))
        else:
            self._render(job)

    def close(self) -> None:
        """End the threads; what is being rendered is waited for a moment, the rest is forgotten."""
        for waiting in (self._to_look_up, self._to_render):
            waiting.put(_Entry(_END, next(self._numbers), None))
        for thread in self._threads:
            thread.join(_CLOSING)
        self._threads = []

    def _look_up(self) -> None:
        while job := (entry := self._to_look_up.get()).job:
            try:
                job.samples = self._voice.rendered(job.text, job.rate)
            except Exception as error:  # noqa: BLE001 (a dead thread would be a silent Floe)
                job.error = _lost(error)
            if not job.done:
                self._pass_on(entry, job)

    def _work(self) -> None:
        while True:
            try:
                entry = self._to_render.get(timeout=None if self.working else _PROBE)
            except queue.Empty:
                self._probe()
                continue
            if entry.job is None:
                return
            if entry.job.dropped:
                continue
            if self.working:
                self._render(entry.job)
            else:
                entry.job.error = VoiceLost(_UNSAID)

    def _pass_on(self, entry: _Entry, job: RenderJob) -> None:
        """Have the other thread render a job, unless the voice is lost."""
        if self.working:
            self._to_render.put(entry)
        else:
            job.error = VoiceLost(_UNSAID)

    def _render(self, job: RenderJob) -> None:
        try:
            job.samples = self._voice.render(job.text, job.rate)
        except FloeError as error:
            job.error = error
        except Exception as error:  # noqa: BLE001 (a dead thread would be a silent Floe)
            job.error = _lost(error)
        self.working = job.error is None

    def _probe(self) -> None:
        try:
            self._voice.recover()
        except FloeError:
            return
        self.working = True


def _lost(error: Exception) -> VoiceLost:
    return VoiceLost(f"nothing can be said: {type(error).__name__}: {error}")
