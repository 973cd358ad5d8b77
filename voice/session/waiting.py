"""What happens when nobody says anything."""

from voice.session.parts import SessionParts
from voice.session.prompt import prompt
from voice.session.questions.warm import WarmQuestion
from voice.session.state import Outcome, Stage


class Waiting:
    """Tells a question that nobody answers it, and closes sessions without a person."""

    def __init__(self, parts: SessionParts) -> None:
        self._context = parts.context
        self._preparation = parts.preparation
        self._massage = parts.massage
        self._reminders = parts.reminders
        self._warm_asked = 0.0

    def tick(self) -> None:
        """See to whatever has been waited for long enough."""
        context = self._context
        if context.pending and context.pending.overdue:
            context.pending.silence()
        session = context.session
        if session:
            self._idle(session.stage, context.now.clock - context.touched)
        self._reminders.tick()

    def _idle(self, stage: Stage, idle: float) -> None:
        plan = self._context.plan
        if stage is Stage.PREPARING and idle >= plan.preparing_limit:
            self._preparation.leave(Outcome.LEFT, prompt("step.lapsed"))
        elif stage is Stage.PAUSED and idle >= plan.paused_limit:
            self._massage.end(Outcome.LEFT, self._massage.iced("massage.lapsed"))
        elif stage is Stage.WARMING and idle >= plan.warming_limit:
            self._massage.end(Outcome.NUMB, prompt("numb.lapsed"))
        elif stage is Stage.WARMING:
            self._ask_warm()

    def _ask_warm(self) -> None:
        """Ask about numb skin now and then."""
        context = self._context
        clock = context.now.clock
        asked = max(self._warm_asked, context.touched)
        if context.pending or context.blocked or clock - asked < context.plan.warm_ask:
            return
        self._warm_asked = clock
        context.ask(WarmQuestion.meanwhile(context, self._massage))
