"""How long the massage lasts, as the person wants it."""

from intents.intent import Intent
from voice.session.context import Context
from voice.session.event import EventKind
from voice.session.massage import Massage
from voice.session.slots import seconds

_MINUTE = 60.0


class Duration:
    """Changes the length of this massage, or of all to come, within the plan's limits."""

    def __init__(self, context: Context, massage: Massage) -> None:
        self._context = context
        self._massage = massage

    def set(self, intent: Intent) -> None:
        """Make this massage last the minutes said; with none open, all to come."""
        wanted = seconds(intent)
        if wanted is None:
            self._say("duration.unclear")
        elif self._context.session is None:
            planned = self._context.plan.clamp(wanted)
            self._context.save(EventKind.SETTING, name="minutes", value=planned / _MINUTE)
            self._say("duration.default" if planned == wanted else "duration.clamped", planned)
        else:
            self._change(wanted)

    def add(self, intent: Intent) -> None:
        """Make this massage longer by the minutes said, or by one."""
        context = self._context
        more = seconds(intent) if "minutes" in intent.slots else _MINUTE
        if context.session is None:
            context.say("duration.no_massage")
        elif more is None:
            self._say("duration.unclear")
        elif context.end >= context.plan.longest - context.session.unseen:
            context.say(
                "duration.most",
                longest=context.spoken(context.plan.longest),
                left=context.spoken(context.left),
            )
        else:
            self._change(context.session.planned + more)

    def _change(self, wanted: float) -> None:
        context = self._context
        context.save(EventKind.PLANNED, seconds=context.plan.clamp(wanted))
        self._say("duration.set" if context.end == wanted else "duration.clamped", context.end)
        self._massage.settle()

    def _say(self, key: str, planned: float = 0.0) -> None:
        context = self._context
        context.say(
            key,
            shortest=context.spoken(context.plan.shortest),
            longest=context.spoken(context.plan.longest),
            planned=context.spoken(planned),
        )
