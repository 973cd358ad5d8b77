"""A computer whose clock goes wrong, with Floe on it: a test knows what Floe has to find out."""

from datetime import UTC, datetime, tzinfo

from tests.voice.session.talk import MORNING, Talk
from voice.session.moment import Moment


class Computer(Talk):
    """A conversation on a computer that is started anew, travels, and has its clock set."""

    def __init__(self) -> None:
        self.true = MORNING.timestamp()
        """The seconds since 1970, as a clock that is right tells them."""
        self.wrong = 0.0
        """The seconds by which the computer's date is ahead of that."""
        self.zone: tzinfo = UTC
        self.starts = 1
        self._started = self.true - 3600
        super().__init__()

    @property
    def moment(self) -> Moment:
        date = datetime.fromtimestamp(self.true + self.wrong, self.zone)
        return Moment(self.true - self._started, date, f"start {self.starts}")

    def away(self, seconds: float) -> "Computer":
        self.true += seconds
        return self

    def put(self, seconds: float) -> "Computer":
        """Put the clock on, or back below 0, while Floe runs."""
        self.wrong += seconds
        self.tick(0)
        return self

    def killed(self, seconds: float = 1.0) -> "Computer":
        """End Floe, and start it again after a time."""
        self.away(seconds).restart()
        return self

    def switched_off(self, seconds: float, wrong: float | None = None) -> "Computer":
        """Switch the computer off for a time; then its date is ``wrong``, if that is given."""
        self.away(seconds)
        self.wrong = self.wrong if wrong is None else wrong
        self.starts += 1
        self._started = self.true
        self.away(40).restart()
        return self
