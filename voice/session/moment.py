"""When something happened, by both clocks."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time."""

    clock: float
    """Seconds on the one clock that never goes back: for every span that is measured."""
    date: datetime
    """Local date and time in the zone of the computer: for the journal, days and what is due."""
    boot: str = ""
    """Names the start of the computer that `clock` counts from; empty where that is not known."""

    def __post_init__(self) -> None:
        if self.date.tzinfo is None:
            raise ValueError(f"the date of a moment needs a time zone: {self.date.isoformat()}")


def date_after(date: datetime, span: timedelta) -> datetime:
    """Return the local date when ``span`` has passed since ``date``.

    It is right even if the clocks are put forward or back in the meantime.
    """
    return (date.astimezone(UTC) + span).astimezone(date.tzinfo)


def with_offset(date: datetime) -> datetime:
    """Return ``date`` with its offset in the place of its zone, as the journal keeps it."""
    return date.replace(tzinfo=timezone(date.utcoffset() or timedelta()))
