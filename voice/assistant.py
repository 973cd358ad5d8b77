"""Floe as a whole: each block of sound through the ear, the session and the speaker."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue

from audio.echo.echo import EchoCanceller
from audio.gain import GainControl
from audio.sound import Sound
from floe.errors import FloeError
from intents.intent import Intent
from voice import prompts
from voice.bargein import BargeIn
from voice.errors import JournalUnreadable, JournalWriteError, RecognizerError
from voice.journal.household import Household
from voice.journal.journal import Journal
from voice.observer import Observer
from voice.recognizer.command import CommandRecognizer, Heard
from voice.recognizer.rejection import URGENT
from voice.recognizer.utterance import Utterance
from voice.session.acts import Act, Adjust, Chime, Hush, Leave, Notify, Save, Say, Switch
from voice.session.context import Component
from voice.session.controller import Controller
from voice.session.moment import Moment
from voice.session.phase import Phase
from voice.session.plan import Plan
from voice.session.script import Script
from voice.session.trouble import Advice
from voice.speaker.speaker import Speaker
from voice.speaker.voice import Voice

HESITATION = 1.0
"""Seconds of silence after which a prompt that was interrupted goes on."""
LISTENING = 6.0
"""Seconds after which it goes on whoever still talks: that is no command."""
_ATTENTION = 8.0
"""Seconds after Floe's last word in which a person goes on without the wake phrase."""


Notifier = Callable[[str], None]
"""Shows a text on the desktop, or not; must return at once."""
Serve = Callable[[str], tuple[Controller, Journal]]
"""Makes the session of a person, by name, on a journal that is theirs."""


def _serve_nobody(person: str) -> tuple[Controller, Journal]:
    raise JournalUnreadable(f"{person}: nobody else has a journal here")


@dataclass(frozen=True)
class AssistantComponents:
    """What an assistant is made of, apart from the sound."""

    ear: CommandRecognizer
    controller: Controller
    speaker: Speaker
    journal: Journal
    serve: Serve = _serve_nobody
    """Turns to another person; raises `FloeError` where that cannot be."""
    notify: Notifier = field(default=lambda _: None)
    release: Callable[[], None] = field(default=lambda: None)
    """Lets go of the journals of a house."""
    pressed: SimpleQueue[Intent] = field(default_factory=SimpleQueue)
    """Commands by hand; any thread may put one in, and it is obeyed with the next block."""

    @classmethod
    def open(
        cls,
        ear: CommandRecognizer,
        voice: Voice,
        home: Path | Household,
        *,
        wait: bool,
        recorded: bool = False,
    ) -> "AssistantComponents":
        """Make the session's parts around an ear and a voice, which stay their owner's.

        ``home`` is the journal, or the house whose first person is served first. ``wait``
        renders speech at once, so that a rehearsal goes the same way every time; ``recorded``
        lets the session say that it is recorded.

        Raises:
            FloeError: the prompts or the journal cannot be read.
        """
        script = Script(prompts.load())
        house = home if isinstance(home, Household) else Household(home)

        def serve(name: str) -> tuple[Controller, Journal]:
            opened = house.open(name)
            record = opened.record()
            return Controller(Plan(), script, record, recorded=recorded, person=name), opened

        controller, opened = serve(house.first)
        speaker = Speaker(voice, wait=wait)
        return cls(ear, controller, speaker, opened, serve, release=house.close)

    def close(self) -> None:
        """Let the journal and the speaker go."""
        self.speaker.close()
        self.journal.close()
        self.release()


class Assistant:
    """Moves one block of sound at a time; live and in a rehearsal it is the same."""

    def __init__(
        self,
        sound: Sound,
        parts: AssistantComponents,
        observer: Observer,
        date: Callable[[], datetime],
        wake: str | None = None,
    ) -> None:
        """Put the parts together; they are closed with it.

        ``date`` gives the local date and time with its offset; ``wake`` is what a command
        outside a session must begin with.
        """
        self.sound = sound
        self._echo = EchoCanceller()
        self._bargein = BargeIn()
        self._level = GainControl()
        self._ear = parts.ear
        self._controller = parts.controller
        self._speaker = parts.speaker
        self._journal = parts.journal
        self._serve = parts.serve
        self._notify = parts.notify
        self._pressed = parts.pressed
        self._close = parts.close
        self._observer = observer
        self._date = date
        self._wake = wake
        self._started = False
        self._leaving = False
        self._mute = False
        self._phase = ""
        self._broken: set[Component] = set()
        self._spoke = float("-inf")
        self._interrupted = 0.0
        self._talked = 0.0

    def start(self) -> None:
        """Let the session say its first words."""
        self._started = True
        self._carry_out(self._controller.start(self._now()))
        if self._journal.problem:
            self.trouble(Component.JOURNAL, self._journal.problem)

    def step(self) -> bool:
        """Move on by one block; False when Floe has said goodbye and left.

        Raises:
            audio.errors.DeviceLost: the sound device has gone; see `trouble`.
        """
        if not self._started:
            self.start()
        played = self._speaker.next_block(self.sound.clock())
        heard = self.sound.exchange(played)
        self._listen(heard, played)
        self._follow_speech()
        self.tick()
        return not (self._leaving and self._speaker.idle)

    def tick(self) -> None:
        """Let the session see the time pass, and what is pressed; also while no sound moves."""
        while not self._pressed.empty():
            self._press(self._pressed.get())
        self._carry_out(self._controller.tick(self._now()))
        speaking = self._speaker.speaking or ""
        self._observer.stands(self._controller.snapshot(), speaking, self.sound.clock())

    def trouble(self, part: Component, error: FloeError) -> None:
        """Tell the session that a part has failed."""
        self._observer.failed(error)
        if part not in self._broken:
            self._broken.add(part)
            self._carry_out(self._controller.trouble(part, self._now()))

    def lose_sound(self, error: FloeError) -> None:
        """Go on without sound: what is to be said is shown, and not kept for later."""
        self._speaker.hush()
        self._mute = True
        self.trouble(Component.MICROPHONE, error)

    def regain_sound(self, sound: Sound) -> None:
        """Go on with ``sound``, whose clock continues that of the one before."""
        self.sound = sound
        self._mute = False
        self._echo.reset()
        self._bargein.reset()
        self._level.reset()
        self.mended(Component.MICROPHONE)

    def mended(self, part: Component) -> None:
        """Tell the session that a part works again."""
        if part in self._broken:
            self._broken.remove(part)
            self._carry_out(self._controller.mended(part, self._now()))

    def close(self) -> None:
        """Let go of the parts, with no word and nothing saved: all that counts is."""
        self._close()

    def _now(self) -> Moment:
        return Moment(self.sound.clock(), self._date())

    def _listen(self, heard: bytes, played: bytes) -> None:
        cleaned = self._echo.feed(heard, played)
        self._observer.sound(heard, played, cleaned.block)
        if cleaned.talking and not self._speaker.paused:
            self._speaker.pause()
            self._interrupted = self._talked = self.sound.clock()
        for block in self._bargein.feed(cleaned, played):
            self._hear(block)
        if self._speaker.paused:
            self._wait()

    def _hear(self, block: bytes) -> None:
        try:
            louder = self._level.feed(block, learn=not self._bargein.ringing)
            heard = self._ear.feed(louder, self._controller.asked)
        except RecognizerError as error:
            self._ear.restart()
            self.trouble(Component.RECOGNISER, error)
            return
        self.mended(Component.RECOGNISER)
        if heard:
            self._take(heard)

    def _wait(self) -> None:
        """Give who interrupts the time to finish, and go on if it was nothing."""
        clock = self.sound.clock()
        if self._ear.hearing:
            self._talked = clock
        if clock - self._talked > HESITATION or clock - self._interrupted > LISTENING:
            self._speaker.resume(clock)

    def _take(self, heard: Heard) -> None:
        utterance, intent = heard.utterance, heard.intent
        if intent is None or self._is_for_others(intent):
            self._observer.missed(utterance.text, utterance.start, utterance.end)
            # A question that is not out yet is not answered wrongly: it goes on.
            if intent is None and not self._speaker.paused:
                if self._controller.asked:
                    self._advise(utterance)
                self._carry_out(self._controller.miss(self._now()))
            return
        self._observer.heard(intent)
        self._obey(intent)
        self._advise(utterance)

    def _press(self, intent: Intent) -> None:
        """Take a command by hand as one that was heard over whatever Floe says just now."""
        clock = self.sound.clock()
        pressed = replace(intent, start=clock, end=clock, decided=clock)
        self._observer.pressed(pressed)
        if self._controller.hears(pressed.name):
            self._speaker.pause()
        self._obey(pressed)

    def _obey(self, intent: Intent) -> None:
        if self._controller.hears(intent.name):
            self._speaker.give_way(self.sound.clock())
        self._carry_out(self._controller.hear(intent, self._now()))

    def _advise(self, utterance: Utterance) -> None:
        """Say what is wrong with the microphone's level, if what was said was meant for Floe."""
        began, ended = utterance.decided - utterance.start, utterance.decided - utterance.end
        fault = self._level.utterance(began, ended)
        if fault:
            self._carry_out(self._controller.advise(Advice(fault), self._now()))

    def _is_for_others(self, intent: Intent) -> bool:
        """Return whether the wake phrase is missing where it is asked for: never to stop."""
        if self._wake is None or self._controller.phase is not Phase.IDLE:
            return False
        attentive = self.sound.clock() - self._spoke < _ATTENTION
        addressed = f"{intent.text} ".startswith(f"{self._wake} ")
        return not (attentive or addressed or intent.name in URGENT)

    def _follow_speech(self) -> None:
        clock = self.sound.clock()
        if self._speaker.speaking:
            self._spoke = clock
        for key, text in self._speaker.begun():
            self._observer.said(key, text, clock)
        for key in self._speaker.ended():
            self._observer.spoke(key, clock)
            self._carry_out(self._controller.speech_ended(key, self._now()))
        for error in self._speaker.failures():
            self.trouble(Component.VOICE, error)
        if self._speaker.working:
            self.mended(Component.VOICE)

    def _carry_out(self, acts: Iterable[Act]) -> None:
        for act in acts:
            self._do(act)
        if self._controller.phase != self._phase:
            self._phase = self._controller.phase
            self._observer.phase(self._phase, self.sound.clock())

    def _do(self, act: Act) -> None:
        match act:
            case Say():
                self._say(act)
            case Chime():
                self._speaker.chime(act.tone)
            case Hush():
                self._speaker.hush()
            case Adjust():
                self._speaker.volume, self._speaker.rate = act.volume, act.rate
            case Save():
                self._save(act)
            case Notify():
                self._notify(act.text)
            case Switch():
                self._switch(act.person)
            case Leave():
                self._leaving = True

    def _switch(self, person: str) -> None:
        """Go on with another person's journal, or stay where that cannot be used."""
        try:
            self._controller, self._journal = self._serve(person)
        except FloeError as error:
            self._observer.failed(error)
            self._carry_out(self._controller.stay(self._now()))
            return
        self._broken.discard(Component.JOURNAL)
        self._carry_out(self._controller.start(self._now()))
        for part in self._broken:
            self._carry_out(self._controller.trouble(part, self._now()))
        if self._journal.problem:
            self.trouble(Component.JOURNAL, self._journal.problem)

    def _say(self, act: Say) -> None:
        if self._mute or Component.VOICE in self._broken:
            self._observer.unspoken(act.text)
        if not self._mute:
            self._speaker.say(act.text, act.key, act.priority, act.expires, loud=act.loud)

    def _save(self, act: Save) -> None:
        try:
            self._journal.append(act.event)
        except JournalWriteError as error:
            self.trouble(Component.JOURNAL, error)
        else:
            self._observer.event(act.event)
            self.mended(Component.JOURNAL)
