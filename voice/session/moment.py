"""When something happened, by both clocks."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time."""

    clock: float
    """Seconds on the one clock that never goes back: for every span that is measured."""
    date: datetime
    """Local date and time with its offset: for the journal, days and what is due when."""

    def __post_init__(self) -> None:
        if self.date.tzinfo is None:
            raise ValueError(f"the date of a moment needs a time zone: {self.date.isoformat()}")
