"""Writes a journal on a thread of its own, so that a slow disk holds up neither ear nor voice.

All that waits is written in one transaction, so nothing urgent waits behind anything else: it is on
the disk with the next commit. On a healthy disk that takes some milliseconds; ``python -m bench``
measures it.
"""

import threading
import time

from voice.errors import JournalIncomplete, JournalWriteError
from voice.journal.journal import Journal
from voice.session.event import Event, EventKind
from voice.session.record import Record

RETRY = 1.0
"""Seconds after which a write that failed is tried again."""
SLOW = 5.0
"""Seconds for which the disk may owe its confirmation before that counts as a failure. A disk that
wakes up, or a memory card that is busy, takes two or three."""
PATIENCE = 5.0
"""Seconds that closing waits for the disk."""
MOST = 10_000
"""Events that wait at the most, about 5 MB. Of one massage there are a few hundred in all."""
_SPARED = frozenset(
    {
        EventKind.OPENED,
        EventKind.STEP,
        EventKind.PLANNED,
        EventKind.BEGUN,
        EventKind.PAUSED,
        EventKind.RESUMED,
        EventKind.NUMB,
        EventKind.WARM,
        EventKind.RECOVERED,
        EventKind.ENDED,
        EventKind.EMERGENCY,
        EventKind.UNWELL,
        EventKind.SKIN,
        EventKind.CLEARED,
    }
)
"""What is kept even when `MOST` events wait: without these, no session could be read again."""


class JournalWriter:
    """The journal of one person as a session uses it: nothing that it does waits for the disk."""

    def __init__(
        self, journal: Journal, *, wait: bool = False, loss: JournalIncomplete | None = None
    ) -> None:
        """Write to ``journal``, which is used by nobody else from now on, and closed with this.

        With ``wait`` every event is written by the caller, at once; so a rehearsal goes the same
        way every time.
        """
        self.loss = loss
        """What of the journal could not be read when it was opened; None where all could."""
        self.path = journal.path
        """The journal's file."""
        self._journal = journal
        self._wait = wait
        self._using = threading.Lock()
        """Held by whoever uses the journal, which may take long."""
        self._changed = threading.Condition()
        """Guards all that follows, and is never held while the disk is waited for."""
        self._waiting: list[tuple[float, Event]] = []
        """What is not handed to the journal yet, and when it happened by the monotonic clock."""
        self._unconfirmed: list[tuple[float, Event]] = []
        """What was handed to the journal, and is not on the disk yet."""
        self._saved: list[Event] = []
        self._failures: list[JournalWriteError] = []
        self._problem: str | None = None
        self._ended = False
        self._thread: threading.Thread | None = None
        if journal.problem:
            self._fail(journal.problem)
        if not wait:
            self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
            self._thread.start()

    @property
    def working(self) -> bool:
        """Whether the newest write went well, and the disk owes no confirmation for long."""
        return self._problem is None

    @property
    def unsaved(self) -> int:
        """How many events are not on the disk yet."""
        return len(self._waiting) + len(self._unconfirmed)

    def append(self, *events: Event) -> None:
        """Let ``events`` be written soon; returns at once, unless the writer is to ``wait``.

        Of several progress events that wait in a row only the newest is kept, as in the journal.
        """
        with self._changed:
            for event in events:
                self._enter(event)
            self._changed.notify_all()
        if self._wait:
            self._write()

    def saved(self) -> list[Event]:
        """Return the events that the disk has confirmed since the last call, in their order."""
        with self._changed:
            saved, self._saved = self._saved, []
        return saved

    def failures(self) -> list[JournalWriteError]:
        """Return what has begun to fail since the last call; the same failure is told once."""
        with self._changed:
            oldest = (self._unconfirmed or self._waiting)[:1]
            if self._problem is None and oldest and time.monotonic() - oldest[0][0] > SLOW:
                self._fail(
                    JournalWriteError(
                        f"{self.path}: the disk has confirmed nothing for {SLOW:.0f} s; what "
                        "happens is kept in memory for now. See what keeps the disk busy"
                    )
                )
            failures, self._failures = self._failures, []
        return failures

    def record(self) -> Record:
        """Return the state that all events lead to, also those that are not on the disk yet.

        Raises:
            JournalCorrupt, JournalUnreadable: the file cannot be used any more.
        """
        with self._using:
            record = self._journal.record()
            with self._changed:
                waiting = [event for _, event in self._waiting]
        for event in waiting:
            record.apply(event)
        return record

    def close(self) -> None:
        """Write what still waits, and close the file; closing twice is allowed.

        It takes `PATIENCE` seconds at most: a disk that hangs is left to hang. A caller that waits
        was told of each failure as it came, and is not told again.

        Raises:
            JournalWriteError: not everything could be written, and what is missing is lost.
        """
        with self._changed:
            ended, self._ended = self._ended, True
            self._changed.notify_all()
        if self._thread:
            self._thread.join(PATIENCE)
        elif not ended:
            self._finish()
        if not ended and self.unsaved and not self._wait:
            raise JournalWriteError(
                f"{self.path}: the last {self.unsaved} events could not be written and are lost; "
                f"{self._problem or 'the disk does not answer'}"
            )

    def _enter(self, event: Event) -> None:
        progress = event.kind is EventKind.PROGRESS
        if progress and self._waiting and self._waiting[-1][1].kind is EventKind.PROGRESS:
            self._waiting[-1] = (self._waiting[-1][0], event)
        elif self.unsaved < MOST or event.kind in _SPARED:
            self._waiting.append((time.monotonic(), event))

    def _run(self) -> None:
        while self._await():
            self._write()
        self._finish()

    def _finish(self) -> None:
        if self.unsaved:
            self._write()
        with self._using:
            self._journal.close()

    def _await(self) -> bool:
        """Wait for an event, or for the time to try again; False once the writer is closed."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._ended or (self._waiting and self._journal.problem is None),
                None if self._journal.problem is None else RETRY,
            )
            return not self._ended

    def _write(self) -> None:
        """Hand all that waits to the journal, in one transaction."""
        with self._using:
            with self._changed:
                batch, self._waiting = self._waiting, []
                self._unconfirmed += batch
            try:
                self._journal.append(*(event for _, event in batch))
            except JournalWriteError as error:
                with self._changed:
                    self._fail(error)
                return
            with self._changed:
                self._saved += [event for _, event in self._unconfirmed]
                self._unconfirmed = []
                self._problem = None

    def _fail(self, error: JournalWriteError) -> None:
        if str(error) != self._problem:
            self._problem = str(error)
            self._failures.append(error)
