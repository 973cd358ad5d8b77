"""Does this condition apply, which rules ice massage out?"""

from collections.abc import Mapping

from intents.intent import Intent, IntentName
from voice.session.asker import Admitting
from voice.session.context import Context
from voice.session.event import EventKind
from voice.session.health import CONDITION_PROMPTS, SCREEN_PROMPTS, HealthCondition, Screened
from voice.session.prompt import prompt
from voice.session.questions.question import Question, Reply


class ScreenQuestion(Question):
    """Asks before the first session about one condition after another.

    What is answered is remembered. While one of these questions waits, the phase is SCREENING.
    """

    name = "screen"
    offers = None

    def __init__(self, context: Context, admission: Admitting, condition: HealthCondition) -> None:
        super().__init__(context, SCREEN_PROMPTS[condition])
        self._admission = admission
        self._condition = condition

    def yes(self, intent: Intent) -> None:
        """Send the person to a doctor; there is no session until one has agreed."""
        self._note(Screened.YES)
        condition = self.context.script.text(CONDITION_PROMPTS[self._condition])
        self.context.say(prompt("screen.barred", condition=condition))

    def no(self) -> None:
        """Ask about the next condition; after the last, go on to what else is in the way."""
        self._note(Screened.NO)
        if self.context.record.unasked:
            self._ask(self.context.record.unasked)
            return
        self.context.say(prompt("screen.passed"))
        self._admission.proceed()

    def leave(self) -> None:
        """Stop asking; what was answered is kept."""
        self.context.drop_question()
        self.context.say(prompt("screen.left"))

    def replies(self) -> Mapping[IntentName, Reply]:
        """Let the person move among the questions as among the steps of a session."""
        return {
            **super().replies(),
            IntentName.NEXT_STEP: lambda _: self._insist(),
            IntentName.PREVIOUS_STEP: lambda _: self._back(),
            IntentName.RESUME: lambda _: self.repeat(),
        }

    def _insist(self) -> None:
        self.context.say(prompt("screen.answer"))

    def _back(self) -> None:
        """Ask about the condition before this one anew."""
        self.context.hush()
        conditions = list(HealthCondition)
        self._ask(conditions[max(0, conditions.index(self._condition) - 1)])

    def _ask(self, condition: HealthCondition) -> None:
        self.context.ask(ScreenQuestion(self.context, self._admission, condition))

    def _note(self, answer: Screened) -> None:
        self.context.drop_question()
        condition = self._condition.value
        self.context.save(EventKind.SCREENED, condition=condition, answer=answer.value)
