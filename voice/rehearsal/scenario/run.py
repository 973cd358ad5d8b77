"""One run of Floe in a scenario: from its start until Floe leaves, or the scenario ends it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from voice.rehearsal.scenario.line import ScenarioLine
from voice.session.moment import date_after


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must have happened by the end.

    Where names are given, they must come in this order, but others may come between them.
    """

    heard: tuple[str, ...] = ()
    """The names of intents that were understood."""
    not_heard: tuple[str, ...] = ()
    """The names of intents that must not have been understood."""
    said: tuple[str, ...] = ()
    """The keys of prompts that were spoken."""
    not_said: tuple[str, ...] = ()
    """The keys of prompts that must not have been spoken."""
    events: tuple[str, ...] = ()
    """The kinds of events in the journal."""
    phase: str | None = None
    """The last phase of the session; None allows any."""
    ice: tuple[float, float] | None = None
    """The least and the most seconds of ice on the skin; None allows any."""


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """One run of Floe: when it starts, what happens in it, and what must come of it.

    In a scenario's file, a run is an item of ``parts``; a file without ``parts`` is a single run.
    """

    starts: datetime | timedelta | time
    """A date, a time after the end of the run before, or a time of the day after that day."""
    lines: tuple[ScenarioLine, ...]
    expect: Expectation
    quiet: float = 30.0
    """Seconds in which nothing is said, after which the run ends."""
    zone: tzinfo | None = None
    """The time zone that the person has come to; None means the one of the run before, or that of
    the date itself."""

    def date(self, before: datetime | None) -> datetime:
        """Return the local date at which the run starts.

        ``before`` is when the run before ended, None for the first run.

        Raises:
            ValueError: it is the first run, but does not start at a date.
        """
        if isinstance(self.starts, datetime):
            return self.starts.astimezone(self.zone or self.starts.tzinfo)
        if before is None:
            raise ValueError("the first part needs a date")
        zone = self.zone or before.tzinfo
        if isinstance(self.starts, timedelta):
            return date_after(before, self.starts).astimezone(zone)
        return datetime.combine(before.date() + timedelta(days=1), self.starts, zone)
