"""A scenario: what a simulated person says to Floe, when, in which room, and what must follow.

Scenarios are YAML files. The shortest one::

    name: hello
    description: Somebody starts a session and leaves.
    starts: 2026-11-22T09:00:00+01:00
    lines:
      - {at: 3, say: start session}
      - {after: asked_first, say: goodbye}

A line has one trigger: ``at`` seconds of audio, ``after`` a prompt was spoken to its end, or
``during`` it, counted from its beginning; with these go ``delay`` in seconds and ``time``,
which time of that prompt is meant, a number or ``every``. It has one action: ``say`` a text,
``play`` a file, make a ``noise`` (cough, knock), a ``radio`` that talks, ``power_cut: true`` or
``end: true``. It may have a ``voice`` and a ``level`` (dB) of its own, ``maybe: true`` if it
need not be said, and ``patience``: the seconds after which it is said once more if Floe stays
silent.

A scenario may have a ``voice``, a ``patience``, a ``seed``, and a ``room`` with ``talker``
(dBFS), ``noise`` (silence, pink, hum or a file) and its ``snr`` (dB) or ``noise_level`` (dBFS),
``echo`` (dB), ``echo_delay_ms``, ``echo_drift_ppm``, ``echo_limit`` (dBFS, where the loudspeaker
saturates) and ``reverb`` (s). It ends after ``quiet`` seconds of nothing. ``expect`` says what
must have happened: ``heard``, ``said`` and ``events`` in order,
``not_heard``, ``not_said``, the last ``phase``, and the least and most seconds of ``ice``.

One with ``parts`` instead of ``lines`` starts Floe anew for each: the first part at the
scenario's ``starts``, the others at a date of their own, ``later: 2h`` after the part before
has ended, or ``next_day: "08:00"``. A ``zone`` (such as Europe/Berlin) is where the person is
from that part on, or with the scenario's ``starts``, from the first: its clocks are changed in
spring and autumn as they are there.
"""

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from floe.document import Document
from floe.section import Section
from voice.errors import NoSuchScenario
from voice.rehearsal.room.noise import BACKGROUND_NOISES, SINGLE_NOISES
from voice.rehearsal.scenario.run import (
    ENDING_ACTIONS,
    ActionKind,
    Expectation,
    KnownNames,
    RoomSettings,
    ScenarioLine,
    ScenarioRun,
    Trigger,
    TriggerKind,
)

SHIPPED = Path(__file__).parent / "scenarios"

_DAY = 24 * 3600.0
_UNITS = {"s": 1, "min": 60, "h": 3600, "d": 24 * 3600}
_SCENARIO = ("name", "description", "voice", "seed", "patience", "room", "starts", "zone", "parts")
_PART = ("lines", "quiet", "expect")
_STARTS = ("starts", "later", "next_day")
_PARTS = (*_PART, *_STARTS, "zone")
_ECHO = ("echo_delay_ms", "echo_drift_ppm", "echo_limit")
_ROOM = ("talker", "noise", "noise_level", "snr", "echo", *_ECHO, "reverb")
_LINE = (*TriggerKind, *ActionKind, "time", "delay", "voice", "level", "maybe", "patience")
_EXPECT = ("heard", "not_heard", "said", "not_said", "events", "phase", "ice")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole rehearsal."""

    name: str
    description: str
    voice: str
    """Who the person is: a voice of flite (`slt`, `rms`) or of espeak (`espeak:en-gb`)."""
    seed: int
    room: RoomSettings
    runs: tuple[ScenarioRun, ...]
    expect: Expectation

    @classmethod
    def load(cls, path: Path, names: KnownNames | None = None) -> "Scenario":
        """Read a scenario's file; ``names`` are what it may name.

        Raises:
            DocumentError: the file cannot be read, or what it says is not allowed.
        """
        document = Document.load(path)
        allowed = (*_SCENARIO, *(("expect",) if "parts" in document.data else _PART))
        root = Section(document, (), allowed)
        return _Reader(path.parent, names or KnownNames(), root).scenario()

    @classmethod
    def shipped(cls) -> list[str]:
        """Return the names of the scenarios that come with Floe."""
        return sorted(path.stem for path in SHIPPED.glob("*.yaml"))

    @classmethod
    def find(cls, name: str) -> Path:
        """Return the file of a scenario that comes with Floe, or of one's own by its path.

        Raises:
            NoSuchScenario: there is neither.
        """
        for path in (SHIPPED / f"{name}.yaml", Path(name)):
            if path.is_file():
                return path
        raise NoSuchScenario(
            f"{name}: no such scenario; known are {', '.join(cls.shipped())}, or give a file's path"
        )


class _Reader:
    def __init__(self, folder: Path, names: KnownNames, root: Section) -> None:
        self._folder = folder
        self._names = names
        self._root = root
        self._voice = root.text("voice", "slt")
        self._there = root.text("zone", "")
        self._patience = root.number("patience", 0, 60, 0)

    def scenario(self) -> Scenario:
        root = self._root
        return Scenario(
            name=root.text("name"),
            description=root.text("description"),
            voice=self._voice,
            seed=root.whole("seed", 0, 2**31, 1),
            room=self._room(root.section("room", allowed=_ROOM) if "room" in root else None),
            runs=self._runs(),
            expect=self._expect(root) if "parts" in root else Expectation(),
        )

    def _runs(self) -> tuple[ScenarioRun, ...]:
        first = self._date(self._root)
        if "parts" not in self._root:
            return (self._part(self._root, first),)
        parts = []
        for index, section in enumerate(self._root.sections("parts", _PARTS)):
            starts = self._starts(section) if index else first
            if not index and any(key in section for key in _STARTS):
                raise section.error("the first part starts when the scenario does")
            parts.append(self._part(section, starts))
        return tuple(parts)

    def _part(self, section: Section, starts: datetime | timedelta | time) -> ScenarioRun:
        lines = tuple(self._line(line) for line in section.sections("lines", _LINE))
        quiet = section.number("quiet", 1, 600, 30)
        return ScenarioRun(starts, lines, self._expect(section), quiet, self._zone(section))

    def _zone(self, section: Section) -> ZoneInfo | None:
        """Return where the person is: once named, until another is."""
        self._there = name = section.text("zone", self._there)
        try:
            return ZoneInfo(name) if name else None
        except (ZoneInfoNotFoundError, ValueError):
            problem = f"expected a time zone such as Europe/Berlin, found {name!r}"
            raise section.error(problem, "zone") from None

    def _starts(self, section: Section) -> datetime | timedelta | time:
        name = section.one_of(_STARTS)
        if name == "starts":
            return self._date(section)
        if name == "later":
            found = re.fullmatch(r"(\d+(?:\.\d+)?) ?(s|min|h|d)", section.text(name))
            if not found:
                raise section.error("expected a time such as 30min, 2h or 1d", name)
            return timedelta(seconds=float(found[1]) * _UNITS[found[2]])
        return self._time(section, name)

    def _date(self, section: Section) -> datetime:
        value = section.value("starts")
        if not isinstance(value, datetime) or value.tzinfo is None:
            problem = "expected a date with its offset, such as 2026-11-22T09:00:00+01:00"
            raise section.error(f"{problem}; found {value}", "starts")
        return value

    def _time(self, section: Section, name: str) -> time:
        value = section.value(name)
        if isinstance(value, int) and 0 <= value < 24 * 60:  # YAML 1.1 reads 10:00 as 600
            return time(value // 60, value % 60)
        try:
            return time.fromisoformat(str(value))
        except ValueError:
            problem = f'expected a time of day such as "08:00", found {value!r}'
            raise section.error(problem, name) from None

    def _room(self, section: Section | None) -> RoomSettings:
        usual = RoomSettings()
        if section is None:
            return usual
        talker = section.number("talker", -70, -6, usual.talker)
        noise = section.text("noise", usual.noise)
        if noise not in BACKGROUND_NOISES:
            noise = self._file(section, "noise", noise)
        level = usual.noise_level
        if noise != "silence":
            name = section.one_of(("noise_level", "snr"))
            value = section.number(name, -100, 60)
            level = value if name == "noise_level" else talker - value
        elif "snr" in section or "noise_level" in section:
            raise section.error("silence has no level; give a noise too", "noise")
        for name in _ECHO:
            if name in section and "echo" not in section:
                raise section.error("there is no echo; give its level as echo too", name)
        return RoomSettings(
            talker=talker,
            noise=noise,
            noise_level=level,
            echo=section.number("echo", -80, 20) if "echo" in section else None,
            echo_delay=section.number("echo_delay_ms", 0, 500, 40) / 1000,
            echo_drift=section.number("echo_drift_ppm", -500, 500, 0),
            echo_limit=section.number("echo_limit", -40, 6) if "echo_limit" in section else None,
            reverb=section.number("reverb", 0, 1.5, 0),
        )

    def _line(self, section: Section) -> ScenarioLine:
        action = ActionKind(section.one_of(ActionKind))
        return ScenarioLine(
            trigger=self._trigger(section),
            action=action,
            what=self._what(section, action),
            number=section.line,
            voice=section.text("voice", self._voice),
            level=section.number("level", -40, 20, 0),
            maybe=section.truth("maybe"),
            patience=section.number("patience", 0, 60, self._patience),
        )

    def _trigger(self, section: Section) -> Trigger:
        kind = TriggerKind(section.one_of(TriggerKind))
        if kind is TriggerKind.AT:
            for name in ("time", "delay"):
                if name in section:
                    raise section.error("goes with after and during, not with at", name)
            return Trigger(kind, section.number("at", 0, _DAY))
        key = section.text(kind)
        self._known(section, key, self._names.prompts, "prompt", kind)
        every = "time" in section and section.value("time") == "every"
        nth = 0 if every else section.whole("time", 1, 1000, 1)
        return Trigger(kind, section.number("delay", 0, _DAY, 0.6), key, nth)

    def _what(self, section: Section, action: ActionKind) -> str:
        if action in ENDING_ACTIONS:
            if not section.truth(action):
                raise section.error("can only be true", action)
            return ""
        what = section.text(action)
        if action is ActionKind.PLAY:
            return self._file(section, action, what)
        if action is ActionKind.NOISE and what not in SINGLE_NOISES:
            raise section.error(
                f"known noises are {', '.join(SINGLE_NOISES)}; found {what!r}", action
            )
        return what

    def _file(self, section: Section, name: str, what: str) -> str:
        path = self._folder / what
        if not path.is_file():
            kinds = f", nor one of {', '.join(BACKGROUND_NOISES)}" if name == "noise" else ""
            raise section.error(f"no sound file {path}{kinds}", name)
        return str(path)

    def _expect(self, part: Section) -> Expectation:
        if "expect" not in part:
            return Expectation()
        section = part.section("expect", allowed=_EXPECT)
        names = self._names
        phase = section.text("phase") if "phase" in section else None
        if phase is not None:
            self._known(section, phase, names.phases, "phase", "phase")
        return Expectation(
            heard=self._list(section, "heard", names.intents, "intent"),
            not_heard=self._list(section, "not_heard", names.intents, "intent"),
            said=self._list(section, "said", names.prompts, "prompt"),
            not_said=self._list(section, "not_said", names.prompts, "prompt"),
            events=self._list(section, "events", names.events, "event"),
            phase=phase,
            ice=section.limits("ice", 0, _DAY) if "ice" in section else None,
        )

    def _list(
        self, section: Section, name: str, known: Collection[str] | None, kind: str
    ) -> tuple[str, ...]:
        values = section.texts(name)
        for index, value in enumerate(values):
            self._known(section, value, known, kind, name, index)
        return values

    def _known(
        self,
        section: Section,
        value: str,
        known: Collection[str] | None,
        kind: str,
        *names: str | int,
    ) -> None:
        if known is not None and value not in known:
            near = difflib.get_close_matches(value, known, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise section.error(f"unknown {kind} {value!r}{hint}", *names)
