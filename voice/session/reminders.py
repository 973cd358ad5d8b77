"""The reminder of the next massage; kept by date, so that it outlives a restart and a sleep."""

from datetime import datetime, time, timedelta

from intents.clock import ClockTime
from intents.intent import Intent
from voice.session.acts import Notify, Tone
from voice.session.answers import Answers
from voice.session.context import Context
from voice.session.event import EventKind
from voice.session.limits import Limits
from voice.session.moment import date_after, with_offset
from voice.session.prompt import prompt
from voice.session.slots import seconds


class Reminders:
    """Keeps the one reminder that there is, and says it when nothing else is going on."""

    def __init__(self, context: Context, limits: Limits, answers: Answers) -> None:
        self._context = context
        self._limits = limits
        self._answers = answers

    def set(self, intent: Intent) -> None:
        """Keep a reminder for the time said or the next massage; it replaces the one before."""
        context = self._context
        if "when" in intent.slots:
            time_of_day = ClockTime.read(str(intent.slots["when"]))
            # Without an offset: that o'clock wherever the person is by then.
            self._keep(time_of_day.next(context.now.date))
        elif "minutes" in intent.slots:
            wait = seconds(intent)
            if wait is None:
                context.say(prompt("reminder.unclear"))
                return
            self._keep(date_after(context.now.date, timedelta(seconds=wait)))
        elif self._limits.tomorrow:
            # Without an offset: nine o'clock wherever the person is by then.
            morning = time(context.plan.morning)
            tomorrow = context.now.date.date() + timedelta(days=1)
            self._keep(datetime.combine(tomorrow, morning))
        elif context.session:
            wait = context.remaining + context.plan.gap
            self._keep(date_after(context.now.date, timedelta(seconds=wait)))
        elif self._limits.full or self._limits.wait > 0:
            self._keep(self._limits.due)
        else:
            context.say(prompt("reminder.when"))

    def cancel(self) -> None:
        """Answer "cancel the reminder"."""
        context = self._context
        if context.record.reminder is None:
            context.say(prompt("reminder.none"))
            return
        context.save(EventKind.UNREMINDED)
        context.say(prompt("reminder.cancelled"))

    def tick(self) -> None:
        """Say the reminder if it is due; not into a session or a question, nor far too late."""
        context = self._context
        reminder = context.record.reminder
        if reminder is None or context.session or context.pending:
            return
        late = reminder.late(context.now.date, context.instant)
        if late < 0:
            return
        context.save(EventKind.REMINDED)
        if late > context.plan.reminder_lasts:
            return
        is_late = late > context.plan.reminder_late
        due = context.script.time(reminder.local(context.now.date))
        context.chime(Tone.HEARD)
        say = context.say(prompt("reminder.late" if is_late else "reminder.now", due=due))
        context.acts.append(Notify(say.text))
        self._answers.next_due()

    def _keep(self, due: datetime) -> None:
        context = self._context
        kept = due if due.tzinfo is None else with_offset(due)
        context.save(EventKind.REMINDER, due=kept.isoformat())
        days = (due.date() - context.now.date.date()).days
        at = context.script.time(due)
        if days in (0, 1):
            context.say(prompt("reminder.tomorrow" if days else "reminder.today", due=at))
        else:
            counted = context.script.count(days, "spoken.day")
            context.say(prompt("reminder.later", days=counted, due=at))
