"""Records a session as it runs, a second of sound at a time.

A disk may make whoever writes wait for longer than the sound can: while Floe runs, a recording is
to be told of things on a thread of its own, as `voice.publisher.LivePublisher` does.

What a recording holds, so that whoever hands one on knows: all sound in the room from the
start on, the words understood, what Floe said; and, of the journal, the answers about the
person's health, the settings, and the last week's sessions and pains.
"""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from audio.errors import Asleep, DeviceLost
from audio.sound import BLOCK_SECONDS
from voice.errors import RecordingError, RecordingFull
from voice.notice import FailureReported, Notice, SoundExchanged
from voice.recording.account import Account, RecordingEnded, SoundGap
from voice.recording.file import Writer
from voice.recording.start import Start

LONGEST = 2 * 3600.0
"""Seconds of sound, 0.7 GB: what a few sessions take, and not a day that was forgotten."""
_PIECE = round(1.0 / BLOCK_SECONDS)
"""Blocks between two writes."""
_BEHIND = 3.0
"""Seconds by which sound may be behind its date; the devices deliver it unevenly."""
_SOUND_LOST = frozenset({DeviceLost.__name__, Asleep.__name__})
"""Failures after which no sound is heard for a while."""


class Recording:
    """A subscriber that writes all it is told into a file."""

    def __init__(self, path: Path, start: Start) -> None:
        """Begin the file ``path``; see `Writer`.

        Raises:
            RecordingUnwritable: it cannot be begun.
        """
        self.path = path
        self._writer = Writer(path, start)
        self._account = Account()
        self._sounds: list[tuple[bytes, bytes, bytes]] = []
        self._over = False
        self._lost = ""
        """The failure by which the sound was lost since the newest block."""
        self._began: datetime | None = None
        self._away = 0.0
        """Seconds without sound up to now."""

    def __call__(self, notice: Notice) -> None:
        """Keep a notice, and write what was kept once it is a second of sound.

        Raises:
            RecordingError: the recording ends here, at its greatest length or because it cannot
                be written; what is told later is ignored.
        """
        if self._over:
            return
        if isinstance(notice, SoundExchanged):
            self._keep_sound(notice)
            return
        self._account(notice)
        if isinstance(notice, FailureReported) and notice.error in _SOUND_LOST:
            self._lost = self._lost or notice.error

    def close(self) -> None:
        """Write what is left, and let the file go; closing twice is allowed.

        Raises:
            RecordingError: it could not be written.
        """
        if not self._over:
            self._end("closed")

    def _keep_sound(self, sound: SoundExchanged) -> None:
        self._note_gap(sound.date)
        self._account(sound)
        self._sounds.append((sound.heard, sound.played, sound.cleaned))
        if len(self._sounds) < _PIECE:
            return
        self._write()
        if self._account.clock >= LONGEST:
            self._end("full")
            hours = f"{LONGEST / 3600:g} hours"
            raise RecordingFull(f"{self.path}: is {hours} long, and ends here")

    def _note_gap(self, now: datetime) -> None:
        """Note time that passed without sound: a device lost, a machine asleep or too slow."""
        now = now.astimezone(UTC)
        self._began = self._began or now
        behind = (now - self._began).total_seconds() - self._account.clock - self._away
        if self._lost or behind > _BEHIND:
            seconds = max(0.0, round(behind, 3))
            self._away += seconds
            self._account.add(SoundGap(self._lost, seconds))
        self._lost = ""

    def _end(self, why: str) -> None:
        self._account.add(RecordingEnded(why))
        self._write()
        self._over = True
        self._writer.close()

    def _write(self) -> None:
        columns = [np.frombuffer(b"".join(one), "<i2") for one in zip(*self._sounds, strict=True)]
        sound = np.stack(columns, axis=1).tobytes() if columns else b""
        try:
            self._writer.write(sound, self._account.notices)
        except RecordingError:
            self._over = True
            self._writer.close()
            raise
        self._sounds.clear()
        self._account.notices.clear()
