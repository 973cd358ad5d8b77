"""What happens when nobody says anything."""

from dataclasses import replace

from voice.session.components import SessionComponents
from voice.session.prompt import prompt
from voice.session.question import Pending, Question
from voice.session.record import Outcome, Stage


class Waiting:
    """Repeats or drops questions without an answer, and closes sessions without a person."""

    def __init__(self, concerns: SessionComponents) -> None:
        self._context = concerns.context
        self._gate = concerns.gate
        self._checkin = concerns.checkin
        self._preparation = concerns.preparation
        self._massage = concerns.massage
        self._pains = concerns.pains
        self._reminders = concerns.reminders
        self._warm_asked = 0.0

    def tick(self) -> None:
        """Look whether something has been waited for long enough."""
        context = self._context
        if context.pending and context.pending.overdue(context.plan, context.now.clock):
            self._unanswered(context.pending)
        session = context.session
        if session:
            self._idle(session.stage, context.now.clock - context.touched)
        self._reminders.tick()

    def _unanswered(self, pending: Pending) -> None:
        match pending.question:
            case Question.SKIN:
                self._checkin.overdue()
            case Question.PAIN:
                self._pains.skip()
            case Question.WARM | Question.REST | Question.COURSE:
                self._context.pending = None
            case _ if pending.tries > 1:
                self._gate.leave()
            case _:
                self._context.pending = replace(pending, tries=pending.tries + 1)
                self._context.ask_again()

    def _idle(self, stage: Stage, idle: float) -> None:
        plan = self._context.plan
        if stage is Stage.PREPARING and idle >= plan.preparing_limit:
            self._preparation.leave(Outcome.LEFT, prompt("step.lapsed"))
        elif stage is Stage.PAUSED and idle >= plan.paused_limit:
            self._massage.stop(Outcome.LEFT, self._massage.iced("massage.lapsed"))
        elif stage is Stage.WARMING and idle >= plan.warming_limit:
            self._massage.stop(Outcome.NUMB, prompt("numb.lapsed"))
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
        context.ask(Question.WARM, prompt("numb.ask"))
