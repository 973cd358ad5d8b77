"""Earlier than advised?"""

from intents.intent import Intent
from voice.session.asker import Admitting
from voice.session.context import Context
from voice.session.limits import Limits
from voice.session.prompt import Prompt, prompt
from voice.session.questions.question import Question


class AnywayQuestion(Question):
    """Asks whether to begin within the advised gap; a bare yes is not enough."""

    name = "anyway"
    offers = "offer.anyway"

    def __init__(self, context: Context, admission: Admitting, words: Prompt) -> None:
        super().__init__(context, words)
        self._admission = admission
        self._limits = Limits(context)

    @classmethod
    def soon(cls, context: Context, admission: Admitting) -> "AnywayQuestion":
        """Return the question as it is asked first."""
        limits = Limits(context)
        words = prompt("limit.soon", due=limits.spoken_due, wait=limits.spoken_wait)
        return cls(context, admission, words)

    def yes(self, intent: Intent) -> None:
        """Begin on "yes, anyway"; on any other yes, ask for it in full."""
        if self._limits.full:
            self._admission.proceed()
        elif intent.slots.get("anyway"):
            self._admission.open(sooner=True)
        else:
            in_full = prompt("limit.in_full")
            self.context.ask(AnywayQuestion(self.context, self._admission, in_full))

    def no(self) -> None:
        """Say when the next session is due."""
        self.context.drop_question()
        self.context.say(prompt("limit.waits", due=self._limits.spoken_due))
