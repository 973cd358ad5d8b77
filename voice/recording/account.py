"""What happened, by the place in the sound where it did."""

from dataclasses import dataclass

from voice.notice import Notice, Remark, SnapshotTaken, SoundClock, SoundExchanged


@dataclass(frozen=True, slots=True)
class SoundGap:
    """Time passed in which no sound was heard; only a recording tells of it."""

    error: str
    """The name of the error's class, if the sound was lost; empty if the machine was too slow."""
    seconds: float


@dataclass(frozen=True, slots=True)
class RecordingEnded:
    """The recording ends here; only a recording tells of it."""

    why: str
    """"closed" at the end of the session, "full" where it is as long as one may get."""


Recordable = Notice | SoundGap | RecordingEnded
"""What a recording may tell of."""


@dataclass(frozen=True, slots=True)
class TimedNotice:
    """A notice, and when it was given."""

    at: float
    """Seconds of sound that had been heard by then."""
    notice: Recordable


class Account:
    """A subscriber that keeps all notices but three kinds.

    It does not keep sound, for that is recorded apart; nor snapshots, which follow from the other
    notices; nor remarks, which are for the screen only.
    """

    def __init__(self) -> None:
        self._sound_clock = SoundClock()
        self.notices: list[TimedNotice] = []

    @property
    def clock(self) -> float:
        """Seconds of sound up to now."""
        return self._sound_clock.seconds

    def __call__(self, notice: Notice) -> None:
        """Keep a notice, or count a block."""
        match notice:
            case SoundExchanged():
                self._sound_clock(notice)
            case Remark() | SnapshotTaken():
                pass
            case _:
                self.add(notice)

    def add(self, notice: Recordable) -> None:
        """Keep what happens just now."""
        self.notices.append(TimedNotice(self.clock, notice))
