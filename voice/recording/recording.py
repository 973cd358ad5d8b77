"""Records a session as it runs, without ever being in its way.

The file is written by a thread of its own, a second of sound at a time, for a disk may make
a writer wait longer than the sound can. A failure ends the recording, is told once, and is
nothing to the session.

What a recording holds, so that whoever hands one on knows: all sound in the room from the
start on, the words understood, what Floe said; and, of the journal, the answers about the
person's health, the settings, and the last week's sessions and pains.
"""

import queue
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np

from audio.errors import DeviceLost
from audio.sound import BLOCK_SECONDS
from floe.errors import FloeError
from voice.recording.decision import Decision, DecisionKind, Decisions
from voice.recording.errors import RecordingError, RecordingFull, RecordingUnwritable
from voice.recording.file import Writer
from voice.recording.start import Start

LONGEST = 2 * 3600.0
"""Seconds of sound, 0.7 GB: what a few sessions take, and not a day that was forgotten."""
_PIECE = round(1.0 / BLOCK_SECONDS)
"""Blocks between two writes."""
_BACKLOG = 60
"""Seconds of sound that may wait for the disk."""
_PATIENCE = 10.0
"""Seconds that the disk may take for the rest, when the recording is closed."""
_BEHIND = 3.0
"""Seconds by which sound may be behind the clock; a stream keeps two of them for later."""

_Piece = tuple[bytes, list[Decision]]


class Recording(Decisions):
    """An observer that writes what it is told into a file."""

    def __init__(
        self,
        path: Path,
        start: Start,
        tell: Callable[[FloeError], None],
        date: Callable[[], datetime],
    ) -> None:
        """Begin the file ``path``; see `Writer`.

        ``tell`` is called once if the recording ends before it is closed; ``date`` gives the
        date and time, for gaps in the sound.

        Raises:
            RecordingUnwritable: it cannot be begun.
        """
        super().__init__()
        self.path = path
        self._tell = tell
        self._date = date
        self._writer = Writer(path, start)
        self._sounds: list[tuple[bytes, bytes, bytes]] = []
        self._over = False
        self._lost = ""
        self._began: datetime | None = None
        self._away = 0.0
        self._problem: RecordingError | None = None
        self._pieces: queue.SimpleQueue[_Piece | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="recording", daemon=True)
        self._thread.start()

    def take(self, decision: Decision) -> None:
        """Keep a decision for the next piece."""
        if not self._over:
            super().take(decision)

    def sound(self, heard: bytes, played: bytes, cleaned: bytes) -> None:
        """Record a block of each."""
        if self._over:
            return
        self._mind_gap()
        super().sound(heard, played, cleaned)
        self._sounds.append((heard, played, cleaned))
        if len(self._sounds) >= _PIECE:
            self._hand_over()
            self._look()

    def failed(self, error: FloeError) -> None:
        """Record a failure."""
        super().failed(error)
        if isinstance(error, DeviceLost):
            self._lost = self._lost or type(error).__name__

    def close(self) -> None:
        """Write what is left, and let the file go; closing twice is allowed."""
        if not self._over:
            self._end("closed")
        self._thread.join(_PATIENCE)
        if self._problem:
            self._complain(self._problem)

    def _mind_gap(self) -> None:
        """Note time that passed without sound: a device lost, a machine asleep or too slow."""
        now = self._date()
        self._began = self._began or now
        behind = (now - self._began).total_seconds() - self.clock - self._away
        if self._lost or behind > _BEHIND:
            seconds = max(0.0, round(behind, 3))
            self._away += seconds
            self.note(DecisionKind.GAP, self._lost, values={"seconds": seconds})
        self._lost = ""

    def _hand_over(self) -> None:
        columns = [np.frombuffer(b"".join(one), "<i2") for one in zip(*self._sounds, strict=True)]
        sound = np.stack(columns, axis=1).tobytes() if columns else b""
        self._pieces.put((sound, self.taken))
        self._sounds, self.taken = [], []

    def _look(self) -> None:
        """End the recording if it is long enough, or cannot go on."""
        if self._problem is None and self._pieces.qsize() > _BACKLOG:
            self._problem = RecordingUnwritable(
                f"{self.path}: the disk is too slow to record into; the recording ends here"
            )
        if self._problem:
            self._end("failed")
            self._complain(self._problem)
        elif self.clock >= LONGEST:
            self._end("full")
            hours = f"{LONGEST / 3600:g} hours"
            self._complain(RecordingFull(f"{self.path}: is {hours} long, and ends here"))

    def _end(self, why: str) -> None:
        self.note(DecisionKind.ENDED, text=why)
        self._over = True
        self._hand_over()
        self._pieces.put(None)

    def _complain(self, problem: RecordingError) -> None:
        """Tell of a problem, but of the first only."""
        tell, self._tell = self._tell, _nobody
        tell(problem)

    def _write(self) -> None:
        """Write pieces until there are no more; in a thread of its own."""
        while (piece := self._pieces.get()) is not None:
            if self._problem is None:
                try:
                    self._writer.write(*piece)
                except RecordingError as error:
                    self._problem = error
        self._writer.close()


def _nobody(_: FloeError) -> None:
    pass
