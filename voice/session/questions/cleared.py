"""Has a doctor agreed to ice?"""

from intents.intent import Intent
from voice.session.asker import Admitting
from voice.session.context import Context
from voice.session.event import EventKind
from voice.session.health import CONDITION_PROMPTS, HealthCondition, Screened
from voice.session.prompt import prompt
from voice.session.questions.question import Question


class ClearedQuestion(Question):
    """Asks whether a doctor has agreed to ice in spite of a condition that rules it out."""

    name = "cleared"

    def __init__(self, context: Context, admission: Admitting, condition: HealthCondition) -> None:
        name = context.script.text(CONDITION_PROMPTS[condition])
        super().__init__(context, prompt("screen.ask_cleared", condition=name))
        self._admission = admission
        self._condition = condition

    def yes(self, intent: Intent) -> None:
        """Note it, and go on to what else is in the way."""
        self.context.drop_question()
        answer = Screened.CLEARED.value
        self.context.save(EventKind.SCREENED, condition=self._condition.value, answer=answer)
        self.context.say(prompt("screen.cleared"))
        self._admission.proceed()

    def no(self) -> None:
        """Leave the ice alone."""
        self.context.drop_question()
        self.context.say(prompt("screen.kept"))
