"""Turn-taking: what the person says, though Floe may be talking, and who of the two goes on.

This module is the way of the sound, in its order: the echo of Floe's own voice is taken away, a
prompt falls silent for a person who talks over it, faint speech is made louder, the recogniser
makes commands of it, and a prompt that was interrupted for nothing goes on. The live assistant, the
rehearsals and the bench all use it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from audio.echo.canceller import EchoCanceller
from audio.gain import GainControl
from audio.level import LevelFault
from audio.sound import SILENCE
from voice.bargein import BargeIn
from voice.errors import RecognizerError
from voice.recognizer.command_recognizer import CommandRecognizer, RecognitionResult
from voice.recognizer.utterance import Utterance

HESITATION = 1.0
"""Seconds of silence after which a prompt that was interrupted goes on."""
LISTENING = 6.0
"""Seconds after which an interrupted prompt goes on, even if somebody still talks: a command is
never that long."""


class Interruptible(Protocol):
    """What Floe is saying, as far as somebody can interrupt it."""

    @property
    def paused(self) -> bool:
        """Whether a prompt has fallen silent for somebody who talks."""
        ...

    def pause(self) -> None:
        """Fall silent at once, if a prompt is playing; it may also decline to."""
        ...

    def resume(self, now: float) -> None:
        """Go on with what was paused; ``now`` is the clock's seconds."""
        ...


@dataclass(frozen=True, slots=True)
class NearEnd:
    """The person's side of 20 ms of sound; all blocks are int16 mono at 16 kHz."""

    cleaned: bytes
    """What the microphone heard, without the echo of what was played."""
    blocks: Sequence[bytes]
    """What the recogniser is to hear next: mostly one block, but none while some is held back,
    and several where the recogniser has to catch up."""
    talking: bool = False
    """Whether somebody talks while Floe does: Floe is to fall silent."""
    ringing: bool = False
    """Whether something of Floe's voice may be in ``blocks``."""
    unheard: bool = False
    """Whether the microphone, which has heard the loudspeaker clearly, hears it no more."""


class EchoControl(Protocol):
    """Keeps Floe's own voice, which the microphone hears too, from the recogniser."""

    def feed(self, microphone: bytes, played: bytes) -> NearEnd:
        """Take 20 ms from the microphone, and what was handed to the loudspeaker meanwhile."""
        ...

    def reset(self) -> None:
        """Begin anew: other devices, another room."""
        ...


class EchoAndBargeIn:
    """Floe's own echo control: it takes the echo away, and notices who talks over a prompt."""

    def __init__(self) -> None:
        self._canceller = EchoCanceller()
        self._bargein = BargeIn()

    def feed(self, microphone: bytes, played: bytes) -> NearEnd:
        """Take 20 ms from the microphone, and what was handed to the loudspeaker meanwhile."""
        cleaned = self._canceller.feed(microphone, played)
        blocks = self._bargein.feed(cleaned, played)
        ringing, unheard = self._bargein.ringing, self._canceller.lost
        return NearEnd(cleaned.block, blocks, cleaned.talking, ringing, unheard)

    def reset(self) -> None:
        """Begin anew: other devices, another room."""
        self._canceller.reset()
        self._bargein.reset()


class TurnTaking:
    """Recognises what the person says: `feed` it each block of sound, then go through `results`."""

    def __init__(
        self, recognizer: CommandRecognizer, prompt: Interruptible, echo: EchoControl | None = None
    ) -> None:
        """Listen with ``recognizer``, and interrupt ``prompt``; ``echo`` is Floe's own by default.

        The recogniser stays its owner's, and is not restarted here.
        """
        self.working = True
        """Whether the recogniser took the newest block that it was given."""
        self._echo = echo or EchoAndBargeIn()
        self._prompt = prompt
        self._gain = GainControl()
        self._recognizer = recognizer
        self._failures: list[RecognizerError] = []
        self._near = NearEnd(SILENCE, ())
        self._now = 0.0
        self._interrupted = 0.0
        """When the prompt fell silent, by the clock."""
        self._talked = 0.0
        """When the person was last heard since then."""

    @property
    def unheard(self) -> bool:
        """Whether the microphone, which has heard the loudspeaker clearly, hears it no more."""
        return self._near.unheard

    def reset(self) -> None:
        """Begin anew with other devices, or in another room; the recogniser goes on."""
        self._echo.reset()
        self._gain.reset()

    def feed(self, microphone: bytes, played: bytes, now: float) -> bytes:
        """Take 20 ms from the microphone, and what was handed to the loudspeaker meanwhile.

        ``now`` is the clock's seconds. Returns the microphone's block without Floe's own voice.
        """
        self._near, self._now = self._echo.feed(microphone, played), now
        if self._near.talking and not self._prompt.paused:
            self._prompt.pause()
            self._interrupted = self._talked = now
        return self._near.cleaned

    def results(self, asked: Collection[str] = ()) -> Iterator[RecognitionResult]:
        """Yield the utterances that the block just fed completes; to be gone through to the end.

        The caller acts on each utterance before it asks for the next: after the last one, a prompt
        that is still paused may go on. ``asked`` names the intents that would answer what
        Floe has just asked.
        """
        for block in self._near.blocks:
            louder = self._gain.feed(block, learn=not self._near.ringing)
            if result := self._recognise(louder, asked):
                yield result
        if self._prompt.paused:
            self._wait()

    def failures(self) -> list[RecognizerError]:
        """Return why sound was not recognised since the last call; the recogniser began anew."""
        failures, self._failures = self._failures, []
        return failures

    def fault(self, utterance: Utterance) -> LevelFault | None:
        """Judge the level at which something was said; see `GainControl.utterance_fault`."""
        began, ended = utterance.decided - utterance.start, utterance.decided - utterance.end
        return self._gain.utterance_fault(began, ended)

    def _recognise(self, block: bytes, asked: Collection[str]) -> RecognitionResult | None:
        try:
            result = self._recognizer.feed(block, asked)
        except RecognizerError as error:
            self._recognizer.restart()
            self._failures.append(error)
            self.working = False
            return None
        self.working = True
        return result

    def _wait(self) -> None:
        """Leave whoever interrupts the time to finish, and let the prompt go on after that."""
        if self._recognizer.hearing:
            self._talked = self._now
        silent, waited = self._now - self._talked, self._now - self._interrupted
        if silent > HESITATION or waited > LISTENING:
            self._prompt.resume(self._now)
