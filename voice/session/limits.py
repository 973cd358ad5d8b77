"""How many sessions a day may have, and how soon the next is advised."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from voice.session.context import Context
from voice.session.state import Session

_DAY = 24 * 3600


class Limits:
    """Tells what the day still allows; a session counts once its massage has begun."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def today(self) -> int:
        """How many sessions count for today's local date.

        Those of the coming 24 hours count too: the clock was turned back since.
        """
        now = self._context.now.date
        return sum(
            session.day == now.date() or 0 < session.opened.timestamp() - now.timestamp() <= _DAY
            for session in self._begun
        )

    @property
    def full(self) -> bool:
        """Whether today can have no more sessions."""
        return self.today >= self._context.plan.sessions_a_day

    @property
    def wait(self) -> float:
        """Seconds until the next session is advised; 0 when it is due.

        Rest is measured by the date, and by the clock where the date was turned back.
        """
        context = self._context
        ended = [session.ended for session in self._begun if session.ended]
        if not ended:
            return 0.0
        by_date = context.now.date.timestamp() - ended[-1].timestamp()
        by_clock = context.now.clock - context.resting_since
        return max(0.0, context.plan.gap - max(by_date, by_clock))

    @property
    def due(self) -> datetime:
        """When the next session is advised, rounded up to the minute."""
        date = self._context.now.date
        due = date.astimezone(UTC) + timedelta(seconds=self.wait)
        if due.second or due.microsecond:
            due = due.replace(second=0, microsecond=0) + timedelta(minutes=1)
        return due.astimezone(date.tzinfo)

    @property
    def spoken_due(self) -> str:
        """The time of day of `due`, in words."""
        return self._context.script.time(self.due)

    @property
    def spoken_wait(self) -> str:
        """The time span of `wait` in words, rounded up to the minute."""
        return self._context.script.duration(60.0 * -(-self.wait // 60))

    @property
    def _begun(self) -> Iterable[Session]:
        return (session for session in self._context.record.sessions if session.begun)
