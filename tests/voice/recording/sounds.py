"""Sounds that tell which block and channel they are, and a start for their recording."""

from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from audio.sound import BLOCK, BLOCK_SECONDS
from voice.notice import SoundExchanged
from voice.recording.start import Start
from voice.session.event import Event, EventKind

STARTS = datetime.fromisoformat("2026-11-22T09:00:00+01:00")


def block(number: int, channel: int) -> bytes:
    """Return 20 ms that no other place of a recording has."""
    return np.full(BLOCK, 10 * (number % 3000) + channel, "<i2").tobytes()


def sound(number: int, date: datetime | None = None) -> SoundExchanged:
    """Return a block of all channels, by default heard when it is due."""
    heard, played, cleaned = (block(number, channel) for channel in range(3))
    due = STARTS + timedelta(seconds=number * BLOCK_SECONDS)
    return SoundExchanged(heard, played, cleaned, date or due)


def blocks(seconds: int) -> NDArray[np.int16]:
    """Return what a recording of so many seconds holds: shape (samples, 3)."""
    joined = [b"".join(block(n, channel) for n in range(50 * seconds)) for channel in range(3)]
    return np.stack([np.frombuffer(one, "<i2") for one in joined], axis=1)


def start() -> Start:
    """Return a start with something remembered."""
    answer = {"condition": "raynaud", "answer": "no"}
    events = [Event(EventKind.SCREENED, STARTS - timedelta(days=1), answer)]
    return Start(STARTS, "floe-en", None, events)
