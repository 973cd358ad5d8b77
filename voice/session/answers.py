"""What Floe tells when asked."""

from collections.abc import Mapping

from intents.intent import IntentName
from voice.session.context import Context
from voice.session.limits import Limits
from voice.session.record import Stage

FACTS: Mapping[IntentName, str] = {
    IntentName.ASK_PAIN_RELIEF: "answer.pain_relief",
    IntentName.ASK_DOCTOR: "answer.doctor",
    IntentName.ASK_ICE: "answer.ice",
    IntentName.ASK_POSITION: "answer.position",
    IntentName.ASK_TECHNIQUE: "answer.technique",
}
"""Questions whose answer is always the same."""


class Answers:
    """Answers that change nothing."""

    def __init__(self, context: Context, limits: Limits) -> None:
        self._context = context
        self._limits = limits

    def time_left(self) -> None:
        """How long the massage goes on, or when the next may be."""
        context = self._context
        session = context.session
        if session is None:
            self.next_due()
        elif session.stage is Stage.PREPARING:
            context.say("time.planned", planned=context.spoken(session.planned))
        else:
            key = "time.left" if context.massaging else "time.left_paused"
            context.say(key, left=context.spoken(context.left))

    def time_elapsed(self) -> None:
        """How long the ice was on the skin."""
        context = self._context
        session = context.session
        if session is None:
            context.say("massage.over")
        elif session.stage is Stage.PREPARING:
            context.say("time.planned", planned=context.spoken(session.planned))
        else:
            context.say("time.elapsed", elapsed=context.spoken(int(context.ice)))

    def next_due(self) -> None:
        """When the next massage may be, with no session going on."""
        context = self._context
        last = context.record.sessions[-1] if context.record.sessions else None
        warm = not (last and last.numb and last.day == context.now.date.date())
        if context.record.emergency or context.record.barred:
            context.say("time.doctor")
        elif self._limits.full:
            context.say("time.tomorrow")
        elif self._limits.wait > 0:
            context.say("time.due" if warm else "time.due_warm", **self._limits.words())
        else:
            context.say("time.free" if warm else "time.free_warm")

    def next(self) -> None:
        """ "When can I go again": after the session that is going on, if there is one."""
        context = self._context
        session = context.session
        if session is None:
            self.next_due()
        elif session.stage is Stage.WARMING:
            context.urge("time.warming")
        elif self._limits.today + (session.begun is None) >= context.plan.sessions_a_day:
            context.say("time.last")
        else:
            context.say("time.after", gap=context.spoken(context.plan.gap))

    def count(self) -> None:
        """How many sessions count for today, and how many are left."""
        context = self._context
        today, most = self._limits.today, context.plan.sessions_a_day
        rest = most - today
        key = "none" if today == 0 else "full" if rest <= 0 else "last" if rest == 1 else "some"
        context.say(
            f"count.{key}",
            count=context.script.number(today),
            rest=context.script.number(max(0, rest)),
            most=context.script.number(most),
        )
        if today and rest > 0 and context.session is None and self._limits.wait > 0:
            context.say("time.due", **self._limits.words())
