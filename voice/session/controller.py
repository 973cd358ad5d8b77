"""The way into the session: what is heard and the passing of time in, acts out."""

from intents.intent import Intent, IntentName
from intents.situation import Situation
from voice.session.acts import Act, Hush, Say
from voice.session.context import Component, Context
from voice.session.dialogue import Dialogue
from voice.session.event import EventKind
from voice.session.moment import Moment
from voice.session.parts import SessionParts
from voice.session.phase import OFFERS, Phase, Snapshot, phase, situation, snapshot
from voice.session.plan import Plan
from voice.session.prompt import prompt
from voice.session.record import Record
from voice.session.recovery import Recovery
from voice.session.script import Script
from voice.session.timeline import DAY
from voice.session.trouble import Advice, Trouble
from voice.session.waiting import Waiting

_NOT_REPEATED = frozenset({"coach.count", "miss"})


class Controller:
    """A pure state machine: every call tells it the moment, and returns acts to carry out in order.

    Call `start` once first, then the others as things happen, and `tick` at least each second.
    During the massage, more than `Plan.lapse` seconds between two calls count as time that
    nobody watched, and pause it.
    """

    def __init__(
        self, plan: Plan, script: Script, record: Record, *, sound_recorded: bool = False,
        person: str = "",
    ) -> None:  # fmt: skip
        """Take up what is remembered of ``person``, who may be nameless.

        With ``sound_recorded`` it is said that the sound is recorded.
        """
        self._context = Context(plan, script, record, person)
        self._sound_recorded = sound_recorded
        parts = SessionParts.of(self._context)
        self._massage = parts.massage
        self._tuning = parts.tuning
        self._persons = parts.persons
        self._reminders = parts.reminders
        self._dialogue = Dialogue(parts)
        self._waiting = Waiting(parts)
        self._trouble = Trouble(parts)
        self._missed: float | None = None
        self._doubted: float | None = None
        self._miss_allowed = True
        self._misses = 0

    @property
    def phase(self) -> Phase:
        """Where the conversation stands."""
        return phase(self._context)

    @property
    def record(self) -> Record:
        """All that is remembered, what the last acts are to save included."""
        return self._context.record

    def snapshot(self) -> Snapshot:
        """Return the session as it stands, for a display."""
        return snapshot(self._context)

    @property
    def asked(self) -> frozenset[IntentName]:
        """The intents that would answer the question that waits for one."""
        pending = self._context.pending
        return pending.answers if pending else frozenset()

    @property
    def asked_aloud(self) -> bool:
        """Whether the question that waits has begun to be spoken; without one it is true."""
        pending = self._context.pending
        return pending is None or pending.begun

    @property
    def situation(self) -> Situation:
        """In what situation somebody speaks just now."""
        return situation(self._context)

    @property
    def useless(self) -> frozenset[IntentName]:
        """The intents about which Floe would do nothing just now."""
        return frozenset(name for name in IntentName if not self._dialogue.hears(name))

    @property
    def failing(self) -> frozenset[Component]:
        """The components that fail just now."""
        return frozenset(self._context.failing)

    def hears(self, name: str) -> bool:
        """Whether Floe would do anything about an intent of this name just now."""
        return self._dialogue.hears(name)

    def start(self, moment: Moment) -> list[Act]:
        """Begin to run: greet, or say what the last run left behind."""
        context = self._context
        context.begin(moment)
        jump = context.record.timeline.jump(moment.date, context.uptime)
        self._tuning.apply()
        if self._sound_recorded:
            context.say(prompt("greeting.recorded"))
        if not Recovery(context, self._massage).run():
            self._persons.greet()
        lost = context.record.lost
        if lost and context.instant.passed - lost.passed < DAY:
            context.say(prompt("lost"))
        self._note_clock(jump)
        self._reminders.tick()
        return self._acts()

    def stay(self, moment: Moment) -> list[Act]:
        """Say that the person asked for by `Switch` cannot be served, so that nothing changes."""
        self._pass(moment)
        self._context.say(prompt("person.failed"))
        return self._acts()

    def hear(self, intent: Intent, moment: Moment) -> list[Act]:
        """Answer what was said; where `hears` is false there is no answer."""
        self._pass(moment)
        if self._dialogue.hears(intent.name):
            self._context.touched = moment.clock
            self._miss_allowed = True
            self._misses = 0
            self._dialogue.answer(intent)
        return self._acts()

    def doubt(self, intent: Intent, moment: Moment) -> list[Act]:
        """Ask whether something was meant that is likely, but too grave to be taken for granted.

        That is once in `Plan.miss_gap` seconds; otherwise, and while another question waits, it
        counts as something that is no command.
        """
        self._pass(moment)
        if self._rested(self._doubted) and self._dialogue.doubt(intent):
            self._doubted = self._context.touched = moment.clock
            self._miss_allowed, self._missed = True, None
            return self._acts()
        return self.miss(moment)

    def miss(self, moment: Moment) -> list[Act]:
        """Take note that something was said that is no command.

        Floe owns up to that while a question waits for its answer; in a session also where it
        happens twice, and then says what can be said. It is rare: at most once for each command
        heard, and once in `Plan.miss_gap` seconds.
        """
        self._pass(moment)
        context = self._context
        self._misses += 1
        rested = self._rested(self._missed)
        again = self._misses > 1 and self.phase in OFFERS and self.phase is not Phase.IDLE
        if self._miss_allowed and rested and (context.pending or again):
            self._missed = moment.clock
            self._miss_allowed = False
            if context.pending:
                context.pending.miss()
            else:
                first, second, *_ = context.script.offers(OFFERS[self.phase])
                context.say(prompt("miss_twice", first=first, second=second))
        return self._acts()

    def insist(self, moment: Moment) -> list[Act]:
        """Ask at once what was answered before it was asked: that was an answer to something else.

        Only who knows what is spoken can tell; see `asked_aloud`.
        """
        self._pass(moment)
        if self._context.pending:
            self._context.touched = moment.clock
            self._context.pending.repeat()
        return self._acts()

    def speech_begun(self, key: str, moment: Moment) -> list[Act]:
        """Take note that the prompt ``key`` is being spoken."""
        self._pass(moment)
        if self._context.pending:
            self._context.pending.speech_begun(key)
        return self._acts()

    def speech_ended(self, key: str, moment: Moment) -> list[Act]:
        """Take note that the prompt ``key`` was spoken to its end: silence counts from here."""
        self._pass(moment)
        if self._context.pending:
            self._context.pending.speech_ended(key)
        self._trouble.speech_ended(key)
        return self._acts()

    def tick(self, moment: Moment) -> list[Act]:
        """Let time pass."""
        self._pass(moment)
        self._note_clock(self._context.record.timeline.jump(moment.date, self._context.uptime))
        self._waiting.tick()
        self._trouble.tick()
        return self._acts()

    def advise(self, advice: Advice, moment: Moment) -> list[Act]:
        """Say what helps a microphone whose level is wrong."""
        self._pass(moment)
        self._trouble.advise(advice)
        return self._acts()

    def trouble(self, component: Component, moment: Moment) -> list[Act]:
        """Take note that ``component`` fails; again is ignored."""
        self._pass(moment)
        self._trouble.begin(component)
        return self._acts()

    def cut_off(self, why: str, moment: Moment) -> list[Act]:
        """Take note that Floe ends here, because of ``why``; nothing more can be said."""
        self._pass(moment)
        self._trouble.cut_off(why)
        return self._acts()

    def mended(self, component: Component, moment: Moment) -> list[Act]:
        """Take note that ``component`` works again; ignored unless it failed."""
        self._pass(moment)
        self._trouble.end(component)
        return self._acts()

    def _note_clock(self, jump: float) -> None:
        """Keep that the date was set by ``jump`` seconds, and say so if nothing is going on."""
        context = self._context
        if abs(jump) <= context.plan.clock_set:
            return
        context.save(EventKind.CLOCK_SET, jump=jump)
        if context.session is None and context.pending is None:
            context.say(prompt("clock.set"))

    def _rested(self, since: float | None) -> bool:
        """Whether that was so long ago that it may come again."""
        context = self._context
        return since is None or context.now.clock - since >= context.plan.miss_gap

    def _pass(self, moment: Moment) -> None:
        passed = max(0.0, moment.clock - self._context.now.clock)
        self._context.now = moment
        if self._context.massaging:
            self._massage.advance(passed)

    def _acts(self) -> list[Act]:
        acts, self._context.acts = self._context.acts, []
        hushed = max((at for at, act in enumerate(acts) if isinstance(act, Hush)), default=-1)
        said = [act for act in acts[hushed + 1 :] if isinstance(act, Say)]
        self._context.repeatable = [
            say for say in said if say.key not in _NOT_REPEATED
        ] or self._context.repeatable
        return acts
