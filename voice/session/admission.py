"""What stands between "start session" and a session."""

from voice.session.context import Context
from voice.session.duration import clamped
from voice.session.event import EventKind
from voice.session.limits import Limits
from voice.session.preparation import Preparation
from voice.session.prompt import prompt
from voice.session.question import Question
from voice.session.screening import Screening


class Admission:
    """Lets a session begin once everything that forbids it has been asked about."""

    def __init__(
        self, context: Context, limits: Limits, screening: Screening, preparation: Preparation
    ) -> None:
        self._context = context
        self._limits = limits
        self._screening = screening
        self._preparation = preparation
        self._planned: float | None = None

    def request(self, planned: float | None) -> None:
        """Begin a session, of ``planned`` seconds if that was said, or ask what is in the way."""
        self._planned = planned
        self._context.pending = None
        self._context.hush()
        self._proceed()

    def answer(self, yes: bool, anyway: bool) -> None:
        """Take the answer to the question that is in the way."""
        pending = self._context.pending
        match pending.question if pending else None:
            case Question.HELPED:
                self._helped(yes)
            case Question.CLEARED:
                if self._screening.cleared(yes):
                    self._proceed()
            case Question.SCREEN:
                if self._screening.answer(yes):
                    self._proceed()
            case Question.ANYWAY:
                self._earlier(yes, anyway)

    def leave(self) -> None:
        """Give up the request."""
        context = self._context
        if context.asks(Question.SCREEN):
            self._screening.leave()
        else:
            context.pending = None
            context.say(prompt("all_right"))

    def _proceed(self) -> None:
        context = self._context
        if context.record.emergency:
            context.ask(Question.HELPED, prompt("emergency.ask"))
        elif context.record.barred:
            self._screening.ask_cleared()
        elif context.record.unasked:
            self._screening.begin()
        elif self._limits.full:
            context.say(prompt("limit.full", count=context.script.number(self._limits.today)))
        elif self._limits.wait > 0:
            due, wait = self._limits.spoken_due, self._limits.spoken_wait
            context.ask(Question.ANYWAY, prompt("limit.soon", due=due, wait=wait))
        else:
            self._open(sooner=False)

    def _helped(self, yes: bool) -> None:
        context = self._context
        context.pending = None
        if not yes:
            context.urge(prompt("emergency.kept"))
            return
        context.save(EventKind.CLEARED)
        context.say(prompt("emergency.cleared"))
        self._proceed()

    def _earlier(self, yes: bool, anyway: bool) -> None:
        context = self._context
        if not yes:
            context.pending = None
            context.say(prompt("limit.waits", due=self._limits.spoken_due))
        elif self._limits.full:
            self._proceed()
        elif anyway:
            self._open(sooner=True)
        else:
            context.ask(Question.ANYWAY, prompt("limit.in_full"))

    def _open(self, sooner: bool) -> None:
        plan = self._context.plan
        usual = self._context.record.settings.get("minutes")
        default = 60 * usual if isinstance(usual, int | float) else plan.shortest
        wanted = default if self._planned is None else self._planned
        if plan.clamp(wanted) != wanted:
            self._context.say(clamped(self._context, plan.clamp(wanted)))
        self._preparation.open(plan.clamp(wanted), sooner)
