"""Is something the matter? Asked where it may have been said, and no ice is on the skin."""

from collections.abc import Callable

from intents.intent import Intent
from voice.session.context import Context
from voice.session.prompt import prompt
from voice.session.questions.question import Question


class AlarmQuestion(Question):
    """Asks twice; without an answer it was said to somebody else, or in a film."""

    name = "alarm"

    def __init__(self, context: Context, intent: Intent, obey: Callable[[Intent], None]) -> None:
        super().__init__(context, prompt("alarm.ask"))
        self._intent = intent
        self._obey = obey

    def yes(self, intent: Intent) -> None:
        """Say what is to be done."""
        self.context.drop_question()
        self._obey(self._intent)

    def no(self) -> None:
        """Leave it at that."""
        self.leave()

    def silence(self) -> None:
        """Ask once more, then leave it at that without a word."""
        if self._silences > 0:
            self.context.drop_question()
        else:
            self._silences += 1
            self.repeat()
