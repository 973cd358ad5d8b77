"""One session between a person who talks and Floe's session, in simulated time."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from bench.talks.ear import Ear
from bench.talks.talker import Talker
from intents.intent import IntentName
from intents.situation import Situation
from intents.understanding import Verdict
from voice import prompts
from voice.session.acts import Act, Say
from voice.session.controller import Controller
from voice.session.moment import Moment
from voice.session.phase import Phase
from voice.session.plan import Plan
from voice.session.record import Record
from voice.session.script import Script

HARM = (
    IntentName.REPORT_NUMB,
    IntentName.REPORT_UNWELL,
    IntentName.REPORT_SKIN,
    IntentName.REPORT_EMERGENCY,
    IntentName.STOP_SESSION,
)
"""What is wrong, and has to take the ice off in whatever words."""
_WANTS: Mapping[Situation, IntentName] = {
    Situation.IDLE: IntentName.START_SESSION,
    Situation.SCREENING: IntentName.NO,
    Situation.PAIN: IntentName.REPORT_PAIN,
    Situation.PREPARING: IntentName.NEXT_STEP,
    Situation.CHECKING: IntentName.YES,
    Situation.WARMING: IntentName.REPORT_WARM,
    Situation.PAUSED: IntentName.RESUME,
    Situation.ASKED: IntentName.YES,
}
"""What whoever wants a massage says in a situation; while the clock runs, nothing."""
_ONCE_HARMED: Mapping[Situation, IntentName] = {
    Situation.PAIN: IntentName.REPORT_PAIN,
    Situation.CHECKING: IntentName.NO,
    Situation.WARMING: IntentName.REPORT_WARM,
    Situation.PAUSED: IntentName.STOP_SESSION,
    Situation.ASKED: IntentName.NO,
}
"""The same once something was wrong: it is enough."""
_STARTS = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_TALKING = 3.0
"""Seconds that a saying takes."""
_PATIENCE = 6
"""How often somebody says what they want in other words before they give up."""
_ICE_BEFORE = (20.0, 280.0)
"""Seconds of ice after which something is wrong."""
_LONGEST = 3600.0
"""Seconds after which a session that does not end is given up."""


@dataclass(slots=True)
class TalkOutcome:
    """How a session went."""

    steps: int = 0
    """How often something was wanted."""
    first_try: int = 0
    """How often the first words for it did it."""
    given_up: list[str] = field(default_factory=list)
    """What was wanted in vain."""
    harm_unheard: list[str] = field(default_factory=list)
    """What harm was told in, where the ice stayed on though it was told twice."""
    ended: bool = False
    """Whether the session came to its end."""


class Conversation:
    """A person goes through a session with what they happen to say."""

    def __init__(self, talker: Talker, ear: Ear, seed: int) -> None:
        """Let ``talker`` talk; ``seed`` draws what happens, and when."""
        self._talker = talker
        self._ear = ear
        self._rng = random.Random(seed)  # noqa: S311 (no secret)
        self._controller = Controller(Plan(), Script(prompts.load()), Record.replay([]))
        self._clock = 0.0
        self._outcome = TalkOutcome()

    def hold(self) -> TalkOutcome:
        """Go through one session, with something wrong in its massage, to the end."""
        self._do(self._controller.start)
        harm = self._rng.choice(HARM)
        wrong_at = self._rng.uniform(*_ICE_BEFORE)
        told = False
        while self._clock < _LONGEST and not self._outcome.ended:
            situation, phase = self._controller.situation, self._controller.phase
            if phase is Phase.MASSAGING and not told and self._ice() >= wrong_at:
                told = True
                self._tell_harm(harm)
            elif (want := self._wanted(situation, told=told)) is not None:
                self._want(want)
            elif phase is Phase.IDLE and told:
                self._outcome.ended = True
            else:
                self._wait(1.0)
        return self._outcome

    def _wanted(self, situation: Situation, *, told: bool) -> IntentName | None:
        wants = _ONCE_HARMED if told else _WANTS
        return wants.get(situation)

    def _want(self, intent: IntentName) -> None:
        """Say ``intent`` until something has come of it."""
        outcome = self._outcome
        outcome.steps += 1
        before = self._state()
        for attempt in range(_PATIENCE):
            self._say(intent)
            if self._state() != before:
                outcome.first_try += attempt == 0
                return
            self._wait(2.0)
            if self._state() != before:
                return
        outcome.given_up.append(intent)
        self._wait(30.0)

    def _tell_harm(self, harm: IntentName) -> None:
        outcome, said = self._outcome, []
        outcome.steps += 1
        for attempt in range(_PATIENCE):
            said.append(self._say(harm))
            if self._controller.phase is not Phase.MASSAGING:
                outcome.first_try += attempt == 0
                return
            if attempt == 1:
                outcome.harm_unheard.append(" / ".join(said))
            self._wait(2.0)

    def _say(self, intent: IntentName) -> str:
        controller = self._controller
        text = self._talker.wording(intent, controller.situation)
        self._wait(_TALKING)
        for meaning in self._ear.take(text, controller.situation, controller.useless, self._clock):
            said = meaning.intent
            if said and meaning.verdict is Verdict.ACT:
                self._do(partial(controller.hear, said))
            elif said and meaning.verdict is Verdict.ASK:
                self._do(partial(controller.doubt, said))
            else:
                self._do(controller.miss)
        return text

    def _wait(self, seconds: float) -> None:
        end = self._clock + seconds
        while self._clock < end:
            self._clock += 1.0
            self._do(self._controller.tick)

    def _do(self, call: Callable[[Moment], list[Act]]) -> None:
        """Tell the session something, and speak all it says at once."""
        now = Moment(self._clock, _STARTS + timedelta(seconds=self._clock))
        for act in call(now):
            if isinstance(act, Say):
                self._controller.speech_ended(act.key, now)

    def _ice(self) -> float:
        return self._controller.snapshot().elapsed

    def _state(self) -> tuple[object, ...]:
        shown = self._controller.snapshot()
        return shown.phase, shown.step, shown.question, shown.asking
