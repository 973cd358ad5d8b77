"""The date and time in the zone of this computer, right over a change of clocks and on a trip."""

import time
import warnings
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfoNotFoundError

import tzlocal

_KEPT = 60.0
"""Seconds for which the zone is remembered; it changes when somebody travels."""


class LocalTime:
    """Tells the local time, in a zone that knows when the clocks change."""

    def __init__(self) -> None:
        self._zone: tzinfo | None = None
        self._until = float("-inf")

    def __call__(self) -> datetime:
        """Return the local time now.

        Where the system names no zone that is known, the time has a fixed offset.
        """
        if time.monotonic() > self._until:
            self._until = time.monotonic() + _KEPT
            self._zone = _zone()
        return datetime.now(self._zone) if self._zone else datetime.now().astimezone()


def _zone() -> tzinfo | None:
    """Return the zone that is set now; None where it is unknown, or not what the system goes by."""
    if hasattr(time, "tzset"):
        time.tzset()
    with warnings.catch_warnings():
        # Where two settings contradict each other; which one holds is looked up below.
        warnings.simplefilter("ignore")
        try:
            zone = tzlocal.reload_localzone()
        except (ZoneInfoNotFoundError, OSError, ValueError):
            return None
    same = datetime.now(zone).utcoffset() == datetime.now().astimezone().utcoffset()
    return zone if same else None
