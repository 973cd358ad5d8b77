"""How strong is the pain? Not a matter of yes or no."""

from collections.abc import Mapping

from intents.intent import Intent, IntentName
from voice.session.context import Context
from voice.session.doctor_advice import DoctorAdvice
from voice.session.pains import Pains
from voice.session.prompt import Prompt, prompt
from voice.session.questions.question import Question, Reply
from voice.session.step import STEP_PROMPTS


class PainQuestion(Question):
    """Asks for the pain before the ice and after it; no answer holds nothing up."""

    name = "pain"
    answers = frozenset({IntentName.REPORT_PAIN})
    offers = "offer.pain"

    def __init__(self, context: Context, words: Prompt) -> None:
        super().__init__(context, words)
        self._pains = Pains(context)
        self._advice = DoctorAdvice(context)

    @classmethod
    def before(cls, context: Context) -> "PainQuestion":
        """Return the question as it is asked before the preparations."""
        return cls(context, prompt("pain.before"))

    @classmethod
    def after(cls, context: Context) -> "PainQuestion":
        """Return the question as it is asked at the end of a session."""
        return cls(context, prompt("pain.ask"))

    def yes(self, intent: Intent) -> None:
        """Ask for a number."""
        self.miss()

    def no(self) -> None:
        """Do without, as the person has said."""
        self.context.hush()
        self.context.say(prompt("all_right"))
        self.pass_over()

    def cancel(self) -> None:
        """Do without, as the person has said."""
        self.no()

    def pass_over(self) -> None:
        """Do without an answer; after a session it is time for a doctor's advice all the same."""
        if self.context.session is None:
            self._advice.advise()
        self._go_on()

    def miss(self) -> None:
        """Ask anew, for a number from 0 to 10."""
        self.context.ask(PainQuestion(self.context, prompt("pain.unclear")))

    def silence(self) -> None:
        """Do without an answer."""
        self.pass_over()

    @property
    def wait(self) -> float:
        """Seconds to wait for an answer."""
        return self.context.plan.pain_wait

    def replies(self) -> Mapping[IntentName, Reply]:
        """Take a pain, a mere number too; after a session, "what's next" declines."""
        replies = {
            **super().replies(),
            IntentName.REPORT_PAIN: self._note,
            IntentName.SKIP: lambda _: self.no(),
        }
        if self.context.session is None:
            replies[IntentName.NEXT_STEP] = lambda _: self.no()
        return replies

    def _note(self, intent: Intent) -> None:
        if self._pains.note(intent):
            self._go_on()
        else:
            self.miss()

    def _go_on(self) -> None:
        """Go on with the preparations where they are."""
        self.context.drop_question()
        session = self.context.session
        if session and session.begun is None:
            self.context.say(STEP_PROMPTS[session.step])
