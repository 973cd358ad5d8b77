"""How many sessions a day may have, and how soon the next is advised."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from voice.session.context import Context
from voice.session.moment import date_after
from voice.session.state import Session
from voice.session.timeline import DAY, Instant


class Limits:
    """Tells what the day still allows; a session counts once its massage has begun.

    It counts for the local day on which it was opened. Where the zone or the clock of the computer
    has changed since, days cannot be compared, and it counts for 24 hours.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def today(self) -> int:
        """How many sessions count now."""
        return len(self._counted())

    @property
    def full(self) -> bool:
        """Whether there can be no session now."""
        return self.free > 0

    @property
    def uncounted(self) -> float:
        """Seconds for which it cannot be told how many sessions count, as some may be lost."""
        lost = self._context.record.uncounted
        return max(0.0, DAY - (self._context.instant.passed - lost.passed)) if lost else 0.0

    @property
    def free(self) -> float:
        """Seconds until the number of sessions allows one more."""
        counted = sorted(self._counted())
        over = len(counted) - self._context.plan.sessions_a_day
        return counted[over] if over >= 0 else 0.0

    @property
    def tomorrow(self) -> bool:
        """Whether one more is allowed just when the next day begins."""
        today = self._context.now.date.date()
        return self.full and self.free == self._until_end(today)

    @property
    def skin(self) -> float:
        """Seconds for which there is to be no ice because of what the skin looked like."""
        report = self._context.record.skin
        if report is None:
            return 0.0
        return max(0.0, self._left(report.at, report.instant, self._context.instant))

    @property
    def wait(self) -> float:
        """Seconds until the next session is advised; 0 when it is due."""
        ended = [session.ended_at for session in self._begun if session.ended_at]
        if not ended:
            return 0.0
        rested = self._context.instant.passed - ended[-1].passed
        return max(0.0, self._context.plan.gap - rested)

    @property
    def due(self) -> datetime:
        """When the next session is both allowed and advised, rounded up to the minute."""
        due = date_after(self._context.now.date, timedelta(seconds=max(self.wait, self.free)))
        if due.second or due.microsecond:
            due = date_after(due.replace(second=0, microsecond=0), timedelta(minutes=1))
        return due

    @property
    def spoken_due(self) -> str:
        """The time of day of `due`, in words."""
        return self._context.script.time(self.due)

    @property
    def spoken_wait(self) -> str:
        """The time until `due` in words, rounded up to the minute."""
        return self._context.script.duration(60.0 * -(-max(self.wait, self.free) // 60))

    @property
    def _begun(self) -> Iterable[Session]:
        return (session for session in self._context.record.sessions if session.begun)

    def _counted(self) -> list[float]:
        """Return the seconds for which each session that counts now goes on to count."""
        now = self._context.instant
        left = (self._left(each.opened, each.opened_at, now) for each in self._begun)
        return [seconds for seconds in left if seconds > 0]

    def _left(self, date: datetime, instant: Instant, now: Instant) -> float:
        """Return the seconds for which what happened at ``date`` counts; below 0 if it does not.

        ``instant`` is the same on the timeline.
        """
        if self._comparable(date, instant, now):
            return self._until_end(date.date())
        return DAY - (now.passed - instant.passed)

    def _comparable(self, date: datetime, instant: Instant, now: Instant) -> bool:
        """Whether zone and clock were the same at ``date``."""
        zone = self._context.now.date.tzinfo
        same_zone = date.astimezone(zone).utcoffset() == date.utcoffset()
        return same_zone and abs(now.ahead - instant.ahead) <= self._context.plan.clock_set

    def _until_end(self, day: date) -> float:
        """Return the seconds until a local day is over; below 0 when it is."""
        now = self._context.now.date
        end = datetime.combine(day + timedelta(days=1), time(), now.tzinfo)
        return end.timestamp() - now.timestamp()
