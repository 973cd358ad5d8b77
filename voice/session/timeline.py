"""How much time has truly passed between events, however the computer's date is set.

Within one start of the computer its own clock tells that exactly. Over a restart of the computer
the date has to tell it; but a date that is before what was journalled already is not believed, and
then only the time since the restart is known to have passed. So the time on the timeline never goes
back, and no wrong date holds it up for longer than a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

DAY = 24 * 3600.0
"""Seconds. What the date was like longer ago is of no account any more."""
_RUN = "run of "
_STEADY = 60.0
"""Seconds by which the date may be set without that counting as another one."""


@dataclass(frozen=True, slots=True)
class Uptime:
    """A reading of the clock that nobody can set."""

    boot: str
    """Names the start of the computer, or of Floe, that the clock counts from."""
    seconds: float
    """Seconds since then, with those in which the computer was asleep."""

    @classmethod
    def of_run(cls, began: datetime, seconds: float) -> "Uptime":
        """Return a reading that counts from Floe's own start, where nothing better is known."""
        return cls(f"{_RUN}{began.isoformat()}", seconds)

    @property
    def of_floe(self) -> bool:
        """Whether it counts from Floe's start."""
        return self.boot.startswith(_RUN)


@dataclass(frozen=True, slots=True)
class Instant:
    """A point on the timeline."""

    passed: float
    """Seconds on the timeline; only the difference of two instants means something."""
    date: float
    """What the computer's date said, in seconds since 1970."""

    @property
    def ahead(self) -> float:
        """Seconds by which the date was ahead of the timeline; it changes when the date is set."""
        return self.date - self.passed


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A time in which nobody set the date, and the computer was not restarted."""

    begun: float
    """Its first event, in seconds on the timeline."""
    last: Instant


@dataclass(slots=True)
class _Boot:
    """A start of the computer, as far as Floe saw it."""

    uptime: Uptime | None
    """The first reading in it; None where no reading was journalled."""
    first: Instant
    before: Sequence[_Stretch]
    """Those that were kept when it began."""

    @property
    def doubted(self) -> bool:
        """Whether the date was before what had been journalled already."""
        return bool(self.before) and self.first.date < self.before[-1].last.date - _STEADY


@dataclass(slots=True)
class Timeline:
    """Puts events in the order of the time that has passed."""

    _boot: _Boot | None = None
    _newest: Uptime | None = None
    _stretches: list[_Stretch] = field(default_factory=list)
    """Those of the last day."""

    @property
    def newest(self) -> Instant | None:
        """When the newest event happened."""
        return self._stretches[-1].last if self._stretches else None

    def take(self, date: datetime, uptime: Uptime | None) -> Instant:
        """Take in an event that happened at ``date``, and return when that was."""
        instant = self.at(date, uptime)
        newest, boot = self.newest, self._boot
        same = self._same(uptime)
        if not (boot and same):
            self._boot = _Boot(uptime, instant, tuple(self._stretches))
        elif boot.doubted and instant.passed > self._by_clock(boot, uptime):
            self._boot = _Boot(uptime, instant, ())
        steady = newest and abs(instant.ahead - newest.ahead) < _STEADY
        goes_on = steady and (same or uptime is None)
        begun = self._stretches.pop().begun if goes_on else instant.passed
        self._stretches.append(_Stretch(begun, instant))
        while len(self._stretches) > 1 and instant.passed - self._stretches[1].begun > DAY:
            del self._stretches[0]
        self._newest = uptime
        return instant

    def at(self, date: datetime, uptime: Uptime | None) -> Instant:
        """Return the instant at which an event would happen now."""
        moment, newest, boot = date.timestamp(), self.newest, self._boot
        if newest is None or boot is None:
            return Instant(moment, moment)
        if self._same(uptime):
            passed = self._by_clock(boot, uptime)
            if boot.doubted:
                passed = max(passed, _by_date(moment, boot.before))
        else:
            passed = newest.passed + self._up(uptime)
            passed = max(passed, _by_date(moment, self._stretches))
        return Instant(max(passed, newest.passed), moment)

    def since(self, instant: Instant, date: datetime, uptime: Uptime | None) -> float | None:
        """Return the seconds that have passed since ``instant``; None if that cannot be known.

        Where the date gives several answers it is the most, while `at` goes by the least.
        """
        newest, moment = self.newest, date.timestamp()
        if newest is None:
            return None
        if self._same(uptime):
            return self.at(date, uptime).passed - instant.passed
        if moment < newest.date:
            return None
        by_date = moment - min(one.last.ahead for one in self._stretches)
        return max(by_date, newest.passed + self._up(uptime)) - instant.passed

    def jump(self, date: datetime, uptime: Uptime | None) -> float:
        """Return the seconds by which the date was set since the newest event.

        Over a restart of the computer only a date that was put back can be told: below 0.
        """
        newest = self.newest
        if newest is None:
            return 0.0
        if self._same(uptime):
            return self.at(date, uptime).ahead - newest.ahead
        return min(0.0, date.timestamp() - newest.date)

    def _same(self, uptime: Uptime | None) -> bool:
        """Whether a reading is of the same start of the computer as the newest one.

        A computer that was put back to an earlier state of itself has another start.
        """
        newest = self._newest
        return bool(
            uptime and newest and uptime.boot == newest.boot and uptime.seconds >= newest.seconds
        )

    def _up(self, uptime: Uptime | None) -> float:
        """Return the seconds that must have passed since the newest event: all since a restart.

        Where it is not known in which start of the computer that event happened, it may be this.
        """
        newest = self._newest
        if uptime is None or (newest and uptime.boot == newest.boot):
            return 0.0
        other = newest is not None and not newest.of_floe
        return uptime.seconds if uptime.of_floe or other else 0.0

    @staticmethod
    def _by_clock(boot: _Boot, uptime: Uptime | None) -> float:
        up = uptime.seconds - boot.uptime.seconds if uptime and boot.uptime else 0.0
        return boot.first.passed + up


def _by_date(moment: float, before: Sequence[_Stretch]) -> float:
    """Return what the date says has passed; of several answers the least.

    A date before the newest one is not believed.
    """
    if not before or moment < before[-1].last.date:
        return float("-inf")
    return moment - max(one.last.ahead for one in before if one.last.date <= moment)
