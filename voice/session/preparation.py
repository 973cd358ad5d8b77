"""The steps before the massage."""

from voice.session.context import Context
from voice.session.event import EventKind
from voice.session.massage import Massage
from voice.session.prompt import Prompt, prompt
from voice.session.questions.pain import PainQuestion
from voice.session.state import Outcome
from voice.session.step import STEP_PROMPTS, Step

_STEPS = list(Step)


class Preparation:
    """Goes through the steps; "next" after the last one begins the massage."""

    def __init__(self, context: Context, massage: Massage) -> None:
        self._context = context
        self._massage = massage

    def open(self, planned: float, sooner: bool) -> None:
        """Begin a session of ``planned`` seconds: first ask for the pain, then come the steps."""
        context = self._context
        context.drop_question()
        context.ice = 0.0
        context.save(EventKind.OPENED, planned=planned, step=_STEPS[0].value, sooner=sooner)
        context.say(prompt("step.intro", planned=context.spoken(planned)))
        context.ask(PainQuestion.before(context))

    def tell(self) -> None:
        """Say what to do now."""
        if self._context.session:
            self._context.say(STEP_PROMPTS[self._context.session.step])

    def next(self) -> None:
        """Go to the next step, or begin the massage after the last one."""
        if self._at == len(_STEPS) - 1:
            self._massage.begin()
        else:
            self._go(self._at + 1)

    def back(self) -> None:
        """Go to the step before."""
        if self._at == 0:
            self._context.hush()
            self._context.say(prompt("step.first"))
            self.tell()
        else:
            self._go(self._at - 1)

    def start(self) -> None:
        """Answer "start session": at the last step the massage begins, before that it does not."""
        if self._at == len(_STEPS) - 1:
            self._massage.begin()
        else:
            self._context.say(prompt("step.already"))
            self.tell()

    def leave(self, outcome: Outcome, words: Prompt) -> None:
        """End the session before its massage has begun, so that it does not count."""
        self._context.hush()
        self._context.finish(outcome)
        self._context.say(words)

    @property
    def _at(self) -> int:
        session = self._context.session
        return _STEPS.index(session.step) if session else 0

    def _go(self, at: int) -> None:
        self._context.hush()
        self._context.save(EventKind.STEP, step=_STEPS[at].value)
        self.tell()
