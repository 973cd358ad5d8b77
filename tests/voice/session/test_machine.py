"""Whatever is said in any order, whatever time passes: what must never happen does not."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from intents.intent import IntentName as N
from intents.intent import SlotValue
from tests.voice.session.talk import MORNING, PLAN, Talk
from voice.journal.journal import Journal, read
from voice.session.acts import Hush, Save, Say
from voice.session.context import Component
from voice.session.event import EventKind
from voice.session.phase import Phase
from voice.session.questions.cleared import ClearedQuestion
from voice.session.questions.helped import HelpedQuestion
from voice.session.record import Record

GOES_ON = {N.RESUME, N.YES, N.NEXT_STEP, N.START_SESSION}
TAKES_OFF = {N.REPORT_NUMB, N.REPORT_EMERGENCY, N.STOP_SESSION, N.GOODBYE}
HOLDS = ["pause", "numb", "cut off", "unwatched", "trouble"]
SLOTS = {
    N.START_SESSION: "minutes",
    N.SET_DURATION: "minutes",
    N.ADD_TIME: "minutes",
    N.REPORT_PAIN: "level",
    N.SET_REMINDER: "minutes",
}
NUMBERS = st.one_of(
    st.integers(-5, 70), st.floats(allow_nan=True), st.sampled_from(["nine", "8.5", ""])
)
TIMES = st.sampled_from([0, 1, 2, 5, 20, 60, 200, 400, 700, 2000, 8000])

ROUNDING = 1e-3
"""Seconds: what adding up thousands of ticks may be wrong by."""


class AnySession(RuleBasedStateMachine):
    """Talks to one controller after another and keeps its own account of ice and rest."""

    def __init__(self) -> None:
        super().__init__()
        self.talk = Talk()
        self.exposed = 0.0
        """Seconds of ice on the skin in the newest session, as a stranger would count them."""
        self.rested: float | None = None
        """The clock when ice last left the skin for good."""
        self.anyway = False

    @initialize(screened=st.booleans(), hour=st.sampled_from([0, 9, 22]))
    def begin(self, screened: bool, hour: int) -> None:
        self.talk = Talk(date=MORNING.replace(hour=hour))
        if screened:
            self.talk.screened()

    @rule(name=st.sampled_from([n for n in N if n not in (N.YES, N.NO)]), number=NUMBERS)
    def hear(self, name: N, number: SlotValue) -> None:
        slot = SLOTS.get(name)
        self._call(name, **({slot: number} if slot else {}))

    @rule(name=st.sampled_from([N.ADD_TIME, N.SET_DURATION]), number=NUMBERS)
    def change_duration(self, name: N, number: SlotValue) -> None:
        self._call(name, minutes=number)

    @rule(count=st.integers(1, 7))
    def next_steps(self, count: int) -> None:
        for _ in range(count):
            self._call(N.NEXT_STEP)

    @rule(anyway=st.booleans())
    def yes(self, anyway: bool) -> None:
        self._call(N.YES, **({"anyway": True} if anyway else {}))

    @rule()
    def no(self) -> None:
        self._call(N.NO)

    @rule(minutes=st.sampled_from([None, 9, 10, 60]), anyway=st.booleans())
    def insist(self, minutes: int | None, anyway: bool) -> None:
        """Get on with it, as far as that can be had: random talk seldom gets there."""
        for part in self.talk.controller.snapshot().trouble:
            self.talk.mended(part)
        if self.talk.phase is Phase.IDLE:
            self._call(N.START_SESSION, **({"minutes": minutes} if minutes else {}))
            if self.talk.controller.snapshot().question in (
                HelpedQuestion.name,
                ClearedQuestion.name,
            ):
                self._call(N.YES)
        while self.talk.phase is Phase.SCREENING:
            self._call(N.NO)
        self._call(N.YES, **({"anyway": True} if anyway else {}))
        while self.talk.phase is Phase.PREPARING:
            self._call(N.NEXT_STEP)
        if self.talk.phase is Phase.WARMING:
            self._call(N.REPORT_WARM)
        if self.talk.phase is Phase.PAUSED:
            self._call(N.RESUME)

    @rule(
        count=st.integers(1, 6),
        rest=st.sampled_from([60, 6500, 7100, 7200, 9000]),
        anyway=st.booleans(),
    )
    def short_sessions(self, count: int, rest: float, anyway: bool) -> None:
        for _ in range(count):
            self.insist(None, anyway)
            self.wait(3, fine=True, tick=1.0)
            self._call(N.STOP_SESSION)
            self._time(rest)

    @rule(stretch=st.sampled_from([50, 110, 250]), how=st.sampled_from(HOLDS))
    def stretches(self, stretch: float, how: str) -> None:
        """As much ice as can be had, in pieces."""
        if self.talk.at(Phase.IDLE):
            self._time(26 * 3600)
        for _ in range(5):
            self.insist(10, anyway=True)
            self._call(N.ADD_TIME, minutes=5)
            self.wait(stretch, fine=True, tick=1.0)
            if how == "cut off":
                self.cut_off(20)
            elif how == "unwatched":
                self._time(20)
            elif how == "trouble":
                self.trouble(Component.VOICE)
                self.mended(Component.VOICE)
            else:
                self._call(N.PAUSE if how == "pause" else N.REPORT_NUMB)

    @rule(seconds=TIMES, fine=st.booleans(), tick=st.sampled_from([0.5, 1.0, 4.9]))
    def wait(self, seconds: float, fine: bool, tick: float) -> None:
        if self.talk.phase is Phase.IDLE or seconds > 1000:
            self._time(seconds)
            return
        for _ in range(round(seconds / tick)):
            self._time(tick)
            if fine and {"check.ask", "check.again"} & set(self.talk.keys):
                self._call(N.YES)

    @rule()
    def miss(self) -> None:
        self.talk.miss()
        self._account(0)

    @rule()
    def spoken(self) -> None:
        if self.talk.said:
            self.talk.spoken(self.talk.said[-1])
            self._account(0)

    @rule(part=st.sampled_from(Component))
    def trouble(self, part: Component) -> None:
        self.talk.trouble(part)
        self._account(0)
        if part is not Component.JOURNAL:
            assert self.talk.phase is not Phase.MASSAGING

    @rule(part=st.sampled_from(Component))
    def mended(self, part: Component) -> None:
        before = self.talk.phase
        self.talk.mended(part)
        self._account(0)
        assert self.talk.phase is before

    @rule(away=TIMES)
    def cut_off(self, away: float) -> None:
        massaging = self.talk.phase is Phase.MASSAGING
        self.talk.away(away).restart()
        if massaging:
            self.exposed += away
        self._account(0)
        assert self.talk.phase is not Phase.MASSAGING

    @invariant()
    def record_can_be_replayed(self) -> None:
        assert Record.replay(self.talk.events) == self.talk.record

    def _call(self, name: N, **slots: SlotValue) -> None:
        before = self.talk.phase
        self.talk.hear(name, **slots)
        self._account(0)
        if name in TAKES_OFF and before in (Phase.MASSAGING, Phase.PAUSED):
            assert self.talk.phase not in (Phase.MASSAGING, Phase.PAUSED)
            assert any(isinstance(act, Hush) for act in self.talk.acts)
            assert "ice" in self.talk.text
        if self.talk.phase is Phase.MASSAGING and before is not Phase.MASSAGING:
            assert name in GOES_ON
            assert before in (Phase.PAUSED, Phase.PREPARING)

    def _time(self, seconds: float) -> None:
        before = self.talk.phase
        self.talk.tick(seconds)
        self._account(seconds if before is Phase.MASSAGING else 0)
        assert self.talk.phase is before or self.talk.phase is not Phase.MASSAGING

    def _account(self, exposed: float) -> None:
        self.exposed += exposed
        for act in self.talk.acts:
            if isinstance(act, Say):
                assert act.text.strip()
                assert "{" not in act.text
            elif isinstance(act, Save):
                self._follow(act.event.kind, dict(act.event.values))
        sessions = self.talk.record.sessions
        if sessions:
            assert sessions[-1].ice <= PLAN.longest
        if self.talk.phase is Phase.MASSAGING:
            assert self.exposed < PLAN.longest + ROUNDING

    def _follow(self, kind: EventKind, values: dict[str, object]) -> None:
        record = self.talk.record
        if kind is EventKind.OPENED:
            assert record.unasked is None
            assert record.barred is None
            self.anyway = bool(values["sooner"])
        elif kind is EventKind.BEGUN:
            self.exposed = 0.0
            newest = record.sessions[-1]
            same = [one for one in record.sessions if one.begun and one.day == newest.day]
            assert len(same) <= PLAN.sessions_a_day
            rested = self.rested is None or self.talk.clock - self.rested >= PLAN.gap - ROUNDING
            assert rested or self.anyway
        elif kind is EventKind.RESUMED:
            assert record.emergency is None
        elif kind is EventKind.ENDED and record.sessions[-1].begun:
            ended = record.sessions[-1].ended
            assert ended is not None
            late = self.talk.date.timestamp() - ended.timestamp()
            self.rested = self.talk.clock - late

    def teardown(self) -> None:
        """All of it goes through a real file, and comes back the same."""
        events = self.talk.events
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "journal.sqlite"
            journal = Journal(path)
            journal.append(*events)
            journal.close()
            assert Record.replay(read(path)) == self.talk.record


TestAnySession = AnySession.TestCase
TestAnySession.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
