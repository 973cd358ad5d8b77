"""A conversation with the controller: what a test says and lets pass, and what came of it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import voice.prompts
from intents.intent import Intent, IntentName, SlotValue
from intents.situation import Situation
from voice.session.acts import Act, Chime, Hush, Leave, Save, Say, Tone
from voice.session.context import Component
from voice.session.controller import Controller
from voice.session.event import Event, EventKind
from voice.session.moment import Moment, date_after
from voice.session.phase import Phase
from voice.session.plan import Plan
from voice.session.questions.pain import PainQuestion
from voice.session.record import Record
from voice.session.script import Script
from voice.session.state import Outcome

PROMPTS = voice.prompts.load()
PLAN = Plan()
MORNING = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Talk:
    """One run of Floe after another, on one journal in memory."""

    def __init__(self, events: Iterable[Event] = (), date: datetime = MORNING) -> None:
        self.clock = 0.0
        self.date = date
        self.boot = ""
        self.events = list(events)
        self.acts: list[Act] = []
        """Of the newest call."""
        self.said: list[str] = []
        """Every key ever said."""
        self.restart()

    @property
    def moment(self) -> Moment:
        return Moment(self.clock, self.date, self.boot)

    @property
    def record(self) -> Record:
        return self.controller.record

    @property
    def phase(self) -> Phase:
        return self.controller.phase

    @property
    def situation(self) -> Situation:
        return self.controller.situation

    @property
    def keys(self) -> list[str]:
        """What the newest call says."""
        return [act.key for act in self.acts if isinstance(act, Say)]

    @property
    def text(self) -> str:
        """What the newest call says, in words."""
        return " ".join(act.text for act in self.acts if isinstance(act, Say))

    @property
    def tones(self) -> list[Tone]:
        return [act.tone for act in self.acts if isinstance(act, Chime)]

    @property
    def hushed(self) -> bool:
        return any(isinstance(act, Hush) for act in self.acts)

    @property
    def left(self) -> bool:
        return any(isinstance(act, Leave) for act in self.acts)

    @property
    def kinds(self) -> list[EventKind]:
        """What the newest call saves."""
        return [act.event.kind for act in self.acts if isinstance(act, Save)]

    def restart(self) -> "Talk":
        """Begin a new run, as after a crash or the next morning."""
        self.controller = Controller(PLAN, Script(PROMPTS), Record.replay(self.events))
        return self._did(self.controller.start(self.moment))

    def at(self, phase: Phase) -> bool:
        return self.phase is phase

    def hear(self, name: IntentName, /, **slots: SlotValue) -> "Talk":
        return self._did(self.controller.hear(Intent(name, slots, name.value), self.moment))

    def obey(self, intent: Intent) -> "Talk":
        return self._did(self.controller.hear(intent, self.moment))

    def doubt(self, name: IntentName, /, **slots: SlotValue) -> "Talk":
        return self._did(self.controller.doubt(Intent(name, slots, name.value), self.moment))

    def miss(self) -> "Talk":
        return self._did(self.controller.miss(self.moment))

    def spoken(self, key: str) -> "Talk":
        return self._did(self.controller.speech_ended(key, self.moment))

    def trouble(self, part: Component) -> "Talk":
        return self._did(self.controller.trouble(part, self.moment))

    def cut_off(self, why: str) -> "Talk":
        return self._did(self.controller.cut_off(why, self.moment))

    def mended(self, part: Component) -> "Talk":
        return self._did(self.controller.mended(part, self.moment))

    def away(self, seconds: float) -> "Talk":
        """Let time pass without a tick."""
        self.clock += seconds
        self.date = date_after(self.date, timedelta(seconds=seconds))
        return self

    def until_date(self, date: datetime) -> "Talk":
        """Let time pass without a tick until it is ``date``, in its zone."""
        self.clock += date.timestamp() - self.date.timestamp()
        self.date = date
        return self

    def tick(self, seconds: float = 1.0) -> "Talk":
        self.away(seconds)
        return self._did(self.controller.tick(self.moment))

    def wait(self, seconds: float, fine: bool = False) -> list[str]:
        """Tick each second; with ``fine``, answer each check-in. Give what was said."""
        before = len(self.said)
        for _ in range(round(seconds)):
            self.tick()
            if fine and {"check.ask", "check.again"} & set(self.keys):
                self.hear(IntentName.YES)
        return self.said[before:]

    def until(self, there: Callable[["Talk"], bool], most: int = 1200, fine: bool = True) -> "Talk":
        """Tick until ``there``."""
        for _ in range(most):
            if there(self):
                return self
            self.wait(1, fine)
        raise AssertionError(f"not there after {most} s: {self.said[-5:]}")

    def screened(self) -> "Talk":
        """Pass the first-time screening."""
        self.hear(IntentName.START_SESSION)
        while self.phase is Phase.SCREENING:
            self.hear(IntentName.NO)
        return self.skipped()

    def skipped(self) -> "Talk":
        """Say nothing about the pain, if that was asked."""
        if self.controller.snapshot().question == PainQuestion.name:
            self.hear(IntentName.SKIP)
        return self

    def massage(self, **slots: SlotValue) -> "Talk":
        """Start a session and go through the steps into the massage."""
        if self.record.unasked:
            self.screened()
            self.hear(IntentName.STOP_SESSION)
        self.hear(IntentName.START_SESSION, **slots)
        if self.phase is Phase.IDLE:
            self.hear(IntentName.YES, anyway=True)
        while self.phase is Phase.PREPARING:
            self.hear(IntentName.NEXT_STEP)
        return self

    def _did(self, acts: list[Act]) -> "Talk":
        self.acts = acts
        self.events += [act.event for act in acts if isinstance(act, Save)]
        self.said += self.keys
        return self


def over(talk: Talk) -> bool:
    """Whether no session is going on."""
    return talk.phase is Phase.IDLE


def outcome(talk: Talk) -> Outcome | None:
    """How the newest session ended."""
    return talk.record.sessions[-1].outcome


def ice(talk: Talk) -> float:
    """Seconds of ice that Floe has watched in the newest session."""
    return talk.record.sessions[-1].ice
