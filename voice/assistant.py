"""Floe as a whole: each block of sound through the ear, the session and the speaker."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audio.sound import Sound
from floe.errors import FloeError
from intents.intent import Intent
from voice import prompts
from voice.errors import JournalWriteError, RecognizerError
from voice.observer import Observer
from voice.recognizer.ear import Ear, Heard
from voice.recognizer.rejection import URGENT
from voice.session.acts import Act, Adjust, Chime, Hush, Leave, Save, Say
from voice.session.context import Part
from voice.session.controller import Controller
from voice.session.journal import Journal
from voice.session.moment import Moment
from voice.session.phase import Phase
from voice.session.plan import Plan
from voice.session.script import Script
from voice.speaker.speaker import Speaker
from voice.speaker.voice import Voice

_TICK_BLOCKS = 5
"""Blocks between ticks of the session: 0.1 s."""
_ECHO_TAIL = 0.5
"""Seconds after a sentence in which its sound may still reach the recogniser."""
_ATTENTION = 8.0
"""Seconds after Floe's last word in which a person goes on without the wake phrase."""


@dataclass(frozen=True)
class Parts:
    """What an assistant is made of, apart from the sound."""

    ear: Ear
    controller: Controller
    speaker: Speaker
    journal: Journal

    @classmethod
    def open(cls, ear: Ear, voice: Voice, journal: Path, *, wait: bool) -> "Parts":
        """Make the session's parts around an ear and a voice, which stay their owner's.

        ``wait`` renders speech at once, so that a rehearsal goes the same way every time.

        Raises:
            FloeError: the prompts or the journal cannot be read.
        """
        script = Script(prompts.load())
        opened = Journal(journal)
        controller = Controller(Plan(), script, opened.record())
        return cls(ear, controller, Speaker(voice, wait=wait), opened)

    def close(self) -> None:
        """Let the journal and the speaker go."""
        self.speaker.close()
        self.journal.close()


class Assistant:
    """Moves one block of sound at a time; live and in a rehearsal it is the same."""

    def __init__(
        self, sound: Sound, parts: Parts, observer: Observer, date: Callable[[], datetime],
        wake: str | None = None,
    ) -> None:  # fmt: skip
        """Put the parts together; they are closed with it.

        ``date`` gives the local date and time with its offset; ``wake`` is what a command
        outside a session must begin with.
        """
        self.sound = sound
        self._ear = parts.ear
        self._controller = parts.controller
        self._speaker = parts.speaker
        self._journal = parts.journal
        self._close = parts.close
        self._observer = observer
        self._date = date
        self._wake = wake
        self._blocks = 0
        self._leaving = False
        self._mute = False
        self._phase = ""
        self._broken: set[Part] = set()
        self._spoken = ("", float("-inf"))

    def start(self) -> None:
        """Let the session say its first words."""
        self._carry_out(self._controller.start(self._now()))
        if self._journal.problem:
            self.trouble(Part.JOURNAL, self._journal.problem)

    def step(self) -> bool:
        """Move on by one block; False when Floe has said goodbye and left.

        Raises:
            audio.errors.DeviceLost: the sound device has gone; see `trouble`.
        """
        if self._blocks == 0:
            self.start()
        block = self.sound.exchange(self._speaker.next_block(self.sound.clock()))
        self._blocks += 1
        self._listen(block)
        self._follow_speech()
        if self._blocks % _TICK_BLOCKS == 0:
            self.tick()
        return not (self._leaving and self._speaker.idle)

    def tick(self) -> None:
        """Let the session see the time pass; also while no sound moves."""
        self._carry_out(self._controller.tick(self._now()))

    def trouble(self, part: Part, error: FloeError) -> None:
        """Tell the session that a part has failed."""
        self._observer.failed(error)
        if part not in self._broken:
            self._broken.add(part)
            self._carry_out(self._controller.trouble(part, self._now()))

    def lose_sound(self, error: FloeError) -> None:
        """Go on without sound: what is to be said is shown, and not kept for later."""
        self._speaker.hush()
        self._mute = True
        self.trouble(Part.MICROPHONE, error)

    def regain_sound(self, sound: Sound) -> None:
        """Go on with ``sound``, whose clock continues that of the one before."""
        self.sound = sound
        self._mute = False
        self.mended(Part.MICROPHONE)

    def mended(self, part: Part) -> None:
        """Tell the session that a part works again."""
        if part in self._broken:
            self._broken.remove(part)
            self._carry_out(self._controller.mended(part, self._now()))

    def close(self) -> None:
        """Let go of the parts, with no word and nothing saved: all that counts is."""
        self._close()

    def _now(self) -> Moment:
        return Moment(self.sound.clock(), self._date())

    def _listen(self, block: bytes) -> None:
        try:
            heard = self._ear.feed(block, self._controller.asked)
        except RecognizerError as error:
            self._ear.restart()
            self.trouble(Part.RECOGNISER, error)
            return
        self.mended(Part.RECOGNISER)
        if heard:
            self._take(heard)

    def _take(self, heard: Heard) -> None:
        utterance = heard.utterance
        if heard.intent is None:
            self._observer.missed(utterance.text, utterance.start, utterance.end)
            self._carry_out(self._controller.miss(self._now()))
        elif self._is_for_others(heard.intent):
            self._observer.missed(utterance.text, utterance.start, utterance.end)
        elif not self._is_own_voice(heard.intent.text):
            self._observer.heard(heard.intent)
            self._carry_out(self._controller.hear(heard.intent, self._now()))
        elif heard.intent.name in URGENT:
            # If it was the person after all, the next try is not talked over.
            self._speaker.hush()

    def _is_for_others(self, intent: Intent) -> bool:
        """Tell whether the wake phrase is missing where it is asked for: never to stop."""
        if self._wake is None or self._controller.phase is not Phase.IDLE:
            return False
        attentive = self.sound.clock() - self._spoken[1] < _ATTENTION
        addressed = f"{intent.text} ".startswith(f"{self._wake} ")
        return not (attentive or addressed or intent.name in URGENT)

    def _is_own_voice(self, text: str) -> bool:
        """Tell whether the words are in what the loudspeaker says or has just said."""
        spoken, at = self._spoken
        return self.sound.clock() - at < _ECHO_TAIL and f" {text} " in spoken

    def _follow_speech(self) -> None:
        clock = self.sound.clock()
        if self._speaker.speaking:
            self._spoken = (_plain(self._speaker.speaking), clock)
        for key, text in self._speaker.begun():
            self._observer.said(key, text, clock)
        for key in self._speaker.ended():
            self._observer.spoke(key, clock)
            self._carry_out(self._controller.said(key, self._now()))
        for error in self._speaker.failures():
            self.trouble(Part.VOICE, error)
        if self._speaker.working:
            self.mended(Part.VOICE)

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
            case Leave():
                self._leaving = True

    def _say(self, act: Say) -> None:
        if self._mute or Part.VOICE in self._broken:
            self._observer.unspoken(act.text)
        if not self._mute:
            self._speaker.say(act.text, act.key, act.priority, act.expires, loud=act.loud)

    def _save(self, act: Save) -> None:
        try:
            self._journal.append(act.event)
        except JournalWriteError as error:
            self.trouble(Part.JOURNAL, error)
        else:
            self._observer.event(act.event)
            self.mended(Part.JOURNAL)


def _plain(text: str) -> str:
    """Give the text as the recogniser would write it, with a space on either side."""
    kept = "".join(c if c.isalnum() or c == "'" else " " for c in text.lower())
    return f" {' '.join(kept.split())} "
