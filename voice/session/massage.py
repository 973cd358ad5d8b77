"""The massage: its clock, and everything that holds or ends it."""

from typing import Literal, TypeAlias

from voice.session import coaching
from voice.session.acts import Priority, Tone
from voice.session.context import Component, Context
from voice.session.event import EventKind
from voice.session.prompt import Prompt, prompt
from voice.session.questions.pain import PainQuestion
from voice.session.questions.rest import RestQuestion
from voice.session.questions.skin import SkinQuestion
from voice.session.state import Outcome

_PAUSED = prompt("massage.paused")
IcedKey: TypeAlias = Literal[
    "massage.stopped", "massage.completed", "massage.lapsed", "numb.enough"
]
"""The prompts for the end of a massage that tell how long the ice was on the skin."""


class Massage:
    """Counts the seconds of ice on the skin, and has the ice taken off."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._cued = 0.0

    def begin(self) -> None:
        """Start the clock, for ice touches the skin for the first time."""
        context = self._context
        if context.blocked or context.forgetful:
            self._refuse()
            return
        context.failing.discard(Component.ECHO)
        context.ice = 0.0
        context.next_check = context.plan.first_check
        context.hush()
        context.save(EventKind.BEGUN)
        context.chime(Tone.HEARD)
        context.say(prompt("massage.begin"))

    def resume(self) -> None:
        """Let the clock run again, for the person has said so."""
        context = self._context
        if context.blocked or context.forgetful:
            self._refuse()
            return
        # Who says so after that pause has heard, or seen, what it was for.
        context.failing.discard(Component.ECHO)
        context.drop_question()
        plan = context.plan
        if context.session and context.session.numb_stops:
            context.next_check = context.ice + plan.check_soon
        else:
            context.next_check = max(plan.first_check, context.ice + plan.check_often)
        context.hush()
        context.save(EventKind.RESUMED)
        context.chime(Tone.HEARD)
        context.say(prompt("massage.resumed", left=context.spoken(context.remaining)))

    def pause(self, why: str, words: Prompt = _PAUSED, tone: Tone = Tone.PAUSED) -> None:
        """Have the ice taken off for now, because of ``why``; only the person can go on."""
        context = self._context
        context.hush()
        context.drop_question()
        context.touched = context.now.clock
        context.save(EventKind.PAUSED, ice=context.ice, why=why)
        context.chime(tone)
        context.urge(words)

    def cut_off(self, why: str) -> None:
        """Note that the ice is to be off, for Floe ends; whoever ends it has that said."""
        context = self._context
        context.hush()
        context.drop_question()
        context.save(EventKind.PAUSED, ice=context.ice, why=why)

    def numb(self) -> None:
        """Have the ice taken off until the skin is warm."""
        context = self._context
        context.hush()
        context.drop_question()
        context.touched = context.now.clock
        context.save(EventKind.NUMB, ice=context.ice)
        context.chime(Tone.PAUSED)
        context.urge(prompt("numb.now"))

    def warm(self) -> None:
        """Offer the rest, now that numb skin is warm again, or end it if too little is left."""
        context = self._context
        context.drop_question()
        context.save(EventKind.WARM)
        if context.remaining < context.plan.least_rest:
            self.end_and_ask_pain(Outcome.NUMB, self.iced("numb.enough"))
        else:
            context.ask(RestQuestion.once_warm(context, self))

    def end(
        self, outcome: Outcome, words: Prompt, tone: Tone = Tone.DONE, loud: bool = False
    ) -> None:
        """Have the ice taken off for good: end the session, and say so in ``words``."""
        context = self._context
        context.hush()
        context.finish(outcome)
        context.chime(tone)
        context.urge(words, loud=loud)

    def end_and_ask_pain(self, outcome: Outcome, words: Prompt) -> None:
        """Do what `end` does, and then ask for the pain if Floe can hear the answer."""
        self.end(outcome, words)
        if not self._context.blocked:
            self._context.ask(PainQuestion.after(self._context))

    def iced(self, key: IcedKey) -> Prompt:
        """Return the prompt ``key``, which tells how long the ice was on the skin."""
        return prompt(key, ice=self._context.spoken(self._context.ice))

    def advance(self, seconds: float) -> None:
        """Let time pass with the ice on the skin."""
        context = self._context
        if seconds > context.plan.lapse:
            self._lapse(seconds)
            return
        before = context.ice
        context.ice = min(before + seconds, context.ice_limit)
        if context.remaining <= 0:
            self._overrun(before + seconds - context.ice)
            self.settle()
            return
        if int(context.ice) > int(before):
            context.save(EventKind.PROGRESS, ice=context.ice)
        self._coach(before)
        self._check()

    def settle(self) -> None:
        """End the massage if its time is over."""
        if self._context.remaining <= 0:
            self.end_and_ask_pain(Outcome.COMPLETED, self.iced("massage.completed"))

    def _refuse(self) -> None:
        blocked = self._context.blocked
        self._context.chime(Tone.TROUBLE)
        self._context.say(prompt("resume.blocked" if blocked else "resume.unwritten"))

    def _overrun(self, seconds: float) -> None:
        """Take note of ice past the end of the massage, if Floe was held up just then."""
        context = self._context
        if seconds >= context.plan.progress_every:
            context.save(EventKind.PROGRESS, ice=context.ice)
            context.save(EventKind.RECOVERED, unseen=seconds)

    def _lapse(self, seconds: float) -> None:
        """Pause or end a massage that nobody watched for some time: the ice may have been on."""
        context = self._context
        context.save(EventKind.PROGRESS, ice=context.ice)
        context.save(EventKind.RECOVERED, unseen=seconds)
        if context.remaining < context.plan.least_rest:
            self.end(Outcome.CUT_OFF, prompt("massage.time_over"), Tone.TROUBLE)
            return
        self.pause("lapse", prompt("massage.time_lost"), Tone.TROUBLE)

    def _coach(self, before: float) -> None:
        context = self._context
        cue = coaching.between(context.plan, context.ice_limit, before, context.ice)
        if cue is None:
            return
        near = context.next_check - context.ice < context.plan.tip_clear
        if cue.tip and (context.pending or near):
            return
        self._cued = context.ice
        counted = cue.key == "coach.count"
        lasts = context.plan.count_lasts if counted else context.plan.coaching_lasts
        context.speak(cue.words(context.script), Priority.COACHING, lasts)

    def _check(self) -> None:
        context = self._context
        plan = context.plan
        due = context.ice >= context.next_check and context.remaining > plan.check_last
        clear = not 0 <= context.ice - self._cued < plan.cue_clear
        if not due or not clear or context.pending:
            return
        every = plan.check_every if context.ice < plan.numb_from else plan.check_often
        context.next_check = context.ice + every
        context.ask(SkinQuestion(context, self))
