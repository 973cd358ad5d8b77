"""How strong the pain is: asked before the ice and after it, told at any time."""

from intents.intent import Intent
from voice.session.context import Context
from voice.session.doctor_advice import DoctorAdvice
from voice.session.event import EventKind
from voice.session.preparation import Preparation
from voice.session.prompt import prompt
from voice.session.question import Question
from voice.session.record import When
from voice.session.slots import number


class Pains:
    """Takes the answer to a question about pain, or does without; neither holds anything up."""

    def __init__(self, context: Context, preparation: Preparation, counsel: DoctorAdvice) -> None:
        self._context = context
        self._preparation = preparation
        self._counsel = counsel

    def tell(self, intent: Intent) -> None:
        """Note a pain. A mere number only answers a question."""
        context = self._context
        asked = context.asks(Question.PAIN)
        if intent.slots.get("bare") and not asked:
            return
        level = number(intent.slots.get("level"))
        if level is None or not 0 <= level <= context.plan.most_pain:
            self.unclear()
            return
        when = self._when()
        context.save(EventKind.PAIN, level=level, **({"when": when.value} if when else {}))
        context.say(prompt("pain.noted", level=context.script.number(level)))
        self._counsel.advise()
        if asked:
            self._go_on()

    def unclear(self) -> None:
        """That was no number from 0 to 10: a question is asked once more, in other words."""
        context = self._context
        if context.asks(Question.PAIN):
            context.ask(Question.PAIN, prompt("pain.unclear"))
        else:
            context.say(prompt("pain.unclear"))

    def skip(self) -> None:
        """Do without an answer: the person has turned to something else, or is silent."""
        if self._context.session is None:
            self._counsel.advise()
        self._go_on()

    def decline(self) -> None:
        """No answer, as the person has said."""
        self._context.hush()
        self._context.say(prompt("all_right"))
        self.skip()

    def _go_on(self) -> None:
        self._context.pending = None
        session = self._context.session
        if session and session.begun is None:
            self._preparation.tell()

    def _when(self) -> When | None:
        record = self._context.record
        if record.open:
            return When.BEFORE if record.open.begun is None else None
        near = record.near(self._context.now.date)
        return When.AFTER if near and record.sessions[near - 1].begun else None
