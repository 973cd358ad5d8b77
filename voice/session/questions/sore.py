"""Does the skin under the ice hurt, or is it the back?"""

from intents.intent import Intent
from voice.session.asker import Massaging
from voice.session.context import Context
from voice.session.prompt import prompt
from voice.session.questions.question import Question


class SoreQuestion(Question):
    """Asks about a pain that was told while the ice was on the skin; it is off meanwhile."""

    name = "sore"

    def __init__(self, context: Context, massage: Massaging) -> None:
        super().__init__(context, prompt("sore.ask"))
        self._massage = massage

    def yes(self, intent: Intent) -> None:
        """Let the skin warm up."""
        self._massage.numb()

    def no(self) -> None:
        """Stay paused: going on is up to the person."""
        self.context.drop_question()
        self.context.say(prompt("sore.later"))

    def cancel(self) -> None:
        """Stay paused."""
        self.no()

    def silence(self) -> None:
        """Drop the question, and stay paused."""
        self.context.drop_question()
