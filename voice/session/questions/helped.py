"""Has a doctor seen to the emergency?"""

from intents.intent import Intent
from voice.session.asker import Admitting
from voice.session.context import Context
from voice.session.event import EventKind
from voice.session.prompt import prompt
from voice.session.questions.question import Question


class HelpedQuestion(Question):
    """Asks, before any session after an emergency, whether a doctor has seen to it."""

    name = "helped"

    def __init__(self, context: Context, admission: Admitting) -> None:
        super().__init__(context, prompt("emergency.ask"))
        self._admission = admission

    def yes(self, intent: Intent) -> None:
        """Note it, and go on to what else is in the way."""
        self.context.drop_question()
        self.context.save(EventKind.CLEARED)
        self.context.say(prompt("emergency.cleared"))
        self._admission.proceed()

    def no(self) -> None:
        """Send the person to a doctor."""
        self.context.drop_question()
        self.context.urge(prompt("emergency.kept"))
