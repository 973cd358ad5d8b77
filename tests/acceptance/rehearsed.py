"""A process that coaches a person of the rehearsal room into a journal, until it is killed.

Run with the journal's path and the date. The person goes through the preparations, goes on
with what was cut off, and lies still. All that is said and committed is printed, a line each,
with the voice's process first.
"""

import sys
from datetime import datetime
from pathlib import Path

from intents.library import Intents
from models.store import Store
from voice.assistant import Assistant
from voice.components import AssistantComponents
from voice.notice import EventSaved, FailureReported, Notice, PromptEnded, PromptStarted
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.rehearsal.room.person import Person
from voice.rehearsal.room.room import Room
from voice.rehearsal.room.settings import RoomSettings
from voice.rehearsal.scenario.line import ActionKind, ScenarioLine, Trigger, TriggerKind
from voice.rehearsal.voices import Voices
from voice.speaker.voice import Voice

LONGEST = 20 * 60.0
"""Seconds of sound after which it ends, whatever it waits for."""
SAYS = {
    "greeting.first": "start session",
    "greeting.again": "start session",
    "step.ice": "what's next",
    "step.helper": "what's next",
    "step.position": "what's next",
    "step.peel": "what's next",
    "step.wet": "what's next",
    "recovery.massage": "yes",
    "recovery.closed": "start session",
    "limit.soon": "yes anyway",
    "check.ask": "yes",
}
"""What the person says after each prompt."""


class Witness:
    """A subscriber that prints what happens, and lets the person hear Floe."""

    def __init__(self, person: Person, room: Room) -> None:
        self._person = person
        self._room = room

    def __call__(self, notice: Notice) -> None:
        match notice:
            case PromptStarted(key):
                print("said", key, flush=True)
                self._person.started(key, self._room.clock())
            case PromptEnded(key):
                self._person.finished(key, self._room.clock())
            case EventSaved(event):
                print(event.kind, event.values.get("ice", ""), flush=True)
            case FailureReported(error):
                print("failed", error, flush=True)
            case _:
                pass


def line(number: int, prompt: str, words: str) -> ScenarioLine:
    """Return a line that is said each time after ``prompt``."""
    trigger = Trigger(TriggerKind.AFTER, 0.3, prompt, nth=0)
    return ScenarioLine(trigger, ActionKind.SAY, words, number, "rms", patience=6)


def main() -> None:
    journal, starts = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
    with Voice() as voice:
        print("voice", voice.pid, flush=True)
        speak = Voices(lambda text, name: voice.render(text, voice=name))
        lines = [line(number, *each) for number, each in enumerate(SAYS.items(), 1)]
        settings = RoomSettings(noise="pink", noise_level=-70)
        person = Person(lines, speak, settings.talker)
        room = Room(person, settings, starts)
        ear = CommandRecognizer(Store().current(), Intents.load())
        parts = AssistantComponents.open(ear, voice, journal, wait=True)
        assistant = Assistant(room, parts, Witness(person, room), room.date)
        while room.clock() < LONGEST and assistant.step():
            pass


if __name__ == "__main__":
    main()
