"""Whatever the computer's clock does in any order: ten minutes and five a day hold all the same."""

from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from intents.intent import IntentName as N
from tests.voice.session.computer import Computer
from tests.voice.session.talk import PLAN
from voice.session.acts import Save
from voice.session.event import EventKind
from voice.session.phase import Phase
from voice.session.record import Record

HOUR = 3600.0
DAY = 24 * HOUR
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
JUMPS = [-400 * DAY, -25 * HOUR, -3 * HOUR, -390.0, -90.0, 90.0, 390.0, 3 * HOUR, 24 * HOUR, 9e7]
SPANS = st.sampled_from([0.0, 0.98, 20.0, 200.0, 500.0, 700.0, 2 * HOUR, 9 * HOUR, 25 * HOUR])
MOST = 2 * PLAN.sessions_a_day
"""Sessions within 24 hours: five before midnight and five after it, as on any two days."""


class AnyClock(RuleBasedStateMachine):
    """A person who wants all the ice there is, and keeps count by a clock that is right."""

    def __init__(self) -> None:
        super().__init__()
        self.computer = Computer()
        self.exposed = 0.0
        """Seconds of ice in the newest session."""
        self.begun: list[float] = []
        """When ice first touched the skin in each session."""
        self.right = self.computer.true
        """When the date was right last."""
        self.early = False
        """Whether the computer was started with a date that was too early: a date that is then put
        on has to be believed."""

    @initialize()
    def begin(self) -> None:
        self.computer.screened().hear(N.STOP_SESSION)

    @rule(seconds=st.sampled_from([4, 100, 290]), after=st.sampled_from(["stop", "pause", "go on"]))
    def ice(self, seconds: float, after: str) -> None:
        computer = self.computer
        if computer.phase is Phase.IDLE:
            self._hear(N.START_SESSION, minutes=10)
            self._hear(N.YES, anyway=True)
        while computer.phase is Phase.PREPARING:
            self._hear(N.NEXT_STEP)
        if computer.phase is Phase.PAUSED:
            self._hear(N.RESUME)
        for _ in range(round(seconds / 4)):
            self._pass(4.0)
            if {"check.ask", "check.again"} & set(computer.keys):
                self._hear(N.YES)
        if after != "go on":
            self._hear(N.STOP_SESSION if after == "stop" else N.PAUSE)

    @rule(rest=SPANS)
    def wait(self, rest: float) -> None:
        self._pass(rest)

    @rule(by=st.sampled_from(JUMPS), running=st.booleans())
    def set_clock(self, by: float, running: bool) -> None:
        computer = self.computer
        computer.wrong = 0.0 if self.early and by > 0 else computer.wrong + by
        if running:
            self._pass(0.02)
        else:
            self._restart(lambda: computer.killed(5), 5)
        if abs(by) <= PLAN.clock_set:
            # Floe writes no event for so little.
            self._write()

    @rule(zone=st.sampled_from(ZONES))
    def travel(self, zone: str) -> None:
        self.computer.zone = ZoneInfo(zone)

    @rule(away=SPANS)
    def kill(self, away: float) -> None:
        self._restart(lambda: self.computer.killed(away), away)

    @rule(off=SPANS, clock=st.sampled_from(["as it was", "right", "lost"]))
    def switch_off(self, off: float, clock: str) -> None:
        """With the date right when it is on again, or wrong as before, or further back by more.

        What the date was like more than a day ago is forgotten: one that is right only then, after
        the computer was switched off, has to be believed.
        """
        computer = self.computer
        self._pass(0.02)
        if computer.true - self.right > DAY - off - HOUR:
            clock = "as it was"
        lost = computer.wrong - off - DAY
        wrong = {"as it was": computer.wrong, "right": 0.0, "lost": lost}[clock]
        newest = computer.events[-1].at.timestamp()
        self._restart(lambda: computer.switched_off(off, wrong), off + 40)
        self.early = computer.moment.date.timestamp() < newest
        # Before Floe has anything to write in a start, a date that is put on has to be believed.
        self._write()

    @invariant()
    def ten_minutes_hold(self) -> None:
        if self.computer.phase is Phase.MASSAGING:
            assert self.exposed <= PLAN.longest + 1e-3

    @invariant()
    def the_number_holds(self) -> None:
        for first, begun in enumerate(self.begun):
            within = [one for one in self.begun[first:] if one - begun < DAY - PLAN.preparing_limit]
            assert len(within) <= MOST

    @invariant()
    def time_on_the_timeline_is_no_more_than_has_passed(self) -> None:
        computer = self.computer
        newest = computer.record.timeline.newest
        first = computer.events[0].at.timestamp()
        assert newest is None or newest.passed - first <= computer.true - first + 1e-3

    def teardown(self) -> None:
        """Once the clock is right and the computer is on for a day, nobody is locked out."""
        computer = self.computer
        assert Record.replay(computer.events) == computer.record
        computer.wrong = 0.0
        self._restart(lambda: computer.killed(1), 1)
        self._hear(N.STOP_SESSION)
        computer.switched_off(HOUR)
        computer.away(25 * HOUR).restart()
        self._hear(N.START_SESSION)
        self._hear(N.YES, anyway=True)
        assert computer.phase is Phase.PREPARING

    def _hear(self, name: N, **slots: bool | int) -> None:
        self.computer.hear(name, **slots)
        self._account()

    def _write(self) -> None:
        """Let Floe write something."""
        self._hear(N.LOUDER)
        self._hear(N.QUIETER)

    def _pass(self, seconds: float) -> None:
        if self.computer.phase is Phase.MASSAGING:
            self.exposed += seconds
        self.computer.tick(seconds)
        self._account()

    def _restart(self, how: object, away: float) -> None:
        massaging = self.computer.phase is Phase.MASSAGING
        assert callable(how)
        how()
        self.exposed += away if massaging else 0.0
        self._account()
        assert self.computer.phase is not Phase.MASSAGING

    def _account(self) -> None:
        saved = [act.event.kind for act in self.computer.acts if isinstance(act, Save)]
        if EventKind.BEGUN in saved:
            self.exposed = 0.0
            self.begun.append(self.computer.true)
        if self.computer.wrong == 0.0:
            self.right = self.computer.true


TestAnyClock = AnyClock.TestCase
TestAnyClock.settings = settings(
    max_examples=60,
    derandomize=True,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
