"""Decides what is said next, and what is cut off for it; there is one sound at a time."""

from collections.abc import Iterable
from dataclasses import dataclass

from audio.sound import BLOCK_SECONDS
from audio.tone import tone
from floe.errors import FloeError
from voice.session.acts import Priority
from voice.speaker.player import Player
from voice.speaker.renderer import Renderer, RenderJob
from voice.speaker.voice import RATE_WPM, Voice

_GAP = round(0.2 / BLOCK_SECONDS)
"""Blocks of silence between two texts that follow each other: 0.2 s."""
_UNHURRIED = -1
"""Priority of rendering what nobody waits for: below all that is to be said."""
MOST_INTERRUPTIONS = 2
"""How often a text pauses for somebody who talks. A radio must not silence Floe for ever."""
_LATE = round(0.5 / BLOCK_SECONDS)
"""A text that must be heard for safety and is not rendered after so many blocks (0.5 s) is shown,
and a tone is played in its place; if its sound still comes, it is said after that."""
_CHIME_WAITS = round(1.5 / BLOCK_SECONDS)
"""A tone that has waited for more blocks than this (1.5 s) is dropped: it would no longer be
understood as belonging to what it announces."""


@dataclass
class _QueuedSound:
    """A text or a tone that waits to be played, or is playing."""

    priority: Priority
    key: str | None = None
    """What the caller knows a text by; None for a tone."""
    job: RenderJob | None = None
    """The text; None for a tone."""
    tone: str | None = None
    """The name of a tone; None for a text."""
    expires: float | None = None
    """The clock's seconds after which a text must not be begun."""
    loud: bool = False
    waited: int = 0
    """Blocks played since it was queued."""
    pauses: int = 0
    """How often it has paused."""
    unrendered: int = 0
    """Blocks for which it could have been played, had it been rendered."""

    def is_late(self, now: float) -> bool:
        """Return whether it is too late to begin it at ``now``, the clock's seconds."""
        if self.tone is not None:
            return self.waited > _CHIME_WAITS
        return self.expires is not None and self.expires < now


class Speaker:
    """Says texts and plays tones; to be used by one thread.

    What happens to a new text depends on its priority. A SAFETY text cuts off whatever is of lower
    priority, and removes it from the queue. An ANSWER does the same to COACHING. COACHING is
    dropped where something of higher priority plays or waits, and when it has expired. Texts of the
    same priority follow each other. A tone cuts off COACHING, and is played before everything that
    still waits.
    """

    def __init__(self, voice: Voice, *, wait: bool = False) -> None:
        """Take the voice, which stays its owner's.

        With ``wait``, texts are rendered within `say`, so that every run is the same.
        """
        self._wait = wait
        self._renderer = Renderer(voice, wait=wait)
        self._player = Player()
        self._queue: list[_QueuedSound] = []
        self._playing: _QueuedSound | None = None
        self._gap = 0
        self._begun: list[tuple[str, str]] = []
        self._ended: list[str] = []
        self._unspoken: list[str] = []
        self._failures: list[FloeError] = []
        self.rate = RATE_WPM
        """Words a minute of what is said from now on."""

    @property
    def volume(self) -> float:
        """From 0 to 1; equal steps sound equally large, and 0 is soft but not silent."""
        return self._player.volume

    @volume.setter
    def volume(self, value: float) -> None:
        self._player.volume = min(max(value, 0.0), 1.0)

    @property
    def speaking(self) -> str | None:
        """The text that is being played; None while a tone or nothing plays."""
        return self._playing.job.text if self._playing and self._playing.job else None

    @property
    def paused(self) -> bool:
        """Whether a text is paused because somebody talks."""
        return self._player.paused

    @property
    def idle(self) -> bool:
        """Whether nothing plays and nothing waits to be played."""
        return not (self._queue or self._playing or self._player.active)

    @property
    def working(self) -> bool:
        """Whether the voice rendered the last text; while it does not, it is tried every 3 s."""
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
        """Queue ``text`` to be spoken.

        `ended` returns ``key`` once the text was spoken to its end. After the clock shows
        ``expires`` seconds the text is no longer begun. ``loud`` is louder than any volume.
        """
        if priority == Priority.COACHING and self._talks_above(priority):
            return
        self._clear_below(priority)
        job = RenderJob(text, self.rate)
        self._enter(_QueuedSound(priority, key, job, None, expires, loud))
        self._renderer.submit(job, priority)

    def chime(self, name: str) -> None:
        """Queue a tone of `audio.tone` by its name."""
        self._clear_below(Priority.ANSWER)
        self._enter(_QueuedSound(Priority.SAFETY, tone=name))

    def hush(self) -> None:
        """Fall silent within the next block, and forget everything that was to be said."""
        for item in self._queue:
            _drop(item)
        self._queue.clear()
        self._cut()

    def pause(self) -> None:
        """Pause the text for somebody who talks, but no more often than `MOST_INTERRUPTIONS`."""
        item = self._playing
        if item and item.job and item.pauses < MOST_INTERRUPTIONS and self._player.active:
            item.pauses += 1
            self._player.pause()

    def resume(self, now: float) -> None:
        """Go on from the start of the paused sentence; if it has expired by ``now``, drop it."""
        if self._player.paused and self._playing and self._playing.is_late(now):
            self._cut()
        self._player.resume()

    def give_way(self, now: float) -> None:
        """Drop a paused text and everything behind it, because the person has gone on.

        SAFETY texts are not dropped but resumed. ``now`` is the clock's seconds.
        """
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
        """Return key and text of each text that was begun since the last call."""
        begun, self._begun = self._begun, []
        return begun

    def ended(self) -> list[str]:
        """Return the keys of the texts that were spoken to their end since the last call."""
        if not self._player.active:
            self._end()
        ended, self._ended = self._ended, []
        return ended

    def failures(self) -> list[FloeError]:
        """Return why texts could not be spoken since the last call; a tone was played for each."""
        failures, self._failures = self._failures, []
        return failures

    def unspoken(self) -> list[str]:
        """Return the texts that could not be spoken, or not in time, since the last call."""
        unspoken, self._unspoken = self._unspoken, []
        return unspoken

    def prepare(self, texts: Iterable[str]) -> None:
        """Have ``texts`` rendered while there is nothing else to render.

        They can be said later even if the voice is lost by then. A speaker that renders within
        `say` needs none of that.
        """
        if not self._wait:
            for text in texts:
                self._renderer.submit(RenderJob(text, self.rate), _UNHURRIED)

    def close(self) -> None:
        """Forget everything and end the rendering thread; the voice is left open."""
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

    def _enter(self, item: _QueuedSound) -> None:
        self._queue.append(item)
        self._queue.sort(key=lambda item: -item.priority)

    def _is_urgent(self) -> bool:
        return bool(self._queue) and self._queue[0].priority == Priority.SAFETY

    def _end(self) -> None:
        """Note that what was playing has come to its end."""
        if self._playing is None or self._player.paused:
            return
        if self._playing.key is not None:
            self._ended.append(self._playing.key)
            self._gap = _GAP
        self._playing = None

    def _begin(self, now: float) -> None:
        """Play the first in the queue, if it is rendered already."""
        while self._queue:
            item = self._queue[0]
            if item.is_late(now):
                _drop(self._queue.pop(0))
                continue
            if item.job and not item.job.done:
                self._await(item, item.job)
                return
            self._play(self._queue.pop(0))
            return

    def _await(self, item: _QueuedSound, job: RenderJob) -> None:
        """Wait for a text to be rendered; where it is for safety, not in silence for long."""
        item.unrendered += 1
        if item.priority == Priority.SAFETY and item.unrendered == _LATE:
            self._unspoken.append(job.text)
            self._sound_trouble(item)

    def _sound_trouble(self, item: _QueuedSound) -> None:
        self._player.start(tone("trouble"), loud=item.loud)
        self._playing = _QueuedSound(item.priority, tone="trouble")

    def _play(self, item: _QueuedSound) -> None:
        samples = item.job.samples if item.job else tone(item.tone or "")
        if samples is None:
            if item.job and item.job.error:
                self._failures.append(item.job.error)
                if item.unrendered < _LATE or item.priority != Priority.SAFETY:
                    self._unspoken.append(item.job.text)
            self._sound_trouble(item)
            return
        self._player.start(samples, loud=item.loud)
        self._playing = item
        if item.key is not None and item.job:
            self._begun.append((item.key, item.job.text))


def _drop(item: _QueuedSound) -> None:
    if item.job:
        item.job.dropped = True
