""" "This is Anna", said in the room: her journal, and then back to the other one."""

from datetime import datetime
from pathlib import Path

import pytest

from intents.library import Intents
from models.store import Store
from tests.acceptance.rehearsed import Witness
from voice.assistant import Assistant
from voice.components import AssistantComponents
from voice.journal.journal import Journal, read
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.rehearsal.room.person import Person
from voice.rehearsal.room.room import Room
from voice.rehearsal.room.settings import RoomSettings
from voice.rehearsal.scenario.line import ActionKind, ScenarioLine, Trigger, TriggerKind
from voice.rehearsal.voices import Voices
from voice.session.event import Event, EventKind
from voice.session.record import Record
from voice.speaker.voice import Voice

SAYS = {8.0: "this is anna", 22.0: "my pain is four", 30.0: "switch to the usual person",
        44.0: "this is ben", 58.0: "goodbye"}  # fmt: skip
"""What is said at which second."""
STARTS = datetime.fromisoformat("2026-11-22T09:00:00+01:00")


def test_each_has_a_journal_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "journal-ben.sqlite").write_bytes(b"this is no journal")
    usual = Journal(tmp_path / "journal.sqlite")
    usual.append(Event(EventKind.PAIN, STARTS, {"level": 9}))
    usual.close()
    with Voice() as voice:
        speak = Voices(lambda text, name: voice.render(text, voice=name))
        lines = [
            ScenarioLine(Trigger(TriggerKind.AT, at), ActionKind.SAY, words, number, "rms")
            for number, (at, words) in enumerate(SAYS.items(), 1)
        ]
        settings = RoomSettings(noise="pink", noise_level=-70)
        person = Person(lines, speak, settings.talker)
        room = Room(person, settings, STARTS)
        ear = CommandRecognizer(
            Store().current(), Intents.load(persons={"anna": "Anna", "ben": "Ben"})
        )
        parts = AssistantComponents.open(ear, voice, tmp_path / "journal.sqlite", wait=True)
        assistant = Assistant(room, parts, Witness(person, room), room.date)
        while room.clock() < 90 and assistant.step():
            pass
        assistant.close()
    out = capsys.readouterr().out.splitlines()
    assert [line for line in out if line.startswith(("said ", "failed "))] == [
        "said greeting.first",
        "said greeting.named_first",
        "said pain.noted",
        "said greeting.first",
        "failed JournalCorrupt",
        "said person.failed",
        "said goodbye",
    ]
    annas = Record.replay(read(tmp_path / "journal-anna.sqlite"))
    assert [pain.level for pain in annas.pains] == [4]
    assert [pain.level for pain in Record.replay(read(tmp_path / "journal.sqlite")).pains] == [9]
