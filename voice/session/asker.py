"""What a question needs of whoever asks it: how to go on after the answer.

Questions know these protocols, and not the parts of the session behind them, which ask questions
themselves: so nothing imports in a circle.
"""

from typing import Protocol

from voice.session.acts import Tone
from voice.session.prompt import Prompt
from voice.session.state import Outcome


class Admitting(Protocol):
    """Whoever lets sessions begin; see `voice.session.admission.Admission`."""

    def proceed(self) -> None:
        """Ask about what is in the way next; where nothing is, begin the session asked for."""
        ...

    def open(self, sooner: bool) -> None:
        """Begin the session asked for; ``sooner`` tells whether that is within the advised gap."""
        ...


class Massaging(Protocol):
    """Whoever keeps the clock of the ice; see `voice.session.massage.Massage`."""

    def resume(self) -> None:
        """Let ice touch the skin again, because the person said so."""
        ...

    def numb(self) -> None:
        """Have the ice taken off until the skin is warm."""
        ...

    def warm(self) -> None:
        """Offer the rest, now that numb skin is warm again."""
        ...

    def end(
        self, outcome: Outcome, words: Prompt, tone: Tone = Tone.DONE, loud: bool = False
    ) -> None:
        """Have the ice taken off for good, and say so."""
        ...
