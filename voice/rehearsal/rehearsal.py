"""Runs a scenario: a person, a room and an assistant, on the audio's own clock."""

import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from voice.notice import Notice, PromptEnded, PromptStarted, Publish, Subscriber
from voice.publisher import Publisher
from voice.rehearsal.log import RehearsalLog, RunLog
from voice.rehearsal.log_writer import LogWriter
from voice.rehearsal.room.person import Person, Speak
from voice.rehearsal.room.room import Room
from voice.rehearsal.scenario.line import ActionKind
from voice.rehearsal.scenario.run import ScenarioRun
from voice.rehearsal.scenario.scenario import Scenario
from voice.session.moment import date_after

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


Make = Callable[[Room, Path, Publish], RehearsedAssistant]
"""Starts Floe: in a room, whose clock and date count, with its journal in a folder; what happens
is told to the subscriber."""


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
        log = RehearsalLog(self._scenario.name, self._scenario.description)
        before: datetime | None = None
        with tempfile.TemporaryDirectory(prefix="floe-rehearsal-") as folder:
            for index, part in enumerate(self._scenario.runs):
                date = part.date(before)
                told = self._part(part, date, index, Path(folder))
                log.parts.append(told)
                before = date_after(date, timedelta(seconds=told.length))
        return log

    def _part(self, part: ScenarioRun, date: datetime, index: int, folder: Path) -> RunLog:
        settings, seed = self._scenario.room, self._scenario.seed + index
        person = Person(part.lines, self._speak, settings.talker, seed)
        room = Room(person, settings, date, seed)
        told = RunLog(date)
        writer = LogWriter(told)
        publisher = Publisher(writer, _listening(person, room))
        assistant = self._make(room, folder, publisher.publish)
        try:
            told.ending = _run(assistant, writer, person, room, part.quiet)
        finally:
            assistant.close()
        told.heard, told.played = room.tracks()
        told.unsaid = person.unsaid
        told.finish(person.said)
        return told


def _run(
    assistant: RehearsedAssistant, writer: LogWriter, person: Person, room: Room, quiet: float
) -> str:
    """Run a part to its end; give why it ended."""
    busy = 0.0
    while assistant.step():
        if person.ended:
            return "the power was cut" if person.ended is ActionKind.POWER_CUT else "end"
        clock = room.clock()
        if person.busy:
            busy = clock
        if clock - max(busy, writer.newest) > quiet:
            return "nothing more happened"
        if clock > LONGEST:
            return f"still going after {LONGEST / 60:g} minutes"
    return "Floe left"


def _listening(person: Person, room: Room) -> Subscriber:
    """Return a subscriber that lets the person hear what Floe says."""

    def hear(notice: Notice) -> None:
        match notice:
            case PromptStarted(key):
                person.started(key, room.clock())
            case PromptEnded(key):
                person.finished(key, room.clock())
            case _:
                pass

    return hear
