"""Runs the session of whoever is served: tells it what happens, and does what it wants done."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field

from floe.errors import FloeError
from intents.intent import URGENT, Intent, IntentName
from intents.situation import Situation
from voice.components import AssistantComponents, Served
from voice.errors import JournalUnreadable
from voice.notice import EventSaved, FailureReported, PhaseEntered, PromptUnspoken, Publish
from voice.session.acts import (
    Act,
    Adjust,
    Chime,
    Hush,
    Leave,
    Notify,
    Priority,
    Save,
    Say,
    Switch,
)
from voice.session.context import Component
from voice.session.event import Event
from voice.session.moment import Moment
from voice.session.phase import Phase, Snapshot
from voice.session.trouble import Advice

_NEEDED_TO_BE_HEARD = frozenset({Component.VOICE, Component.LOUDSPEAKER, Component.ECHO})
_SWITCH_LIMIT = 5.0
"""Seconds that the journal of another person may take to be opened."""
_UNOPENED = f"the journal was not open within {_SWITCH_LIMIT:.0f} s; see what keeps the disk busy"


@dataclass(slots=True)
class _Switch:
    """Somebody else is being turned to."""

    served: Future[Served]
    limit: float
    """The clock when that has taken too long."""
    heard: list[Intent] = field(default_factory=list)
    """What whoever comes is to obey."""


class SessionRunner:
    """A session that says, saves and shows what it wants to."""

    def __init__(
        self, parts: AssistantComponents, publish: Publish, now: Callable[[], Moment]
    ) -> None:
        """Run the session of the person who is served first; ``publish`` is told what happens."""
        self.leaving = False
        """Whether Floe is to end once all is said."""
        self.mute = False
        """Whether there is no sound: what is to be said is shown, and not kept for later."""
        self._parts = parts
        self._controller = parts.controller
        self._journal = parts.journal
        self._publish = publish
        self._now = now
        self._phase: Phase | None = None
        self._switch: _Switch | None = None

    @property
    def phase(self) -> Phase:
        """What is going on."""
        return self._controller.phase

    @property
    def asked(self) -> frozenset[IntentName]:
        """The intents that would answer the question that waits for one."""
        return self._controller.asked

    @property
    def asked_aloud(self) -> bool:
        """Whether the question that waits has begun to be spoken; without one it is true.

        While nothing can be spoken it is shown, and counts as asked.
        """
        shown = self.mute or Component.VOICE in self.failing
        return shown or self._controller.asked_aloud

    @property
    def situation(self) -> Situation:
        """In what situation somebody speaks just now."""
        return self._controller.situation

    @property
    def useless(self) -> frozenset[IntentName]:
        """The intents about which the session would do nothing just now."""
        return self._controller.useless

    @property
    def failing(self) -> frozenset[Component]:
        """The components that fail just now."""
        return self._controller.failing

    def snapshot(self) -> Snapshot:
        """Return the session as it stands, for a display."""
        return self._controller.snapshot()

    def hears(self, name: str) -> bool:
        """Whether the session would do anything about an intent of this name just now."""
        return self._controller.hears(name)

    def start(self) -> None:
        """Let the session of whoever is served say its first words."""
        if self._journal.loss:
            self._publish(FailureReported.of(self._journal.loss))
        self._carry_out(self._controller.start(self._now()))
        self._follow_journal()

    def tick(self) -> None:
        """Let the session see the time pass, and what has become of the journal."""
        self._carry_out(self._controller.tick(self._now()))
        self._follow_switch()
        self._follow_journal()

    def hear(self, intent: Intent) -> None:
        """Obey a command; while somebody else is being turned to, only an urgent one.

        The others are meant for whoever comes, and wait.
        """
        if self._switch and intent.name not in URGENT:
            self._switch.heard.append(intent)
            return
        self._carry_out(self._controller.hear(intent, self._now()))

    def doubt(self, intent: Intent) -> None:
        """Take note of a command that is likely, but not sure enough for what it would do."""
        self._carry_out(self._controller.doubt(intent, self._now()))

    def miss(self) -> None:
        """Take note that something was said that is no command."""
        self._carry_out(self._controller.miss(self._now()))

    def insist(self) -> None:
        """Ask at once what was answered before it was asked."""
        self._carry_out(self._controller.insist(self._now()))

    def begun(self, key: str) -> None:
        """Take note that the prompt ``key`` is being spoken."""
        self._carry_out(self._controller.speech_begun(key, self._now()))

    def spoken(self, key: str) -> None:
        """Take note that the prompt ``key`` was spoken to its end."""
        self._carry_out(self._controller.speech_ended(key, self._now()))

    def advise(self, advice: Advice) -> None:
        """Let the session say what is wrong with the level of the microphone."""
        self._carry_out(self._controller.advise(advice, self._now()))

    def cut_off(self, why: str) -> None:
        """Take note that Floe ends here, because of ``why``."""
        self._carry_out(self._controller.cut_off(why, self._now()))

    def fail(self, component: Component, error: FloeError) -> None:
        """Report an error of a component; the session is told of the first one only."""
        self._publish(FailureReported.of(error))
        if component not in self.failing:
            self._carry_out(self._controller.trouble(component, self._now()))

    def mend(self, component: Component) -> None:
        """Take note that a component works; ignored unless it failed."""
        if component in self.failing:
            self._carry_out(self._controller.mended(component, self._now()))

    def _carry_out(self, acts: Iterable[Act]) -> None:
        for act in acts:
            self._do(act)
        if self._controller.phase != self._phase:
            self._phase = self._controller.phase
            self._publish(PhaseEntered(self._phase))

    def _do(self, act: Act) -> None:
        match act:
            case Say():
                self._say(act)
            case Chime(tone):
                self._parts.speaker.chime(tone)
            case Hush():
                self._parts.speaker.hush()
            case Adjust(volume, rate):
                self._parts.speaker.volume, self._parts.speaker.rate = volume, rate
            case Save(event):
                self._save(event)
            case Notify(text):
                self._parts.notify(text)
            case Switch(person):
                self._turn_to(person)
            case Leave():
                self.leaving = True

    def _say(self, act: Say) -> None:
        if self.mute:
            self._publish(PromptUnspoken(act.text))
        if act.priority is Priority.SAFETY and (self.mute or self.failing & _NEEDED_TO_BE_HEARD):
            self._parts.notify(act.text)
        if not self.mute:
            say = self._parts.speaker.say
            say(act.text, act.key, act.priority, act.expires, loud=act.loud)

    def _save(self, event: Event) -> None:
        self._journal.append(event)
        self._follow_journal()

    def _follow_journal(self) -> None:
        """Tell what has been saved, and what fails."""
        for event in self._journal.saved():
            self._publish(EventSaved(event))
        for error in self._journal.failures():
            self.fail(Component.JOURNAL, error)
        if self._journal.working:
            self.mend(Component.JOURNAL)

    def _turn_to(self, person: str) -> None:
        """Begin to turn to another person; the journal may take time to be opened."""
        limit = self._now().clock + _SWITCH_LIMIT
        self._switch = _Switch(self._parts.serve(person), limit)
        self._follow_switch()

    def _follow_switch(self) -> None:
        """Go on with another person's journal, or stay where that cannot be used."""
        switch = self._switch
        if switch is None or not (switch.served.done() or self._now().clock > switch.limit):
            return
        self._switch = None
        failing = self.failing - {Component.JOURNAL}
        try:
            self._controller, self._journal = switch.served.result(timeout=0)
        except TimeoutError:
            self._stay(JournalUnreadable(_UNOPENED))
        except FloeError as error:
            self._stay(error)
        else:
            self.start()
            for component in sorted(failing):
                self._carry_out(self._controller.trouble(component, self._now()))
        for intent in switch.heard:
            self.hear(intent)

    def _stay(self, error: FloeError) -> None:
        self._publish(FailureReported.of(error))
        self._carry_out(self._controller.stay(self._now()))
