"""What stands between "start session" and a session."""

from voice.session.context import Context
from voice.session.duration import clamped
from voice.session.event import EventKind
from voice.session.health import HealthCondition
from voice.session.limits import Limits
from voice.session.preparation import Preparation
from voice.session.prompt import prompt
from voice.session.questions.anyway import AnywayQuestion
from voice.session.questions.cleared import ClearedQuestion
from voice.session.questions.helped import HelpedQuestion
from voice.session.questions.screen import ScreenQuestion


class Admission:
    """Lets a session begin once everything that forbids it has been asked about."""

    def __init__(self, context: Context, limits: Limits, preparation: Preparation) -> None:
        self._context = context
        self._limits = limits
        self._preparation = preparation
        self._planned: float | None = None

    def request(self, planned: float | None) -> None:
        """Begin a session, of ``planned`` seconds if that was said, or ask what is in the way."""
        self._planned = planned
        self._context.drop_question()
        self._context.hush()
        self.proceed()

    def proceed(self) -> None:
        """Ask about what is in the way next; where nothing is, begin the session asked for."""
        context, record = self._context, self._context.record
        if record.emergency:
            context.ask(HelpedQuestion(context, self))
        elif record.barred:
            context.ask(ClearedQuestion(context, self, record.barred))
        elif record.unasked:
            self._screen(record.unasked)
        elif context.forgetful:
            context.say(prompt("resume.unwritten"))
        elif self._limits.uncounted > 0:
            wait = context.spoken(60.0 * -(-self._limits.uncounted // 60))
            context.say(prompt("limit.uncounted", wait=wait))
        elif self._limits.skin > 0:
            context.say(prompt("skin.waits"))
        elif self._limits.full:
            self._refuse()
        elif self._limits.wait > 0:
            context.ask(AnywayQuestion.soon(context, self))
        else:
            self.open(sooner=False)

    def open(self, sooner: bool) -> None:
        """Begin the session asked for; ``sooner`` tells whether that is within the advised gap."""
        plan = self._context.plan
        usual = self._context.record.settings.get("minutes")
        default = 60 * usual if isinstance(usual, int | float) else plan.shortest
        wanted = default if self._planned is None else self._planned
        if plan.clamp(wanted) != wanted:
            self._context.say(clamped(self._context, plan.clamp(wanted)))
        self._preparation.open(plan.clamp(wanted), sooner)

    def _refuse(self) -> None:
        """Say that there were as many sessions as there may be."""
        context, limits = self._context, self._limits
        count = context.script.number(limits.today)
        if limits.tomorrow:
            context.say(prompt("limit.full", count=count))
        else:
            due, wait = limits.spoken_due, limits.spoken_wait
            context.say(prompt("limit.elapsed", count=count, due=due, wait=wait))

    def _screen(self, condition: HealthCondition) -> None:
        """Begin to ask about health with ``condition``; first say what Floe is and is not."""
        context = self._context
        if not context.record.disclaimer:
            context.say(prompt("notice"))
            context.save(EventKind.DISCLAIMER)
        if not context.record.screening:
            context.say(prompt("screen.intro"))
        context.ask(ScreenQuestion(context, self, condition))
