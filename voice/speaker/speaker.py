"""What is said, in which order, and what is cut off for it: one sound at a time."""

from dataclasses import dataclass

from audio.sound import BLOCK_SECONDS
from audio.tone import tone
from floe.errors import FloeError
from voice.session.acts import Priority
from voice.speaker.player import Player
from voice.speaker.renderer import Renderer, RenderJob
from voice.speaker.voice import RATE_WPM, Voice

_GAP = round(0.2 / BLOCK_SECONDS)
"""Blocks of silence between two sentences that follow each other."""
PAUSES = 2
"""How often a text falls silent for other talk: a radio must not keep Floe from its word."""
_CHIME_WAITS = round(1.5 / BLOCK_SECONDS)
"""Blocks: a tone that comes later than this no longer belongs to what it tells of."""


@dataclass
class _Item:
    priority: Priority
    key: str | None = None
    """None for a tone."""
    job: RenderJob | None = None
    tone: str | None = None
    expires: float | None = None
    loud: bool = False
    waited: int = 0
    """Blocks played since it was entered."""
    pauses: int = 0
    """How often it has fallen silent."""

    def is_late(self, now: float) -> bool:
        """Whether it should not be begun any more."""
        if self.tone is not None:
            return self.waited > _CHIME_WAITS
        return self.expires is not None and self.expires < now


class Speaker:
    """Says texts and plays tones; all of it to be called from one thread.

    SAFETY cuts what is lower and clears it. ANSWER cuts COACHING and clears it. COACHING is
    dropped where something higher talks or waits, and when it is too late for it. Equals
    follow each other. A tone cuts COACHING, and goes before all that still waits.
    """

    def __init__(self, voice: Voice, *, wait: bool = False) -> None:
        """Speak with ``voice``; ``wait`` renders within `say`, the same way every time."""
        self._renderer = Renderer(voice, wait=wait)
        self._player = Player()
        self._queue: list[_Item] = []
        self._playing: _Item | None = None
        self._gap = 0
        self._begun: list[tuple[str, str]] = []
        self._ended: list[str] = []
        self._failures: list[FloeError] = []
        self.rate = RATE_WPM
        """Words a minute of what is said from now on."""

    @property
    def volume(self) -> float:
        """From 0 to 1, in equal steps to the ear; 0 is soft, not silent."""
        return self._player.volume

    @volume.setter
    def volume(self, value: float) -> None:
        self._player.volume = min(max(value, 0.0), 1.0)

    @property
    def speaking(self) -> str | None:
        """The text that is being played."""
        return self._playing.job.text if self._playing and self._playing.job else None

    @property
    def paused(self) -> bool:
        """Whether a text has fallen silent for somebody who talks."""
        return self._player.paused

    @property
    def idle(self) -> bool:
        """Whether nothing plays and nothing waits to be played."""
        return not (self._queue or self._playing or self._player.active)

    @property
    def working(self) -> bool:
        """Whether the voice rendered the last text; looked after every 3 s while it does not."""
        return self._renderer.working

    def say(
        self,
        text: str,
        key: str,
        priority: Priority,
        expires: float | None = None,
        *,
        loud: bool = False,
    ) -> None:
        """Speak ``text``, to be begun before the clock shows ``expires`` seconds.

        ``key`` is given by `ended` once it was spoken whole; ``loud`` is louder than any volume.
        """
        if priority == Priority.COACHING and self._talks_above(priority):
            return
        self._clear_below(priority)
        job = RenderJob(text, self.rate)
        self._enter(_Item(priority, key, job, None, expires, loud))
        self._renderer.submit(job, priority)

    def chime(self, name: str) -> None:
        """Play a tone of `audio.tone`."""
        self._clear_below(Priority.ANSWER)
        self._enter(_Item(Priority.SAFETY, tone=name))

    def hush(self) -> None:
        """Stop at once, within the next block, and forget all that was to be said."""
        for item in self._queue:
            _drop(item)
        self._queue.clear()
        self._cut()

    def pause(self) -> None:
        """Fall silent at once for somebody who talks, unless that was often for nothing."""
        item = self._playing
        if item and item.job and item.pauses < PAUSES and self._player.active:
            item.pauses += 1
            self._player.pause()

    def resume(self, now: float) -> None:
        """Go on from the start of the paused sentence, if it is not too late for it."""
        if self._player.paused and self._playing and self._playing.is_late(now):
            self._cut()
        self._player.resume()

    def give_way(self, now: float) -> None:
        """Drop a paused text and all behind it, for the person has gone on; safety goes on."""
        if not self._player.paused:
            return
        self._clear_below(Priority.SAFETY)
        self.resume(now)

    def next_block(self, now: float) -> bytes:
        """Return the next `audio.sound.BLOCK` samples to play; ``now`` is the clock's seconds."""
        if not (self._player.active or self._player.paused):
            self._end()
            if self._gap and not self._is_urgent():
                self._gap -= 1
            else:
                self._begin(now)
        for item in self._queue:
            item.waited += 1
        return self._player.next_block()

    def begun(self) -> list[tuple[str, str]]:
        """Return key and text of what was begun to be said since the last call."""
        begun, self._begun = self._begun, []
        return begun

    def ended(self) -> list[str]:
        """Return the keys of what was said whole since the last call."""
        if not self._player.active:
            self._end()
        ended, self._ended = self._ended, []
        return ended

    def failures(self) -> list[FloeError]:
        """Return why texts could not be said since the last call; each sounded as a tone."""
        failures, self._failures = self._failures, []
        return failures

    def close(self) -> None:
        """Forget everything and end the thread; the voice is its owner's."""
        self.hush()
        self._renderer.close()

    def _talks_above(self, priority: Priority) -> bool:
        items = [*self._queue, self._playing] if self._playing else self._queue
        return any(item.job is not None and item.priority > priority for item in items)

    def _clear_below(self, priority: Priority) -> None:
        for item in self._queue:
            if item.priority < priority:
                _drop(item)
        self._queue = [item for item in self._queue if item.priority >= priority]
        if self._playing and self._playing.priority < priority:
            self._cut()

    def _cut(self) -> None:
        self._player.stop()
        self._playing = None
        self._gap = 0

    def _enter(self, item: _Item) -> None:
        self._queue.append(item)
        self._queue.sort(key=lambda item: -item.priority)

    def _is_urgent(self) -> bool:
        return bool(self._queue) and self._queue[0].priority == Priority.SAFETY

    def _end(self) -> None:
        """Take note that what was playing has come to its end."""
        if self._playing is None or self._player.paused:
            return
        if self._playing.key is not None:
            self._ended.append(self._playing.key)
            self._gap = _GAP
        self._playing = None

    def _begin(self, now: float) -> None:
        """Play what is first in the queue, if it is ready."""
        while self._queue:
            item = self._queue[0]
            if item.is_late(now):
                _drop(self._queue.pop(0))
                continue
            if item.job and not item.job.done:
                return
            self._play(self._queue.pop(0))
            return

    def _play(self, item: _Item) -> None:
        samples = item.job.samples if item.job else tone(item.tone or "")
        if samples is None:
            if item.job and item.job.error:
                self._failures.append(item.job.error)
            self._player.start(tone("trouble"), loud=item.loud)
            self._playing = _Item(item.priority, tone="trouble")
            return
        self._player.start(samples, loud=item.loud)
        self._playing = item
        if item.key is not None and item.job:
            self._begun.append((item.key, item.job.text))


def _drop(item: _Item) -> None:
    if item.job:
        item.job.dropped = True
