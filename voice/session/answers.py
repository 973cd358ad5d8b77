"""What Floe tells when asked."""

from collections.abc import Mapping

from intents.intent import Intent, IntentName
from voice.session.context import Context
from voice.session.event import Kind
from voice.session.limits import Limits
from voice.session.numbers import number
from voice.session.question import Question
from voice.session.record import Session, Stage

FACTS: Mapping[IntentName, str] = {
    IntentName.ASK_PAIN_RELIEF: "answer.pain_relief",
    IntentName.ASK_DOCTOR: "answer.doctor",
    IntentName.ASK_ICE: "answer.ice",
    IntentName.ASK_POSITION: "answer.position",
    IntentName.ASK_TECHNIQUE: "answer.technique",
}
"""Questions whose answer is always the same."""


class Answers:
    """Answers that change nothing, but for a pain that is noted."""

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
        """When the next massage may be."""
        if self._limits.full:
            self._context.say("time.tomorrow")
        elif self._limits.wait > 0:
            self._context.say("time.due", **self._limits.words())
        else:
            self._context.say("time.free")

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

    def history(self) -> None:
        """What was done in the last days, and how the pain went."""
        context = self._context
        sessions = [one for one in context.record.sessions if one.begun and self._recent(one)]
        days = context.script.number(context.plan.history_days)
        if not sessions:
            context.say("history.none", days=days)
        else:
            context.say(
                "history.some",
                days=days,
                sessions=context.script.count(len(sessions), "session"),
                ice=context.spoken(sum(one.ice for one in sessions)),
            )
        pains = [one.level for one in context.record.pains if self._since(one.at.timestamp())]
        if len(pains) > 1:
            first, last = (context.script.number(level) for level in (pains[0], pains[-1]))
            context.say("history.pain", first=first, last=last)

    def pain(self, intent: Intent) -> None:
        """Note a pain; a severe one is for a doctor. A mere number only answers a question."""
        context = self._context
        if intent.slots.get("bare") and not context.asks(Question.PAIN):
            return
        if context.asks(Question.PAIN):
            context.pending = None
        level = number(intent.slots.get("level"))
        if level is None or not 0 <= level <= context.plan.most_pain:
            context.say("pain.unclear")
            return
        context.save(Kind.PAIN, level=level)
        severe = level >= context.plan.doctor_pain
        context.say("pain.severe" if severe else "pain.noted", level=context.script.number(level))

    def _recent(self, session: Session) -> bool:
        return self._since(session.opened.timestamp())

    def _since(self, timestamp: float) -> bool:
        days = self._context.plan.history_days
        return self._context.now.date.timestamp() - timestamp < days * 24 * 3600
