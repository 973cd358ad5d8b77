"""How long the massage lasts, as the person wants it."""

from typing import Literal

from intents.intent import Intent
from voice.session.context import Context
from voice.session.event import EventKind
from voice.session.massage import Massage
from voice.session.prompt import Prompt, prompt
from voice.session.slots import seconds

_MINUTE = 60.0


def clamped(context: Context, planned: float) -> Prompt:
    """Return the answer to a length out of the limits: it will be ``planned`` seconds instead."""
    return prompt(
        "duration.clamped",
        longest=context.spoken(context.plan.longest),
        planned=context.spoken(planned),
        shortest=context.spoken(context.plan.shortest),
    )


class Duration:
    """Changes the length of this massage, or of all to come, within the plan's limits."""

    def __init__(self, context: Context, massage: Massage) -> None:
        self._context = context
        self._massage = massage

    def set(self, intent: Intent) -> None:
        """Make this massage last the minutes said; outside a session, all massages to come."""
        wanted = seconds(intent)
        if wanted is None:
            self._say_unclear()
        elif self._context.session is None:
            planned = self._context.plan.clamp(wanted)
            self._context.save(EventKind.SETTING, name="minutes", value=planned / _MINUTE)
            self._say("duration.default", wanted, planned)
        else:
            self._change(wanted)

    def add(self, intent: Intent) -> None:
        """Make this massage longer by the minutes said, or by one."""
        context = self._context
        more = seconds(intent) if "minutes" in intent.slots else _MINUTE
        if context.session is None:
            context.say(prompt("duration.no_massage"))
        elif more is None:
            self._say_unclear()
        elif context.ice_limit >= context.plan.longest - context.session.unseen:
            longest, left = context.spoken(context.plan.longest), context.spoken(context.remaining)
            context.say(prompt("duration.most", longest=longest, left=left))
        else:
            self._change(context.session.planned + more)

    def _change(self, wanted: float) -> None:
        context = self._context
        context.save(EventKind.PLANNED, seconds=context.plan.clamp(wanted))
        self._say("duration.set", wanted, context.ice_limit)
        self._massage.settle()

    def _say(
        self, key: Literal["duration.set", "duration.default"], wanted: float, planned: float
    ) -> None:
        context = self._context
        if planned == wanted:
            context.say(prompt(key, planned=context.spoken(planned)))
        else:
            context.say(clamped(context, planned))

    def _say_unclear(self) -> None:
        plan, spoken = self._context.plan, self._context.spoken
        longest, shortest = spoken(plan.longest), spoken(plan.shortest)
        self._context.say(prompt("duration.unclear", longest=longest, shortest=shortest))
