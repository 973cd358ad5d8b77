"""Runs a scenario: a person, a room and an assistant, on the audio's own clock."""

import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from floe.errors import FloeError
from intents.intent import Intent
from voice.observer import Observer
from voice.rehearsal.log import EntryKind, LogEntry, RehearsalLog, RunLog
from voice.rehearsal.room.person import Person, Speak
from voice.rehearsal.room.room import Room
from voice.rehearsal.scenario.line import ActionKind
from voice.rehearsal.scenario.run import ScenarioRun, date_after
from voice.rehearsal.scenario.scenario import Scenario
from voice.session.event import Event

LONGEST = 30 * 60.0
"""Seconds after which a part is ended; the longest session takes half of that."""


class RehearsedAssistant(Protocol):
    """Floe as a whole, in a room."""

    def step(self) -> bool:
        """Move on by one block; False when it has left."""
        ...

    def close(self) -> None:
        """Let go of files and processes, with no word and nothing saved."""
        ...


Make = Callable[[Room, Path, Observer], RehearsedAssistant]
"""Starts Floe: in a room, whose clock and date count, with its journal in a folder."""


class Rehearsal:
    """One scenario, ready to be run."""

    def __init__(self, scenario: Scenario, speak: Speak, make: Make) -> None:
        self._scenario = scenario
        self._speak = speak
        self._make = make

    def run(self) -> RehearsalLog:
        """Run all parts, one after the other, on one journal that is thrown away afterwards.

        Raises:
            FloeError: a voice, a recording, or a part of the assistant fails.
        """
        story = RehearsalLog(self._scenario.name, self._scenario.description)
        before: datetime | None = None
        with tempfile.TemporaryDirectory(prefix="floe-rehearsal-") as folder:
            for index, part in enumerate(self._scenario.runs):
                date = part.date(before)
                told = self._part(part, date, index, Path(folder))
                story.parts.append(told)
                before = date_after(date, timedelta(seconds=told.length))
        return story

    def _part(self, part: ScenarioRun, date: datetime, index: int, folder: Path) -> RunLog:
        settings, seed = self._scenario.room, self._scenario.seed + index
        person = Person(part.lines, self._speak, settings.talker, seed)
        room = Room(person, settings, date, seed)
        told = RunLog(date)
        watcher = _Watcher(person, room, told)
        assistant = self._make(room, folder, watcher)
        try:
            told.ending = _run(assistant, watcher, person, room, part.quiet)
        finally:
            assistant.close()
        told.heard, told.played = room.tracks()
        told.unsaid = person.unsaid
        told.finish(person.said)
        return told


def _run(
    assistant: RehearsedAssistant, watcher: "_Watcher", person: Person, room: Room, quiet: float
) -> str:
    while assistant.step():
        if person.ended:
            return "the power was cut" if person.ended is ActionKind.POWER_CUT else "end"
        clock = room.clock()
        if person.busy:
            watcher.stirred = clock
        if clock - watcher.stirred > quiet:
            return "nothing more happened"
        if clock > LONGEST:
            return f"still going after {LONGEST / 60:g} minutes"
    return "Floe left"


class _Watcher(Observer):
    """Writes the story, and tells the person what Floe says."""

    def __init__(self, person: Person, room: Room, part: RunLog) -> None:
        self._person = person
        self._room = room
        self._part = part
        self._speaking: dict[str, LogEntry] = {}
        self.stirred = 0.0
        """When something last happened, on the room's clock."""

    def heard(self, intent: Intent) -> None:
        name, detail = intent.name, _values(intent.slots)
        self._add(
            LogEntry(EntryKind.HEARD, intent.start, intent.decided, name, intent.text, detail)
        )

    def missed(self, text: str, start: float, end: float) -> None:
        self._add(LogEntry(EntryKind.MISSED, start, end, "", text))

    def said(self, key: str, text: str, clock: float) -> None:
        self._speaking[key] = LogEntry(EntryKind.FLOE, clock, clock, key, text, whole=False)
        self._add(self._speaking[key])
        self._person.started(key, clock)

    def spoke(self, key: str, clock: float) -> None:
        self.stirred = self._room.clock()
        entry = self._speaking.pop(key, None)
        if entry:
            entry.end, entry.whole = clock, True
        self._person.finished(key, clock)

    def event(self, event: Event) -> None:
        clock = self._room.clock()
        self._part.events.append(event)
        self._add(LogEntry(EntryKind.EVENT, clock, clock, event.kind, detail=_values(event.values)))

    def phase(self, phase: str, clock: float) -> None:
        if self._part.names(EntryKind.PHASE)[-1:] != [phase]:
            self._add(LogEntry(EntryKind.PHASE, clock, clock, phase))

    def failed(self, error: FloeError) -> None:
        clock = self._room.clock()
        self._add(LogEntry(EntryKind.FAILED, clock, clock, type(error).__name__, str(error)))

    def _add(self, entry: LogEntry) -> None:
        self._part.entries.append(entry)
        self.stirred = self._room.clock()


def _values(values: Mapping[str, object]) -> str:
    return " ".join(f"{name}={value}" for name, value in values.items())
