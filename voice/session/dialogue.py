"""Which part of the session each intent goes to."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from intents.intent import Intent, IntentName
from voice.session.acts import Priority
from voice.session.answers import FACTS
from voice.session.flow import Flow
from voice.session.parts import SessionParts
from voice.session.phase import OFFERS, Phase, phase
from voice.session.prompt import HelpKey, Prompt, prompt
from voice.session.questions.alarm import AlarmQuestion
from voice.session.questions.meant import MeantQuestion
from voice.session.questions.question import Question
from voice.session.questions.which import WhichQuestion

_TUNED = (IntentName.LOUDER, IntentName.QUIETER, IntentName.FASTER, IntentName.SLOWER)

HELP: Mapping[Phase, HelpKey] = {
    Phase.IDLE: "help.idle",
    Phase.PREPARING: "help.preparing",
    Phase.MASSAGING: "help.massaging",
    Phase.PAUSED: "help.paused",
    Phase.WARMING: "help.warming",
}
"""The prompt that names what can be said in a phase; in the screening that is but yes and no."""

_ALARMS = frozenset({IntentName.REPORT_EMERGENCY, IntentName.REPORT_UNWELL, IntentName.REPORT_SKIN})
"""What, where it is not sure, is asked about with "is something the matter?"."""
Handler = Callable[[Intent], None]


class Dialogue:
    """Answers every intent in every phase, but yes and no only while a question waits.

    In the preparations "okay" goes on, too: each step waits for that.
    """

    def __init__(self, parts: SessionParts) -> None:
        self._context = parts.context
        self._flow = Flow(parts)
        self._answers = parts.answers
        self._progress = parts.progress
        self._reminders = parts.reminders
        self._persons = parts.persons
        self._duration = parts.duration
        self._tuning = parts.tuning
        self._handlers: Mapping[IntentName, Handler] = {
            **self._moving(),
            **self._asking(),
            **dict.fromkeys(FACTS, self._fact),
            **dict.fromkeys(_TUNED, self._tune),
        }

    def hears(self, name: str) -> bool:
        """Whether Floe would do or say anything now about the intent ``name``.

        "Skip" goes on in the preparations. During the massage there is nothing to skip; it is taken
        all the same, and pauses the massage, because it sounds like "stop", and may have been that.
        """
        context = self._context
        if context.pending and name in context.pending.replies():
            return True
        if name == IntentName.CANCEL:
            return phase(context) is Phase.PREPARING
        if name == IntentName.YES:
            return phase(context) is Phase.PREPARING and context.pending is None
        if name == IntentName.SKIP:
            return context.massaging or phase(context) is Phase.PREPARING
        return name in self._handlers

    def answer(self, intent: Intent) -> None:
        """Do what was said; the question that waits for its answer hears it first."""
        context = self._context
        if context.pending and context.pending.hear(intent):
            return
        obey = self._handlers[IntentName(intent.name)]
        if intent.rival and context.pending is None:
            context.ask(WhichQuestion(context, intent, obey))
        else:
            obey(intent)

    def doubt(self, intent: Intent) -> bool:
        """Ask whether ``intent`` was meant; False if there is no question about it just now."""
        context, obey = self._context, self._handlers.get(IntentName(intent.name))
        if context.pending or obey is None or not self.hears(intent.name):
            return False
        question: Question | None = None
        if intent.name in _ALARMS and phase(context) is Phase.IDLE:
            question = AlarmQuestion(context, intent, obey)
        else:
            question = MeantQuestion.about(context, intent, obey)
        if question:
            context.ask(question)
        return question is not None

    def _moving(self) -> Mapping[IntentName, Handler]:
        flow = self._flow
        return {
            IntentName.START_SESSION: flow.start,
            IntentName.NEXT_STEP: flow.next,
            IntentName.YES: flow.next,
            IntentName.PREVIOUS_STEP: flow.back,
            IntentName.PAUSE: flow.pause,
            IntentName.RESUME: flow.resume,
            IntentName.STOP_SESSION: flow.stop,
            IntentName.REPORT_NUMB: flow.numb,
            IntentName.REPORT_WARM: flow.warm,
            IntentName.REPORT_UNWELL: flow.unwell,
            IntentName.REPORT_SKIN: flow.skin,
            IntentName.REPORT_PAIN: flow.pain,
            IntentName.REPORT_EMERGENCY: flow.emergency,
            IntentName.CANCEL: flow.cancel,
            IntentName.GOODBYE: flow.leave,
            IntentName.SKIP: flow.skip,
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
            IntentName.SET_DURATION: duration.set,
            IntentName.ADD_TIME: duration.add,
            IntentName.HELP: lambda _: self._help(),
            IntentName.THANKS: lambda _: self._say(prompt("thanks")),
            IntentName.GREETING: lambda _: self._say(prompt("hello")),
        }

    def _say(self, words: Prompt) -> None:
        self._context.say(words)

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

    def _repeat(self) -> None:
        context = self._context
        context.hush()
        if context.pending:
            context.pending.repeat()
        elif context.repeatable:
            context.acts.extend(
                replace(say, priority=max(say.priority, Priority.ANSWER), expires=None, loud=False)
                for say in context.repeatable
            )
        else:
            context.say(prompt("nothing_said"))
