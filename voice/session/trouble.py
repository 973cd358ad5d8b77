"""Parts of Floe that fail and come back."""

from enum import StrEnum

from voice.session.acts import Tone
from voice.session.components import SessionComponents
from voice.session.context import Component
from voice.session.record import Stage


class Advice(StrEnum):
    """What is wrong with the microphone's level."""

    FAINT = "faint"
    LOUD = "loud"
    NOISY = "noisy"


class Trouble:
    """Pauses the massage where Floe can no longer be relied on, and says what is wrong."""

    def __init__(self, concerns: SessionComponents) -> None:
        self._context = concerns.context
        self._massage = concerns.massage

    def begin(self, part: Component) -> None:
        """``part`` has failed; a journal that fails stops nothing."""
        context = self._context
        if part in context.parts:
            return
        if part is not Component.SLEEP:
            context.parts.add(part)
        if part is Component.JOURNAL:
            context.chime(Tone.TROUBLE)
            context.say("trouble.journal")
        elif context.massaging:
            self._massage.pause(part.value, f"trouble.{part}", Tone.TROUBLE)
        else:
            context.chime(Tone.TROUBLE)
            context.urge(f"trouble.{part}_idle")

    def advise(self, advice: Advice) -> None:
        """Say what helps the microphone; it stops nothing."""
        self._context.say(f"level.{advice}")

    def end(self, part: Component) -> None:
        """``part`` works again; going on is up to the person."""
        context = self._context
        if part not in context.parts:
            return
        context.parts.discard(part)
        context.say(f"mended.{part}")
        context.touched = context.now.clock
        session = context.session
        if session and session.stage is Stage.PAUSED and not context.blocked:
            context.say("mended.paused")
