"""A Floe that is left running, and only listens when it is spoken to."""

from datetime import datetime
from pathlib import Path

import pytest

from intents.library import Intents
from models.store import Store
from tests.acceptance.rehearsed import Witness
from voice.assistant import Assistant
from voice.components import AssistantComponents
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.rehearsal.room.person import Person
from voice.rehearsal.room.room import Room
from voice.rehearsal.room.settings import RoomSettings
from voice.rehearsal.scenario.line import ActionKind, ScenarioLine, Trigger, TriggerKind
from voice.rehearsal.voices import Voices
from voice.speaker.voice import Voice

SAYS = {30: "how many today", 40: "hey coach how many today", 60: "hey coach goodbye"}
"""What the person says at which second."""


def test_outside_a_session_only_what_begins_with_the_wake_phrase_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Voice() as voice:
        speak = Voices(lambda text, name: voice.render(text, voice=name))
        lines = [
            ScenarioLine(Trigger(TriggerKind.AT, at), ActionKind.SAY, words, number, "rms")
            for number, (at, words) in enumerate(SAYS.items(), 1)
        ]
        settings = RoomSettings(noise="pink", noise_level=-70)
        person = Person(lines, speak, settings.talker)
        room = Room(person, settings, datetime.fromisoformat("2026-11-22T09:00:00+01:00"))
        ear = CommandRecognizer(Store().current(), Intents.load())
        parts = AssistantComponents.open(ear, voice, tmp_path / "journal.sqlite", wait=True)
        assistant = Assistant(room, parts, Witness(person, room), room.date, "hey coach")
        while room.clock() < 90 and assistant.step():
            pass
        assistant.close()
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("said ")]
    assert said == ["said greeting.first", "said count.none", "said goodbye"]
