"""What is asked before the first session ever, and remembered."""

from voice.session.context import Context
from voice.session.event import EventKind
from voice.session.prompt import prompt
from voice.session.question import Question
from voice.session.record import CONDITION_PROMPTS, SCREEN_PROMPTS, HealthCondition, Screened


class Screening:
    """Asks about every condition that rules ice massage out, until none is left to ask."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._asked = HealthCondition.RAYNAUD

    def begin(self) -> None:
        """Ask the next question; before the first, say what this is and is not."""
        context = self._context
        if not context.record.notice:
            context.say(prompt("notice"))
            context.save(EventKind.NOTICE)
        if not context.record.screening:
            context.say(prompt("screen.intro"))
        self._ask()

    def answer(self, yes: bool) -> bool:
        """Remember the answer to the pending question; give whether all are passed."""
        context = self._context
        context.pending = None
        self._note(self._asked, Screened.YES if yes else Screened.NO)
        if yes:
            context.say(prompt("screen.barred", condition=self._name(self._asked)))
            return False
        if context.record.unasked is not None:
            self._ask()
            return False
        context.say(prompt("screen.passed"))
        return True

    def back(self) -> None:
        """Ask the question before the pending one anew."""
        conditions = list(HealthCondition)
        self._ask(conditions[max(0, conditions.index(self._asked) - 1)])

    def ask_cleared(self) -> None:
        """Ask whether a doctor has agreed since a condition was told."""
        context = self._context
        if context.record.barred:
            name = self._name(context.record.barred)
            context.ask(Question.CLEARED, prompt("screen.ask_cleared", condition=name))

    def cleared(self, yes: bool) -> bool:
        """Remember whether a doctor has agreed; give whether to go ahead."""
        context = self._context
        context.pending = None
        if not yes or context.record.barred is None:
            context.say(prompt("screen.kept"))
            return False
        self._note(context.record.barred, Screened.CLEARED)
        context.say(prompt("screen.cleared"))
        return True

    def leave(self) -> None:
        """Stop asking; what was answered is kept."""
        self._context.pending = None
        self._context.say(prompt("screen.left"))

    def _ask(self, condition: HealthCondition | None = None) -> None:
        self._asked = condition or self._context.record.unasked or self._asked
        self._context.ask(Question.SCREEN, SCREEN_PROMPTS[self._asked])

    def _note(self, condition: HealthCondition, answer: Screened) -> None:
        self._context.save(EventKind.SCREENED, condition=condition.value, answer=answer.value)

    def _name(self, condition: HealthCondition) -> str:
        return self._context.script.text(CONDITION_PROMPTS[condition])
