"""Which part of the session each intent goes to."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from intents.intent import Intent, IntentName
from voice.session.acts import Priority
from voice.session.answers import FACTS
from voice.session.components import SessionComponents
from voice.session.flow import Flow
from voice.session.phase import OFFERS, Phase, phase
from voice.session.prompt import HelpKey, prompt
from voice.session.question import Question

_ABOUT_SKIN = frozenset(
    {
        IntentName.YES,
        IntentName.NO,
        IntentName.REPEAT,
        IntentName.REPORT_WARM,
        IntentName.REPORT_NUMB,
        IntentName.REPORT_EMERGENCY,
        IntentName.PAUSE,
        IntentName.STOP_SESSION,
        IntentName.GOODBYE,
    }
)
"""What answers a check-in, repeats it, or takes the ice off."""
_TUNED = (IntentName.LOUDER, IntentName.QUIETER, IntentName.FASTER, IntentName.SLOWER)

HELP: Mapping[Phase, HelpKey] = {
    Phase.IDLE: "help.idle",
    Phase.PREPARING: "help.preparing",
    Phase.MASSAGING: "help.massaging",
    Phase.PAUSED: "help.paused",
    Phase.WARMING: "help.warming",
}
"""What names the commands; in the screening there are only yes and no."""

Handler = Callable[[Intent], None]


class Dialogue:
    """Answers every intent in every phase; yes and no only where something was asked."""

    def __init__(self, concerns: SessionComponents) -> None:
        self._context = concerns.context
        self._flow = Flow(concerns)
        self._gate = concerns.gate
        self._massage = concerns.massage
        self._checkin = concerns.checkin
        self._answers = concerns.answers
        self._pains = concerns.pains
        self._progress = concerns.progress
        self._reminders = concerns.reminders
        self._persons = concerns.persons
        self._duration = concerns.duration
        self._tuning = concerns.tuning
        self._handlers: Mapping[IntentName, Handler] = {
            **self._moving(),
            **self._asking(),
            **dict.fromkeys(FACTS, self._fact),
            **dict.fromkeys(_TUNED, self._tune),
        }

    def hears(self, name: str) -> bool:
        """Whether ``name`` is worth hearing now: to the rest Floe would say nothing."""
        context = self._context
        if name in (IntentName.YES, IntentName.NO):
            return context.pending is not None
        if name == IntentName.CANCEL:
            return context.pending is not None or phase(context) is Phase.PREPARING
        if name == IntentName.SKIP:
            return context.asks(Question.PAIN) or context.massaging
        return name in self._handlers

    def answer(self, intent: Intent) -> None:
        """Do what was said."""
        name = IntentName(intent.name)
        if self._context.asks(Question.SKIN) and name not in _ABOUT_SKIN:
            self._checkin.evade()
        self._handlers[name](intent)

    def _moving(self) -> Mapping[IntentName, Handler]:
        flow = self._flow
        return {
            IntentName.START_SESSION: flow.start,
            IntentName.NEXT_STEP: flow.next,
            IntentName.PREVIOUS_STEP: flow.back,
            IntentName.PAUSE: flow.pause,
            IntentName.RESUME: flow.resume,
            IntentName.STOP_SESSION: flow.stop,
            IntentName.REPORT_NUMB: flow.numb,
            IntentName.REPORT_WARM: self._warm,
            IntentName.REPORT_EMERGENCY: flow.emergency,
            IntentName.CANCEL: flow.cancel,
            IntentName.GOODBYE: flow.leave,
            IntentName.YES: self._yes,
            IntentName.NO: self._no,
            IntentName.SKIP: self._skip,
        }

    def _asking(self) -> Mapping[IntentName, Handler]:
        answers, duration, progress = self._answers, self._duration, self._progress
        return {
            IntentName.REPEAT: lambda _: self._repeat(),
            IntentName.TIME_LEFT: lambda _: answers.time_left(),
            IntentName.TIME_ELAPSED: lambda _: answers.time_elapsed(),
            IntentName.COUNT_TODAY: lambda _: answers.count(),
            IntentName.ASK_NEXT: lambda _: answers.next(),
            IntentName.ASK_COURSE: lambda _: progress.course(),
            IntentName.ASK_DAY: lambda _: progress.day(),
            IntentName.ASK_HISTORY: lambda _: progress.week(),
            IntentName.ASK_LAST: lambda _: progress.last(),
            IntentName.END_COURSE: lambda _: progress.ask_end(),
            IntentName.SET_REMINDER: self._reminders.set,
            IntentName.CANCEL_REMINDER: lambda _: self._reminders.cancel(),
            IntentName.SET_PERSON: self._persons.switch,
            IntentName.REPORT_PAIN: self._pains.tell,
            IntentName.SET_DURATION: duration.set,
            IntentName.ADD_TIME: duration.add,
            IntentName.HELP: lambda _: self._help(),
        }

    def _fact(self, intent: Intent) -> None:
        self._context.say(FACTS[IntentName(intent.name)])

    def _help(self) -> None:
        now = phase(self._context)
        script = self._context.script
        if now is Phase.SCREENING:
            self._context.say(prompt("help.screening"))
        else:
            commands = script.listing(script.offers(OFFERS[now]))
            self._context.say(prompt(HELP[now], commands=commands))

    def _tune(self, intent: Intent) -> None:
        self._tuning.change(IntentName(intent.name))

    def _yes(self, intent: Intent) -> None:
        if self._context.asks(Question.SKIN):
            self._checkin.answer(yes=True)
        elif intent.slots.get("fine"):
            return
        elif self._context.asks(Question.WARM):
            self._flow.warm()
        elif self._context.asks(Question.REST):
            self._massage.resume()
        elif self._context.asks(Question.PAIN):
            self._pains.unclear()
        elif self._context.asks(Question.COURSE):
            self._progress.end(yes=True)
        else:
            self._gate.answer(yes=True, anyway=bool(intent.slots.get("anyway")))

    def _no(self, _: Intent) -> None:
        if self._context.asks(Question.SKIN):
            self._checkin.answer(yes=False)
        elif self._context.asks(Question.WARM) or self._context.asks(Question.REST):
            self._flow.decline()
        elif self._context.asks(Question.PAIN):
            self._pains.decline()
        elif self._context.asks(Question.COURSE):
            self._progress.end(yes=False)
        else:
            self._gate.answer(yes=False, anyway=False)

    def _skip(self, intent: Intent) -> None:
        """Skip the question about pain; in the massage nothing can be, and it sounds like stop."""
        if self._context.massaging:
            self._flow.pause(intent)
        else:
            self._pains.decline()

    def _warm(self, intent: Intent) -> None:
        if self._context.asks(Question.SKIN):
            self._checkin.answer(yes=True)
        else:
            self._flow.warm(intent)

    def _repeat(self) -> None:
        context = self._context
        context.hush()
        if context.pending:
            context.ask_again()
        elif context.repeatable:
            context.acts.extend(
                replace(say, priority=max(say.priority, Priority.ANSWER), expires=None, loud=False)
                for say in context.repeatable
            )
        else:
            context.say(prompt("nothing_said"))
