"""What Floe tells when it is asked."""

from collections.abc import Mapping
from typing import Literal

from intents.intent import IntentName
from voice.session.context import Context
from voice.session.limits import Limits
from voice.session.prompt import Prompt, prompt
from voice.session.state import Stage

FACTS: Mapping[IntentName, Prompt] = {
    IntentName.ASK_PAIN_RELIEF: prompt("answer.pain_relief"),
    IntentName.ASK_DOCTOR: prompt("answer.doctor"),
    IntentName.ASK_ICE: prompt("answer.ice"),
    IntentName.ASK_POSITION: prompt("answer.position"),
    IntentName.ASK_TECHNIQUE: prompt("answer.technique"),
}
"""What answers the questions whose answer is always the same."""


class Answers:
    """Answers questions about time and sessions; nothing changes by that."""

    def __init__(self, context: Context, limits: Limits) -> None:
        self._context = context
        self._limits = limits

    def time_left(self) -> None:
        """Say how long the massage goes on; without one, when the next may be."""
        context = self._context
        session = context.session
        if session is None:
            self.next_due()
        elif session.stage is Stage.PREPARING:
            context.say(prompt("time.planned", planned=context.spoken(session.planned)))
        else:
            left = context.spoken(context.remaining)
            context.say(prompt("time.left" if context.massaging else "time.left_paused", left=left))

    def time_elapsed(self) -> None:
        """Say how long the ice was on the skin."""
        context = self._context
        session = context.session
        if session is None:
            context.say(prompt("massage.over"))
        elif session.stage is Stage.PREPARING:
            context.say(prompt("time.planned", planned=context.spoken(session.planned)))
        else:
            context.say(prompt("time.elapsed", elapsed=context.spoken(int(context.ice))))

    def next_due(self) -> None:
        """Say when the next massage may be, while no session is going on."""
        context = self._context
        last = context.record.sessions[-1] if context.record.sessions else None
        warm = not (last and last.numb and last.day == context.now.date.date())
        if context.record.emergency or context.record.barred:
            context.say(prompt("time.doctor"))
        elif self._limits.skin > 0:
            context.say(prompt("skin.waits"))
        elif self._limits.tomorrow:
            context.say(prompt("time.tomorrow"))
        elif self._limits.full or self._limits.wait > 0:
            self._say_due("time.due" if warm else "time.due_warm")
        else:
            context.say(prompt("time.free" if warm else "time.free_warm"))

    def next(self) -> None:
        """Say when the next massage may be, after the session that is going on if there is one."""
        context = self._context
        session = context.session
        if session is None:
            self.next_due()
        elif session.stage is Stage.WARMING:
            context.urge(prompt("time.warming"))
        elif self._limits.today + (session.begun is None) >= context.plan.sessions_a_day:
            context.say(prompt("time.last"))
        else:
            context.say(prompt("time.after", gap=context.spoken(context.plan.gap)))

    def count(self) -> None:
        """Say how many sessions count for today, and how many are left."""
        context = self._context
        today, most = self._limits.today, context.plan.sessions_a_day
        rest = most - today
        number = context.script.number
        if today == 0:
            context.say(prompt("count.none", most=number(most)))
        elif rest <= 0:
            context.say(prompt("count.full", count=number(today)))
        elif rest == 1:
            context.say(prompt("count.last", count=number(today)))
        else:
            context.say(prompt("count.some", count=number(today), rest=number(rest)))
        if today and rest > 0 and context.session is None and self._limits.wait > 0:
            self._say_due("time.due")

    def _say_due(self, key: Literal["time.due", "time.due_warm"]) -> None:
        due, wait = self._limits.spoken_due, self._limits.spoken_wait
        self._context.say(prompt(key, due=due, wait=wait))
