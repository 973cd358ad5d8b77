"""Hands each notice to all who subscribe: at once, or to each on a thread of its own."""

import threading
import time
from collections.abc import Callable
from queue import SimpleQueue

from floe.errors import FloeError
from voice.errors import SubscriberLost
from voice.notice import FailureReported, Notice, Subscriber

BACKLOG = 6_000
"""Notices that may wait for one subscriber. There are two with each block of 20 ms, so this is one
minute, and 6 MB; a disk or a terminal that is stuck for longer will not come back."""
PATIENCE = 10.0
"""Seconds that all subscribers together may take for what still waits when all is closed."""


class Publisher:
    """Tells subscribers at once, in their order, on the thread of whoever publishes.

    This is for rehearsals and tests, which go the same way every time; what a subscriber raises
    goes through to whoever publishes.
    """

    def __init__(self, *subscribers: Subscriber) -> None:
        self._subscribers = subscribers

    def publish(self, notice: Notice) -> None:
        """Tell each subscriber."""
        for subscriber in self._subscribers:
            subscriber(notice)


class LivePublisher:
    """Tells each subscriber on a thread of its own, so that none can hold up the sound.

    A subscriber that raises, or for which too many notices wait, is told nothing any more. The
    others are told why, once, as a `FailureReported`.
    """

    def __init__(self, backlog: int = BACKLOG, patience: float = PATIENCE) -> None:
        """Begin without subscribers; see `BACKLOG` and `PATIENCE`."""
        self._backlog = backlog
        self._patience = patience
        self._subscriptions: list[_Subscription] = []
        self._closing = False
        self._problems: list[str] = []

    def subscribe(
        self, name: str, subscriber: Subscriber, close: Callable[[], None] = lambda: None
    ) -> None:
        """Tell ``subscriber`` all that is published from now on.

        ``name`` is what the others know it by. ``close`` is called on the same thread after the
        last notice, and may raise too; it is not called for a subscriber that was lost.
        """
        self._subscriptions.append(_Subscription(name, subscriber, close, self._report))

    def publish(self, notice: Notice) -> None:
        """Let each subscriber be told soon. Returns at once, and any thread may call it."""
        for subscription in self._subscriptions:
            if subscription.waiting >= self._backlog:
                subscription.lose(SubscriberLost(f"{subscription.name} is too slow: it ends here"))
            subscription.put(notice)

    def close(self) -> list[str]:
        """Let all subscribers be told what still waits, and end; closing twice is allowed.

        Returns what went wrong with that, a line each: nobody else can be told any more.
        """
        self._closing = True
        for subscription in self._subscriptions:
            subscription.end()
        deadline = time.monotonic() + self._patience
        for subscription in self._subscriptions:
            if not subscription.ended_by(deadline):
                self._problems.append(f"{subscription.name} is too slow: its end is missing")
        self._subscriptions = []
        problems, self._problems = self._problems, []
        return problems

    def _report(self, error: FloeError) -> None:
        if self._closing:
            self._problems.append(str(error))
        else:
            self.publish(FailureReported.of(error))


class _Subscription:
    """A subscriber, its thread, and the notices that wait for it."""

    def __init__(
        self,
        name: str,
        subscriber: Subscriber,
        close: Callable[[], None],
        report: Callable[[FloeError], None],
    ) -> None:
        self.name = name
        self._subscriber = subscriber
        self._close = close
        self._report = report
        self._lost = threading.Event()
        self._notices: SimpleQueue[Notice | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many notices it has not been told yet."""
        return self._notices.qsize()

    def put(self, notice: Notice) -> None:
        """Let it be told soon, unless it was lost."""
        if not self._lost.is_set():
            self._notices.put(notice)

    def lose(self, error: FloeError) -> None:
        """Tell it nothing any more, and report why; again is ignored."""
        if not self._lost.is_set():
            self._lost.set()
            self._report(error)

    def end(self) -> None:
        """Let its thread end after the notices that wait."""
        self._notices.put(None)

    def ended_by(self, deadline: float) -> bool:
        """Wait for its thread until the monotonic clock shows ``deadline``; whether it ended.

        One that was lost may be stuck for ever, and is not waited for.
        """
        if not self._lost.is_set():
            self._thread.join(max(0.0, deadline - time.monotonic()))
        return self._lost.is_set() or not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while (notice := self._notices.get()) is not None and not self._lost.is_set():
                self._subscriber(notice)
            if not self._lost.is_set():
                self._close()
        except FloeError as error:
            self.lose(error)
        except Exception as error:  # noqa: BLE001 (whatever it is, it must harm nobody else)
            self.lose(SubscriberLost(f"{self.name} has failed: {error!r}"))
