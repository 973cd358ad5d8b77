"""The commands that move a session on, hold it or end it."""

from collections.abc import Callable
from typing import Literal, TypeAlias

from intents.intent import Intent
from voice.session.acts import Leave, Tone
from voice.session.event import EventKind
from voice.session.health import PINK, SKIN_PROMPTS, SkinLook
from voice.session.parts import SessionParts
from voice.session.phase import Phase, phase
from voice.session.prompt import prompt
from voice.session.questions.rest import RestQuestion
from voice.session.questions.skin import SkinQuestion
from voice.session.questions.sore import SoreQuestion
from voice.session.questions.warm import WarmQuestion
from voice.session.slots import seconds
from voice.session.state import Outcome

_TimeLeftKey: TypeAlias = Literal[
    "massage.running", "massage.next", "massage.no_back", "massage.is_paused"
]


class Flow:
    """Carries out the commands whose meaning depends on the phase; each is answered in every phase.

    A question that waits for its answer hears them first, and takes those that are meant for it:
    `ScreenQuestion`, for instance, takes "go back".
    """

    def __init__(self, parts: SessionParts) -> None:
        self._admission = parts.admission
        self._context = parts.context
        self._duration = parts.duration
        self._massage = parts.massage
        self._pains = parts.pains
        self._preparation = parts.preparation

    def start(self, intent: Intent) -> None:
        """Answer "start session"."""
        match phase(self._context):
            case Phase.IDLE | Phase.SCREENING:
                self._admission.request(seconds(intent))
            case Phase.PREPARING:
                if "minutes" in intent.slots:
                    self._duration.set(intent)
                self._prepare(self._preparation.start)
            case Phase.MASSAGING:
                self._tell("massage.running")
            case _:
                self._rest()

    def next(self, intent: Intent) -> None:
        """Answer "what's next"; "I'm done" in the massage may well mean the massage."""
        match phase(self._context):
            case Phase.IDLE:
                self._context.say(prompt("massage.none"))
            case Phase.PREPARING:
                self._prepare(self._preparation.next)
            case Phase.MASSAGING if intent.slots.get("done"):
                self._massage.pause("asked")
            case Phase.MASSAGING:
                self._tell("massage.next")
            case _:
                self._rest()

    def back(self, _: Intent) -> None:
        """Answer "go back"."""
        match phase(self._context):
            case Phase.IDLE:
                self._context.say(prompt("massage.none"))
            case Phase.PREPARING if self._context.pending:
                self._context.hush()
                self._context.pending.repeat()
            case Phase.PREPARING:
                self._preparation.back()
            case Phase.MASSAGING:
                self._tell("massage.no_back")
            case _:
                self._rest()

    def pause(self, _: Intent) -> None:
        """Answer "hold on"."""
        match phase(self._context):
            case Phase.IDLE:
                self._context.say(prompt("massage.over"))
            case Phase.SCREENING | Phase.PREPARING:
                self._context.hush()
                self._context.say(prompt("step.wait"))
            case Phase.MASSAGING:
                self._massage.pause("asked")
            case _:
                self._rest()

    def resume(self, intent: Intent) -> None:
        """Answer "carry on"; "restart" may mean that, and is asked about."""
        match phase(self._context):
            case Phase.IDLE:
                self._context.say(prompt("massage.none"))
            case Phase.PREPARING:
                self._prepare(self._preparation.next)
            case Phase.MASSAGING:
                self._tell("massage.running")
            case Phase.PAUSED if intent.slots.get("unsure"):
                self._context.ask(RestQuestion.in_pause(self._context, self._massage))
            case Phase.PAUSED:
                self._massage.resume()
            case Phase.WARMING:
                self._context.ask(WarmQuestion.before_resuming(self._context, self._massage))

    def skip(self, intent: Intent) -> None:
        """Answer "skip that"; on the ice it may have been "stop"."""
        if phase(self._context) is Phase.PREPARING:
            self.next(intent)
        else:
            self.pause(intent)

    def stop(self, _: Intent) -> None:
        """Answer "stop"."""
        match phase(self._context):
            case Phase.IDLE | Phase.SCREENING:
                self._context.hush()
                self._context.say(prompt("massage.over"))
            case Phase.PREPARING:
                self._preparation.leave(Outcome.STOPPED, prompt("step.left"))
            case _:
                words = self._massage.iced("massage.stopped")
                self._massage.end_and_ask_pain(Outcome.STOPPED, words)

    def numb(self, _: Intent) -> None:
        """Answer "my skin is numb"."""
        context = self._context
        match phase(context):
            case Phase.MASSAGING | Phase.PAUSED:
                self._massage.numb()
                return
            case Phase.WARMING:
                words = prompt("numb.again")
            case Phase.PREPARING:
                words = prompt("numb.preparing")
                context.finish(Outcome.NUMB)
            case _:
                words = prompt("numb.idle")
        context.hush()
        context.drop_question()
        context.urge(words)

    def warm(self, _: Intent) -> None:
        """Answer "my skin is warm again"."""
        context = self._context
        match phase(context):
            case Phase.WARMING:
                self._massage.warm()
            case Phase.PAUSED:
                context.ask(RestQuestion.in_pause(context, self._massage))
            case Phase.MASSAGING:
                context.say(prompt("check.fine"))
            case _:
                context.say(prompt("numb.warm_idle"))

    def emergency(self, intent: Intent) -> None:
        """Answer "I can't feel my legs"."""
        context = self._context
        context.hush()
        context.save(EventKind.EMERGENCY, words=intent.text)
        if context.session:
            context.finish(Outcome.EMERGENCY)
        context.drop_question()
        context.chime(Tone.TROUBLE)
        context.urge(prompt("emergency.now"))

    def pain(self, intent: Intent) -> None:
        """Answer "my pain is nine"; one so strong, with the ice on, may be that of the skin."""
        context = self._context
        if not context.massaging or not self._pains.is_severe(intent):
            self._pains.tell(intent)
            return
        self._massage.pause("pain")
        self._pains.tell(intent)
        context.ask(SoreQuestion(context, self._massage))

    def unwell(self, intent: Intent) -> None:
        """Answer "I feel dizzy": the ice is off, and the massage over."""
        context = self._context
        words = prompt("unwell.now" if context.session else "unwell.idle")
        context.hush()
        context.save(EventKind.UNWELL, words=intent.text)
        if context.session:
            context.finish(Outcome.UNWELL)
        context.drop_question()
        context.chime(Tone.TROUBLE)
        context.urge(words)

    def skin(self, intent: Intent) -> None:
        """Answer "my skin has gone white"; a little pink is usual."""
        context = self._context
        look = str(intent.slots.get("look", SkinLook.RED.value))
        if look == PINK:
            self._pink()
            return
        words = prompt("skin.over" if context.session else "skin.none")
        context.hush()
        context.save(EventKind.SKIN, look=look)
        if context.session:
            context.finish(Outcome.SKIN)
        context.drop_question()
        context.chime(Tone.TROUBLE)
        context.urge(words)
        context.urge(SKIN_PROMPTS[SkinLook(look)])

    def cancel(self, _: Intent) -> None:
        """Answer "never mind"."""
        if phase(self._context) is Phase.PREPARING:
            self._preparation.leave(Outcome.STOPPED, prompt("step.left"))

    def leave(self, _: Intent) -> None:
        """Answer "goodbye"."""
        context = self._context
        match phase(context):
            case Phase.IDLE | Phase.SCREENING:
                context.hush()
                context.drop_question()
            case Phase.PREPARING:
                self._preparation.leave(Outcome.LEFT, prompt("step.left"))
            case _:
                self._massage.end(Outcome.LEFT, self._massage.iced("massage.stopped"))
        context.say(prompt("goodbye"))
        context.acts.append(Leave())

    def _pink(self) -> None:
        """Say that a little pink is usual; asked whether all is right, it is looked into first."""
        asked = isinstance(self._context.pending, SkinQuestion)
        if asked and self._context.massaging:
            self._massage.pause("asked", prompt("skin.pink_off"))
        else:
            self._context.say(prompt("skin.pink"))

    def _prepare(self, go: Callable[[], None]) -> None:
        """Go on with the preparations; a question in between is passed over first."""
        if self._context.pending:
            self._context.hush()
            self._context.pending.pass_over()
        else:
            go()

    def _rest(self) -> None:
        """Say why the clock is not running."""
        if phase(self._context) is Phase.WARMING:
            self._context.urge(prompt("numb.again"))
        else:
            self._tell("massage.is_paused")

    def _tell(self, key: _TimeLeftKey) -> None:
        self._context.say(prompt(key, left=self._context.spoken(self._context.remaining)))
