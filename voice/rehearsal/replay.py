"""Replays a recorded session: its sound is heard by today's recogniser, session and voice."""

import tempfile
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from audio.errors import Asleep, DeviceLost
from audio.sound import BLOCK, BLOCK_SECONDS, RATE
from intents.intent import Intent
from intents.library import Intents
from models.folder import ModelFolder
from models.store import Store
from voice import prompts
from voice.assistant import Assistant
from voice.components import AssistantComponents
from voice.journal.journal import Journal
from voice.journal.writer import JournalWriter
from voice.notice import CommandPressed
from voice.presses import Presses
from voice.publisher import Publisher
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.recording.account import Account, SoundGap, TimedNotice
from voice.recording.file import Recorded
from voice.rehearsal.log import RehearsalLog, RunLog
from voice.rehearsal.log_writer import LogWriter
from voice.session.context import Component
from voice.session.controller import Controller
from voice.session.plan import Plan
from voice.session.script import Script
from voice.speaker.speaker import Speaker
from voice.speaker.voice import Voice


class Playback:
    """A recording as a `DuplexDevice`: it plays what was played then, whatever Floe says now."""

    full = late = False
    behind = 0.0

    def __init__(self, recorded: Recorded) -> None:
        self._recorded = recorded
        self._gaps: dict[int, SoundGap] = {}
        self._presses: list[tuple[float, Intent]] = []
        for one in recorded.account:
            match one.notice:
                case SoundGap():
                    self._gaps[round(one.at / BLOCK_SECONDS)] = one.notice
                case CommandPressed(intent):
                    self._presses.append((one.at, intent))
                case _:
                    pass
        self._block = 0
        self._away = 0.0
        self._said = bytearray()

    @property
    def remains(self) -> bool:
        """Whether there is more to hear."""
        return self._block < len(self._recorded.sound)

    def reference(self, playback: bytes) -> bytes:
        """Keep what Floe would play now; return what was played then, whose echo will be heard."""
        self._said[2 * self._samples :] = playback
        played: bytes = self._recorded.sound[self._block, :, 1].tobytes()
        return played

    def exchange(self, playback: bytes) -> bytes:
        """Return the next block that the microphone heard.

        Raises:
            DeviceLost: so it was then; `go_on` after it.
        """
        gap = self._gaps.get(self._block)
        if gap and gap.error:
            problem = f"the sound stopped here when this was recorded ({gap.error})"
            raise Asleep(problem) if gap.error == Asleep.__name__ else DeviceLost(problem)
        self.go_on()
        heard: bytes = self._recorded.sound[self._block, :, 0].tobytes()
        self._block += 1
        return heard

    def pressed(self) -> list[Intent]:
        """Return the commands that came by hand by the end of the next block, each once."""
        until = (self._block + 1.5) * BLOCK_SECONDS
        due = [intent for at, intent in self._presses if at < until]
        del self._presses[: len(due)]
        return due

    def go_on(self) -> None:
        """Let the time pass that passed without sound."""
        gap = self._gaps.pop(self._block, None)
        self._away += gap.seconds if gap else 0.0

    def clock(self) -> float:
        """Seconds since the recording's start."""
        return self._samples / RATE + self._away

    def date(self) -> datetime:
        """Return the date and time that it was."""
        return self._recorded.start.date + timedelta(seconds=self.clock())

    def close(self) -> None:
        """Do nothing: there is no device."""

    def finish(self, part: RunLog) -> None:
        """Give a log what the microphone heard, and what Floe would have played now."""
        part.heard = np.array(self._recorded.sound[: self._block, :, 0]).reshape(-1)
        part.played = np.frombuffer(self._said[: 2 * self._samples], "<i2")

    @property
    def _samples(self) -> int:
        return self._block * BLOCK


class _Mouth(Speaker):
    """A speaker that says what it is told to, while what was recorded is played in its place."""

    def __init__(self, voice: Voice, sound: Playback) -> None:
        super().__init__(voice, wait=True)
        self._sound = sound

    def next_block(self, now: float) -> bytes:
        return self._sound.reference(super().next_block(now))


def replay(
    recorded: Recorded, name: str, model: ModelFolder | None = None
) -> tuple[RehearsalLog, list[TimedNotice]]:
    """Let Floe hear a recording from the same start; give the log and the account of what happens.

    ``name`` is the log's; the model is the one in use, if none is given. The journal is
    thrown away.

    Raises:
        FloeError: a part of the assistant fails.
    """
    sound = Playback(recorded)
    account = Account()
    told = RunLog(recorded.start.date)
    publisher = Publisher(account, LogWriter(told, anybody=True))
    with tempfile.TemporaryDirectory(prefix="floe-replay-") as folder, Voice() as voice:
        parts = _parts(recorded, sound, model, voice, Path(folder))
        assistant = Assistant(sound, parts, publisher.publish, sound.date, recorded.start.wake)
        with closing(assistant):
            left = _run(assistant, sound, parts.pressed)
    sound.finish(told)
    told.ending = "Floe left" if left else "the recording ends here"
    told.finish(())
    return RehearsalLog(name, "What Floe makes of this recording now.", [told]), account.notices


def _parts(
    recorded: Recorded, sound: Playback, model: ModelFolder | None, voice: Voice, folder: Path
) -> AssistantComponents:
    recognizer = CommandRecognizer(model or Store().current(), Intents.load())
    journal = Journal(folder / "journal.sqlite")
    journal.append(*recorded.start.events)
    script = Script(prompts.load())
    controller = Controller(Plan(), script, journal.record(), sound_recorded=True)
    mouth, writer = _Mouth(voice, sound), JournalWriter(journal, wait=True)
    return AssistantComponents(recognizer, controller, mouth, writer)


def _run(assistant: Assistant, sound: Playback, pressed: Presses) -> bool:
    """Run to the end; True when Floe leaves before the recording ends."""
    while sound.remains:
        for intent in sound.pressed():
            pressed.put(intent)
        try:
            if not assistant.step():
                return True
        except DeviceLost as error:
            _go_on(assistant, sound, error)
    return False


def _go_on(assistant: Assistant, sound: Playback, error: DeviceLost) -> None:
    """Do what a live Floe does when it gets its sound back."""
    asleep = isinstance(error, Asleep)
    if not asleep:
        assistant.lose_sound(error)
    sound.go_on()
    assistant.tick()
    assistant.regain_sound(sound)
    if asleep:
        assistant.fail(Component.SLEEP, error)
