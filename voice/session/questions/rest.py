"""Shall the rest of the massage be done?"""

from intents.intent import Intent
from voice.session.asker import Massaging
from voice.session.context import Context
from voice.session.prompt import Prompt, prompt
from voice.session.questions.question import Question


class RestQuestion(Question):
    """Asks whether to go on with a massage that is held; it never goes on by itself."""

    name = "rest"

    def __init__(self, context: Context, massage: Massaging, words: Prompt) -> None:
        super().__init__(context, words)
        self._massage = massage

    @classmethod
    def in_pause(cls, context: Context, massage: Massaging) -> "RestQuestion":
        """Return the question as it answers "it's warm" in a pause."""
        return cls(context, massage, prompt("resume.ask", left=context.spoken(context.remaining)))

    @classmethod
    def once_warm(cls, context: Context, massage: Massaging) -> "RestQuestion":
        """Return the question as it is asked when numb skin is warm again."""
        return cls(context, massage, prompt("numb.warm", left=context.spoken(context.remaining)))

    @classmethod
    def after_cut_off(cls, context: Context, massage: Massaging) -> "RestQuestion":
        """Return the question as it is asked when Floe was cut off during the massage."""
        elapsed, left = context.spoken(int(context.ice)), context.spoken(context.remaining)
        return cls(context, massage, prompt("recovery.massage", elapsed=elapsed, left=left))

    def yes(self, intent: Intent) -> None:
        """Let the clock run again."""
        self._massage.resume()

    def no(self) -> None:
        """Stay paused."""
        self.context.drop_question()
        self.context.say(prompt("resume.later"))

    def cancel(self) -> None:
        """Stay paused."""
        self.no()

    def silence(self) -> None:
        """Drop the question, and stay paused."""
        self.context.drop_question()
