"""Is the numb skin warm again?"""

from intents.intent import Intent
from voice.session.asker import Massaging
from voice.session.context import Context
from voice.session.prompt import Prompt, prompt
from voice.session.questions.question import Question


class WarmQuestion(Question):
    """Asks now and then, and on "resume", whether numb skin has its warmth and feeling back."""

    name = "warm"

    def __init__(self, context: Context, massage: Massaging, words: Prompt) -> None:
        super().__init__(context, words)
        self._massage = massage

    @classmethod
    def meanwhile(cls, context: Context, massage: Massaging) -> "WarmQuestion":
        """Return the question as it is asked now and then."""
        return cls(context, massage, prompt("numb.ask"))

    @classmethod
    def before_resuming(cls, context: Context, massage: Massaging) -> "WarmQuestion":
        """Return the question as it answers "resume"."""
        return cls(context, massage, prompt("numb.not_yet"))

    def yes(self, intent: Intent) -> None:
        """Offer the rest of the massage."""
        self._massage.warm()

    def no(self) -> None:
        """Give the skin more time."""
        self.context.drop_question()
        self.context.say(prompt("numb.wait"))

    def cancel(self) -> None:
        """Give the skin more time."""
        self.no()

    def silence(self) -> None:
        """Drop the question; it is asked again later."""
        self.context.drop_question()
