"""How strong the pain is, as the person tells it at any time."""

from intents.intent import Intent
from voice.session.context import Context
from voice.session.doctor_advice import DoctorAdvice
from voice.session.event import EventKind
from voice.session.prompt import prompt
from voice.session.slots import number
from voice.session.state import When


class Pains:
    """Notes the pains that are told; see `PainQuestion` for those that are asked for."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._advice = DoctorAdvice(context)

    def is_severe(self, intent: Intent) -> bool:
        """Whether a severe pain is told; a mere number is none, for it only answers."""
        level = number(intent.slots.get("level"))
        if level is None or intent.slots.get("bare"):
            return False
        return level >= self._context.plan.doctor_pain

    def tell(self, intent: Intent) -> None:
        """Note a pain that was not asked for; a mere number is none: it only answers."""
        if not intent.slots.get("bare") and not self.note(intent):
            self._context.say(prompt("pain.unclear"))

    def note(self, intent: Intent) -> bool:
        """Note a pain, and give advice if there is any; False if it is no number from 0 to 10."""
        context = self._context
        level = number(intent.slots.get("level"))
        if level is None or not 0 <= level <= context.plan.most_pain:
            return False
        when = self._when()
        context.save(EventKind.PAIN, level=level, **({"when": when.value} if when else {}))
        context.say(prompt("pain.noted", level=context.script.number(level)))
        self._advice.advise()
        return True

    def _when(self) -> When | None:
        record = self._context.record
        if record.open:
            return When.BEFORE if record.open.begun is None else None
        near = record.near(self._context.now.date)
        return When.AFTER if near and record.sessions[near - 1].begun else None
