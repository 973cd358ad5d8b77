"""A time of day as people say it: "at half past three", "tomorrow morning", "tonight"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from intents.numbers import spoken_numbers

_PARTS: Mapping[str, tuple[int, int]] = {
    "morning": (9, 0), "noon": (12, 12), "midday": (12, 12), "lunchtime": (12, 12),
    "afternoon": (15, 12), "evening": (19, 12), "tonight": (20, 12), "night": (21, 12),
    "bedtime": (22, 12), "midnight": (0, 0),
}  # fmt: skip
"""The hour that is meant by a part of the day alone, and what it adds to an hour before noon."""
_WRITTEN = re.compile(r"(tomorrow )?(?:(\d\d):(\d\d)(\?)?)?")
_AWAKE = range(6, 23)
"""Hours at which a reminder is taken to be meant, where morning or evening was not said."""
_PAST, _TO = frozenset({"past", "after"}), frozenset({"to", "till", "before"})
_MORNING = 9
_UNITS = ("minute", "minutes", "hour", "hours")
"""Behind two numbers they make a time span of them: "five to ten minutes"."""


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day, today or tomorrow."""

    hour: int
    """0 to 23; 1 to 12 where it is `unsure`."""
    minute: int = 0
    tomorrow: bool = False
    unsure: bool = False
    """Whether it may be before noon or after."""

    def __str__(self) -> str:
        """Write it as the slot ``when``: "15:00", "tomorrow 09:00", or "03:00?" where unsure."""
        day = "tomorrow " if self.tomorrow else ""
        return f"{day}{self.hour:02}:{self.minute:02}{'?' * self.unsure}"

    @classmethod
    def read(cls, written: str) -> "ClockTime":
        """Read what `str` writes.

        Raises:
            ValueError: it is nothing of the kind.
        """
        found = _WRITTEN.fullmatch(written)
        if not found or not found[2] or int(found[2]) > 23 or int(found[3]) > 59:
            raise ValueError(f"{written!r} is no time of day")
        return cls(int(found[2]), int(found[3]), bool(found[1]), bool(found[4]))

    def next(self, now: datetime) -> datetime:
        """Return when that is next after ``now``, as its wall clock says it, without an offset.

        Where it is unsure, it is taken for a time at which people are awake.
        """
        today = now.replace(tzinfo=None)
        hours = [self.hour % 12, self.hour % 12 + 12] if self.unsure else [self.hour]
        days = [1] if self.tomorrow else [0, 1]
        times = [
            datetime.combine(today.date() + timedelta(days=day), time(hour, self.minute))
            for day in days
            for hour in hours
        ]
        coming = [each for each in times if each > today]
        return next((each for each in coming if each.hour in _AWAKE), coming[0])


def clock_time(text: str) -> ClockTime | None:
    """Return the time of day that a text tells, or None if it tells none."""
    words = text.replace("o'clock", "oclock").split()
    tomorrow = "tomorrow" in words
    part = next((_PARTS[word] for word in words if word in _PARTS), None)
    if "a m" in text or "am" in words:
        part = _PARTS["morning"]
    elif "p m" in text or "pm" in words:
        part = _PARTS["afternoon"]
    found = _hour(words)
    if found is None:
        if part is None:
            return ClockTime(_MORNING, 0, tomorrow) if tomorrow else None
        return ClockTime(part[0], 0, tomorrow)
    hour, minute = found
    if part and 1 <= hour <= 12:
        return ClockTime(hour % 12 + part[1], minute, tomorrow)
    return ClockTime(hour, minute, tomorrow, unsure=1 <= hour <= 12)


def _hour(words: list[str]) -> tuple[int, int] | None:
    """Return the hour and the minute in ``words``."""
    numbers = [each for each in spoken_numbers(words) if each.value <= 59]
    for place, number in enumerate(numbers):
        after = words[number.end : number.end + 1]
        follows = numbers[place + 1] if place + 1 < len(numbers) else None
        link = words[number.end : follows.start] if follows else []
        spans = follows and words[follows.end : follows.end + 1] in ([each] for each in _UNITS)
        told = follows and len(link) == 1 and link[0] in _PAST | _TO and number.value > 0
        if follows and told and not spans and follows.value <= 12:
            minute = int(60 * number.value) if number.value < 1 else int(number.value)
            hour = int(follows.value)
            return (hour, minute) if link[0] in _PAST else ((hour - 2) % 12 + 1, 60 - minute)
        if follows and not link and words[number.start] == "half" and follows.value <= 12:
            return int(follows.value), 30
        before = words[number.start - 1] if number.start else ""
        marked = before in ("at", "by", "around", "about", "until", "till", "for")
        if number.value.denominator == 1 and number.value <= 23 and (marked or after == ["oclock"]):
            minute = int(follows.value) if follows and not link and follows.value >= 1 else 0
            return int(number.value), minute
    return None
