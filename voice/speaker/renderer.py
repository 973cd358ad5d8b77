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
    """Renders jobs with a `Voice`: within `submit`, or one by one on a thread of its own."""

    def __init__(self, voice: Voice, *, wait: bool) -> None:
        """Take the voice; with ``wait``, each job is done when `submit` returns."""
        self._voice = voice
        self._numbers = itertools.count()
        self._waiting: queue.PriorityQueue[_Entry] = queue.PriorityQueue()
        self._thread: threading.Thread | None = None
        self.working = True
        """Whether the last attempt to render something, or to reach the voice, succeeded."""
        if not wait:
            self._thread = threading.Thread(target=self._run, name="renderer", daemon=True)
            self._thread.start()

    def submit(self, job: RenderJob, priority: int) -> None:
        """Render ``job`` before all waiting jobs of a lower priority."""
        if self._thread:
            self._put(-priority, job)
        else:
            self._render(job)

    def close(self) -> None:
        """End the thread after the job that is being rendered; the others are not rendered."""
        if self._thread:
            self._put(_END, None)
            self._thread.join()
            self._thread = None

    def _put(self, urgency: int, job: RenderJob | None) -> None:
        self._waiting.put(_Entry(urgency, next(self._numbers), job))

    def _run(self) -> None:
        while True:
            try:
                entry = self._waiting.get(timeout=None if self.working else _PROBE)
            except queue.Empty:
                self._probe()
                continue
            if entry.job is None:
                return
            if not entry.job.dropped:
                self._render(entry.job)

    def _render(self, job: RenderJob) -> None:
        try:
            job.samples = self._voice.render(job.text, job.rate)
        except FloeError as error:
            job.error = error
        except Exception as error:  # noqa: BLE001 (a dead thread would be a silent Floe)
            job.error = VoiceLost(f"nothing can be said: {type(error).__name__}: {error}")
        self.working = job.error is None

    def _probe(self) -> None:
        try:
            self._voice.voices()
        except FloeError:
            return
        self.working = True
