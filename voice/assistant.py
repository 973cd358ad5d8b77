"""Floe as a whole: each block of sound to the person's words, the session and back to a voice."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from audio.errors import LoudspeakerUnheard
from audio.level import LevelFault
from audio.sound import SILENCE, DuplexDevice
from floe.errors import FloeError
from intents.intent import ANSWERS, URGENT, Intent
from intents.understanding import Meaning, Verdict
from voice.attention import Attention
from voice.components import AssistantComponents
from voice.comprehension import Comprehension
from voice.notice import (
    CommandHeard,
    CommandPressed,
    PromptEnded,
    PromptStarted,
    PromptUnspoken,
    Publish,
    SnapshotTaken,
    SoundExchanged,
    UtteranceRejected,
)
from voice.recognizer.command_recognizer import RecognitionResult
from voice.recognizer.utterance import Utterance
from voice.session.context import Component
from voice.session.moment import Moment
from voice.session.phase import Phase
from voice.session.trouble import Advice
from voice.session_runner import SessionRunner
from voice.turn_taking import TurnTaking

ADVICE: Mapping[LevelFault, Advice] = {
    LevelFault.FAINT: Advice.FAINT,
    LevelFault.LOUD: Advice.LOUD,
    LevelFault.NOISY: Advice.NOISY,
}
"""What the session advises for each fault of the microphone's level. The session has an `Advice` of
its own because it knows nothing of sound."""

_UNHEARD = LoudspeakerUnheard(
    "the microphone does not hear the loudspeaker any more; is that switched on, and turned up?"
)


class Assistant:
    """Moves one block of sound at a time; live and in a rehearsal it is the same."""

    def __init__(
        self,
        sound: DuplexDevice,
        parts: AssistantComponents,
        publish: Publish,
        date: Callable[[], datetime],
        wake: str | None = None,
    ) -> None:
        """Put the parts together; they are closed with it.

        ``publish`` is told what happens. ``date`` gives the local date and time with its zone;
        ``wake`` is what a command outside a session must begin with.
        """
        self.sound = sound
        self._date = date
        self._parts = parts
        self._speaker = parts.speaker
        self._publish = publish
        self._turn_taking = TurnTaking(parts.recognizer, parts.speaker)
        self._session = SessionRunner(parts, publish, self._moment)
        self._comprehension = Comprehension(parts.recognizer.understanding)
        self._attention = Attention(wake)
        self._started = False
        self._unheard = False

    @property
    def failing(self) -> frozenset[Component]:
        """The components that fail just now."""
        return self._session.failing

    @property
    def massaging(self) -> bool:
        """Whether the ice is on the skin, as far as Floe knows."""
        return self._session.phase is Phase.MASSAGING

    def step(self) -> bool:
        """Move on by one block; False when Floe has said goodbye and left.

        Raises:
            audio.errors.DeviceLost: the sound device has gone; see `lose_sound`.
        """
        if not self._started:
            self._started = True
            self._session.start()
            self._speaker.prepare(self._parts.urgent)
        full = self.sound.full
        played = SILENCE if full else self._speaker.next_block(self.sound.clock())
        microphone = self.sound.exchange(played)
        self._listen(microphone, played)
        self._follow_speech()
        self.tick()
        return not (self._session.leaving and self._speaker.idle)

    def tick(self) -> None:
        """Let the session see the time pass, and what is pressed; also while no sound moves."""
        for intent in self._parts.pressed.take(self.sound.clock(), late=self.sound.late):
            self._press(intent)
        self._session.tick()
        speaking = self._speaker.speaking or ""
        self._publish(SnapshotTaken(self._session.snapshot(), speaking, self.sound.clock()))

    def fail(self, component: Component, error: FloeError) -> None:
        """Report an error of a component."""
        self._session.fail(component, error)

    def mend(self, component: Component) -> None:
        """Take note that a component works; ignored unless it failed."""
        self._session.mend(component)

    def lose_sound(self, error: FloeError) -> None:
        """Go on without sound: what is to be said is shown, and not kept for later."""
        self._speaker.hush()
        self._session.mute = True
        self.fail(Component.MICROPHONE, error)

    def regain_sound(self, sound: DuplexDevice) -> None:
        """Go on with ``sound``, whose clock continues that of the one before."""
        self.sound = sound
        self._session.mute = False
        self._turn_taking.reset()
        self.mend(Component.MICROPHONE)

    def realign(self) -> None:
        """Take note that blocks were left out: what is played is heard at another time now."""
        self._turn_taking.reset()

    def cut_off(self, why: str) -> None:
        """Take note that Floe ends here because of ``why``, and pause a massage that is running.

        Nothing is said: `massaging` tells whether there is something to be said.
        """
        self._session.cut_off(why)

    def close(self) -> None:
        """Close the parts.

        Say nothing and save nothing: everything important has been saved already.
        """
        self._parts.close()

    def _moment(self) -> Moment:
        return Moment(self.sound.clock(), self._date(), self._parts.boot)

    def _listen(self, microphone: bytes, played: bytes) -> None:
        cleaned = self._turn_taking.feed(microphone, played, self.sound.clock())
        date = self._date() - timedelta(seconds=self.sound.behind)
        self._publish(SoundExchanged(microphone, played, cleaned, date))
        for result in self._turn_taking.results(self._session.asked):
            self._take(result)
        for error in self._turn_taking.failures():
            self.fail(Component.RECOGNISER, error)
        if self._turn_taking.working:
            self.mend(Component.RECOGNISER)
        self._follow_echo()

    def _follow_echo(self) -> None:
        """Say once that the loudspeaker is heard no more, unless that is known, and when it is."""
        was_unheard, self._unheard = self._unheard, self._turn_taking.unheard
        if not self._unheard:
            self.mend(Component.ECHO)
        elif not was_unheard and Component.LOUDSPEAKER not in self.failing:
            self.fail(Component.ECHO, _UNHEARD)

    def _take(self, result: RecognitionResult) -> None:
        utterance = result.utterance
        meaning = self._comprehension.comprehend(
            result, self._session.situation, self._session.useless
        )
        intent = meaning.intent if meaning.verdict is Verdict.ACT else None
        if self.sound.late and (intent is None or intent.name not in URGENT):
            self._publish(UtteranceRejected(utterance.text, utterance.start, utterance.end))
            return
        if intent and self._attention.is_given_to(intent, self._session.phase, self.sound.clock()):
            self._publish(CommandHeard(intent))
            if intent.name in ANSWERS and not self._session.asked_aloud:
                self._speaker.give_way(self.sound.clock())
                self._session.insist()
            else:
                self._obey(intent)
            self._advise(utterance)
            return
        self._publish(UtteranceRejected(utterance.text, utterance.start, utterance.end))
        # While a prompt is paused, its question may not have been asked to the end: what is said
        # then is no wrong answer to it, and the prompt goes on.
        if intent is None and not self._speaker.paused:
            self._puzzle(meaning, utterance)

    def _puzzle(self, meaning: Meaning, utterance: Utterance) -> None:
        """Take note of what was said that is no command, or not surely one."""
        if self._session.asked:
            self._advise(utterance)
        doubtful = meaning.intent if meaning.verdict is Verdict.ASK else None
        if doubtful and self._attention.is_given_to(
            doubtful, self._session.phase, self.sound.clock()
        ):
            self._session.doubt(doubtful)
        else:
            self._session.miss()

    def _press(self, intent: Intent) -> None:
        """Take a command by hand as one that was heard over whatever Floe says just now."""
        clock = self.sound.clock()
        pressed = replace(intent, start=clock, end=clock, decided=clock)
        self._publish(CommandPressed(pressed))
        if self._session.hears(pressed.name):
            self._speaker.pause()
        self._obey(pressed)

    def _obey(self, intent: Intent) -> None:
        if self._session.hears(intent.name):
            self._speaker.give_way(self.sound.clock())
        self._session.hear(intent)

    def _advise(self, utterance: Utterance) -> None:
        """Say what is wrong with the microphone's level, if what was said was meant for Floe."""
        fault = self._turn_taking.fault(utterance)
        if fault:
            self._session.advise(ADVICE[fault])

    def _follow_speech(self) -> None:
        if self._speaker.speaking:
            self._attention.speaking(self.sound.clock())
        for key, text in self._speaker.begun():
            self._publish(PromptStarted(key, text))
            self._session.begun(key)
        for key in self._speaker.ended():
            self._publish(PromptEnded(key))
            self._session.spoken(key)
        for text in self._speaker.unspoken():
            self._publish(PromptUnspoken(text))
        for error in self._speaker.failures():
            self.fail(Component.VOICE, error)
        if self._speaker.working:
            self.mend(Component.VOICE)
