"""What the parts of the session share: its memory, the moment, and the acts being gathered."""

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from voice.session.acts import Act, Chime, Hush, Priority, Save, Say, Tone
from voice.session.event import Event, EventKind, Value
from voice.session.moment import Moment, with_offset
from voice.session.plan import Plan
from voice.session.prompt import Prompt
from voice.session.record import Record
from voice.session.script import Script
from voice.session.state import Outcome, Session, Stage
from voice.session.timeline import Instant, Uptime

if TYPE_CHECKING:
    from voice.session.questions.question import Question

_SENTENCE = re.compile(r"(?:^|[.?] )\w")


class Component(StrEnum):
    """A part of Floe that can fail and be mended."""

    MICROPHONE = "microphone"
    RECOGNISER = "recogniser"
    VOICE = "voice"
    LOUDSPEAKER = "loudspeaker"
    """The sound goes nowhere, as far as the computer knows: muted, turned down, or unplugged."""
    ECHO = "echo"
    """The microphone no longer hears the loudspeaker. Whether the person does, only they know."""
    LAG = "lag"
    """What is heard comes too late: the computer is too busy, or was made to stand still."""
    JOURNAL = "journal"
    SLEEP = "sleep"
    """The computer was suspended; once that is known, it works again."""


class Context:
    """The state that one call of the controller leaves for the next, and shorthands to change it.

    Only `record` outlives the process, and only `save` changes it.
    """

    def __init__(self, plan: Plan, script: Script, record: Record, person: str = "") -> None:
        self.person = person
        """Whose record it is; empty for the person who is served when no name is given."""
        self.plan = plan
        self.script = script
        self.record = record
        self.now: Moment
        self.acts: list[Act] = []
        self.failing: set[Component] = set()
        self.ice = record.open.ice if record.open else 0.0
        self.next_check = plan.first_check
        self.touched = 0.0
        """The clock when somebody last spoke to Floe, or the stage changed."""
        self._began: Moment
        self.repeatable: list[Say] = []
        self._pending: Question | None = None

    def begin(self, moment: Moment) -> None:
        """Begin to run at ``moment``."""
        self.now = self._began = moment
        self.touched = moment.clock

    @property
    def uptime(self) -> Uptime:
        """The moment by the clock that nobody can set; at worst it counts from Floe's start."""
        now, began = self.now, self._began
        if now.boot:
            return Uptime(now.boot, now.clock)
        return Uptime.of_run(began.date, now.clock - began.clock)

    @property
    def instant(self) -> Instant:
        """The moment on the timeline."""
        return self.record.timeline.at(self.now.date, self.uptime)

    @property
    def session(self) -> Session | None:
        """The session that is going on."""
        return self.record.open

    @property
    def massaging(self) -> bool:
        """Whether the ice is on the skin, as far as Floe knows."""
        return self.session is not None and self.session.stage is Stage.MASSAGING

    @property
    def blocked(self) -> bool:
        """Whether a component fails that the massage cannot do without."""
        return bool(self.failing - {Component.JOURNAL, Component.ECHO})

    @property
    def forgetful(self) -> bool:
        """Whether what happens now would be forgotten if Floe ended, so that nothing may begin."""
        return Component.JOURNAL in self.failing

    @property
    def ice_limit(self) -> float:
        """The seconds of ice at which the massage ends: it ends when `ice` reaches them.

        That is the time planned, but never more than `Plan.longest` less the seconds in which the
        ice may have been on while Floe was away.
        """
        if self.session is None:
            return 0.0
        return min(self.session.planned, self.plan.longest - self.session.unseen)

    @property
    def remaining(self) -> float:
        """Seconds of massage that are still to come."""
        return max(0.0, self.ice_limit - self.ice)

    def spoken(self, seconds: float) -> str:
        """Return a time span in words."""
        return self.script.duration(seconds)

    @property
    def pending(self) -> "Question | None":
        """The question that waits for its answer."""
        return self._pending

    def say(self, words: Prompt) -> Say:
        """Say ``words`` as an answer."""
        return self.speak(words)

    def urge(self, words: Prompt, loud: bool = False) -> Say:
        """Say ``words`` that must be heard for safety."""
        return self.speak(words, Priority.SAFETY, loud=loud)

    def speak(
        self,
        words: Prompt,
        priority: Priority = Priority.ANSWER,
        lasts: float | None = None,
        *,
        loud: bool = False,
    ) -> Say:
        """Say ``words``, unless ``lasts`` seconds pass before they can be begun."""
        expires = None if lasts is None else self.now.clock + lasts
        text = _SENTENCE.sub(lambda found: found[0].upper(), self.script.text(words))
        act = Say(words.key, text, priority, expires, loud)
        self.acts.append(act)
        return act

    def ask(self, question: "Question") -> None:
        """Say ``question`` and wait for its answer; one that waited before is dropped."""
        self._pending = question
        question.asked(self.say(question.words))

    def drop_question(self) -> None:
        """Wait no longer for an answer."""
        self._pending = None

    def hush(self) -> None:
        """Stop talking at once."""
        self.acts.append(Hush())

    def chime(self, tone: Tone) -> None:
        """Play a tone."""
        self.acts.append(Chime(tone))

    def save(self, kind: EventKind, **values: Value) -> None:
        """Let an event happen: the record takes it in now, the journal with the acts."""
        event = Event(kind, with_offset(self.now.date), values, self.uptime)
        self.record.apply(event)
        self.acts.append(Save(event))

    def finish(self, outcome: Outcome, **values: Value) -> None:
        """End the session that is open, without a word."""
        self.save(EventKind.ENDED, ice=self.ice, outcome=outcome.value, **values)
        self.drop_question()
