"""Gets texts rendered without making the playing wait for it."""

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
"""Seconds between two looks at whether a lost voice is back."""
_END = -1_000
"""Urgency of the request to end: before all that waits."""


@dataclass
class RenderJob:
    """A text to render; exactly one of the last two is set when it is done."""

    text: str
    rate: int
    samples: NDArray[np.int16] | None = None
    error: FloeError | None = None
    dropped: bool = False
    """Nobody waits for it any more."""

    @property
    def done(self) -> bool:
        """Whether there is a result."""
        return self.samples is not None or self.error is not None


@dataclass(order=True)
class _Entry:
    urgency: int
    number: int
    job: RenderJob | None = field(compare=False)


class Renderer:
    """Renders jobs with a `Voice`: at once, or one by one on a thread of its own."""

    def __init__(self, voice: Voice, *, wait: bool) -> None:
        self._voice = voice
        self._numbers = itertools.count()
        self._waiting: queue.PriorityQueue[_Entry] = queue.PriorityQueue()
        self._thread: threading.Thread | None = None
        self.working = True
        """Whether the last that was tried could be rendered."""
        if not wait:
            self._thread = threading.Thread(target=self._run, name="renderer", daemon=True)
            self._thread.start()

    def submit(self, job: RenderJob, priority: int) -> None:
        """Have ``job`` done, before all others of a lower priority."""
        if self._thread:
            self._put(-priority, job)
        else:
            self._render(job)

    def close(self) -> None:
        """End the thread, after the job in hand."""
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
