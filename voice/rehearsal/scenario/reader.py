"""Reading of a scenario's file into its runs, lines and expectations.

The format is described in `voice.rehearsal.scenario.scenario`, which uses this module.
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
from floe.text import one_line
from voice.rehearsal.room.noise import SINGLE_NOISES
from voice.rehearsal.room.settings import RoomSettings
from voice.rehearsal.scenario.line import (
    ENDING_ACTIONS,
    ActionKind,
    ScenarioLine,
    Trigger,
    TriggerKind,
)
from voice.rehearsal.scenario.room import read_room, sound_file
from voice.rehearsal.scenario.run import Expectation, ScenarioRun
from voice.rehearsal.scenario.start import STARTS, read_date, read_start

_DAY = 24 * 3600.0
_NAME = re.compile(r"[^\W_](?:[\w .,()+-]{0,58}[\w)])?")
"""What a scenario may be called: a folder of that name is made for what it leaves behind, so it
must lead nowhere else."""
_MOST_LINES = 1_000
"""Most lines of a scenario; all that is said in it is spoken before it begins."""
_MOST_PARTS = 100
"""Most runs of a scenario."""
_LONGEST_TEXT = 1_000
"""Most letters of what is said in one line, which takes a minute."""
_LONGEST_VOICE = 100
"""Most letters of a voice's name."""
_SCENARIO = ("name", "description", "voice", "seed", "patience", "room", "starts", "zone", "parts")
"""The keys of every scenario; to them come those of a run, if there is a single one."""
_RUN = ("lines", "quiet", "expect")
_PART = (*_RUN, *STARTS, "zone")
_LINE = (*TriggerKind, *ActionKind, "time", "delay", "voice", "level", "maybe", "patience")
_EXPECT = ("heard", "not_heard", "said", "not_said", "events", "phase", "ice")


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names that a scenario may use; None where they are not checked."""

    prompts: Collection[str] | None = None
    """The keys of prompts."""
    intents: Collection[str] | None = None
    """The names of intents."""
    events: Collection[str] | None = None
    """The kinds of events in the journal."""
    phases: Collection[str] | None = None
    """The phases of a session."""


class ScenarioReader:
    """Reads one scenario, whose parts are to be asked for in the order of the methods below."""

    def __init__(self, document: Document, folder: Path, names: KnownNames) -> None:
        """Read the head of the scenario; paths in it are relative to ``folder``.

        Raises:
            DocumentError: this method and all others raise it where something is not allowed.
        """
        allowed = (*_SCENARIO, *(("expect",) if "parts" in document.data else _RUN))
        self._root = root = Section(document, (), allowed)
        self._folder = folder
        self._names = names
        self._lines = 0
        """How many lines were read so far."""
        self.voice = _voice(root, "slt")
        self._zone_name = root.text("zone", "")
        """Where the person is: once a zone is named, it holds for all runs until another is."""
        self._patience = root.number("patience", 0, 60, 0)
        self.name = _name(root)
        self.description = one_line(" ".join(root.text("description").split()))
        self.seed = root.whole("seed", 0, 2**31, 1)

    def room(self) -> RoomSettings:
        """Return the settings of the room."""
        return read_room(self._root, self._folder)

    def runs(self) -> tuple[ScenarioRun, ...]:
        """Return all runs of Floe in their order."""
        first = read_date(self._root)
        if "parts" not in self._root:
            return (self._run(self._root, first),)
        if len(self._root.filled("parts")) > _MOST_PARTS:
            raise self._root.error(f"more than {_MOST_PARTS} parts", "parts")
        runs = []
        for index, section in enumerate(self._root.sections("parts", _PART)):
            starts = read_start(section) if index else first
            if not index and any(key in section for key in STARTS):
                raise section.error("the first part starts when the scenario does")
            runs.append(self._run(section, starts))
        return tuple(runs)

    def expectation(self) -> Expectation:
        """Return what all runs together must have brought about."""
        return self._expectation(self._root) if "parts" in self._root else Expectation()

    def _run(self, section: Section, starts: datetime | timedelta | time) -> ScenarioRun:
        lines = tuple(self._line(line) for line in section.sections("lines", _LINE))
        quiet = section.number("quiet", 1, 600, 30)
        return ScenarioRun(starts, lines, self._expectation(section), quiet, self._zone(section))

    def _zone(self, section: Section) -> ZoneInfo | None:
        self._zone_name = name = section.text("zone", self._zone_name)
        try:
            return ZoneInfo(name) if name else None
        except (OSError, ValueError, ZoneInfoNotFoundError):
            # OSError where the name is that of a folder of zones, such as America.
            problem = f"expected a time zone such as Europe/Berlin, found {name!r}"
            raise section.error(problem, "zone") from None

    def _line(self, section: Section) -> ScenarioLine:
        self._lines += 1
        if self._lines > _MOST_LINES:
            raise section.error(f"more than {_MOST_LINES} lines up to here")
        action = ActionKind(section.one_of(ActionKind))
        return ScenarioLine(
            trigger=self._trigger(section),
            action=action,
            what=self._what(section, action),
            number=section.line,
            voice=_voice(section, self.voice),
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
        _check_known(section, key, self._names.prompts, "prompt", kind)
        every = "time" in section and section.value("time") == "every"
        nth = 0 if every else section.whole("time", 1, 1000, 1)
        return Trigger(kind, section.number("delay", 0, _DAY, 0.6), key, nth)

    def _what(self, section: Section, action: ActionKind) -> str:
        """Return what is said, played or heard in a line."""
        if action in ENDING_ACTIONS:
            if not section.truth(action):
                raise section.error("can only be true", action)
            return ""
        what = section.text(action)
        if action is ActionKind.PLAY:
            return sound_file(section, action, self._folder)
        if action is ActionKind.NOISE and what not in SINGLE_NOISES:
            known = ", ".join(SINGLE_NOISES)
            raise section.error(f"known noises are {known}; found {what!r}", action)
        words = " ".join(what.split())
        if len(words) > _LONGEST_TEXT or not words.isprintable():
            problem = f"expected up to {_LONGEST_TEXT} letters that can be spoken, found {words!r}"
            raise section.error(problem, action)
        return words

    def _expectation(self, part: Section) -> Expectation:
        if "expect" not in part:
            return Expectation()
        section = part.section("expect", allowed=_EXPECT)
        names = self._names
        phase = section.text("phase") if "phase" in section else None
        if phase is not None:
            _check_known(section, phase, names.phases, "phase", "phase")
        return Expectation(
            heard=_known_texts(section, "heard", names.intents, "intent"),
            not_heard=_known_texts(section, "not_heard", names.intents, "intent"),
            said=_known_texts(section, "said", names.prompts, "prompt"),
            not_said=_known_texts(section, "not_said", names.prompts, "prompt"),
            events=_known_texts(section, "events", names.events, "event"),
            phase=phase,
            ice=section.limits("ice", 0, _DAY) if "ice" in section else None,
        )


def _name(root: Section) -> str:
    name = root.text("name")
    if not _NAME.fullmatch(name):
        problem = "expected up to 60 letters, digits, spaces and hyphens, for its files go into a "
        raise root.error(f"{problem}folder of that name; found {name!r}", "name")
    return name


def _voice(section: Section, default: str) -> str:
    voice = section.text("voice", default)
    if len(voice) > _LONGEST_VOICE or not voice.isprintable():
        raise section.error(f"expected the name of a voice, found {voice!r}", "voice")
    return voice


def _known_texts(
    section: Section, name: str, known: Collection[str] | None, kind: str
) -> tuple[str, ...]:
    values = section.texts(name)
    for index, value in enumerate(values):
        _check_known(section, value, known, kind, name, index)
    return values


def _check_known(
    section: Section, value: str, known: Collection[str] | None, kind: str, *names: str | int
) -> None:
    """Make sure that ``value``, which stands at ``names``, is one of those that are ``known``."""
    if known is not None and value not in known:
        near = difflib.get_close_matches(value, known, 1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise section.error(f"unknown {kind} {value!r}{hint}", *names)
