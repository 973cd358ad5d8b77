"""Components of Floe that fail and come back."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from voice.session.acts import Tone
from voice.session.context import Component
from voice.session.parts import SessionParts
from voice.session.prompt import Prompt, prompt
from voice.session.state import Stage


class Advice(StrEnum):
    """What is wrong with the microphone's level, as `voice.assistant.ADVICE` tells the session."""

    FAINT = "faint"
    LOUD = "loud"
    NOISY = "noisy"


ADVICE_PROMPTS: Mapping[Advice, Prompt] = {
    Advice.FAINT: prompt("level.faint"),
    Advice.LOUD: prompt("level.loud"),
    Advice.NOISY: prompt("level.noisy"),
}
TROUBLE_PROMPTS: Mapping[Component, Prompt] = {
    Component.MICROPHONE: prompt("trouble.microphone"),
    Component.RECOGNISER: prompt("trouble.recogniser"),
    Component.VOICE: prompt("trouble.voice"),
    Component.LOUDSPEAKER: prompt("trouble.loudspeaker"),
    Component.ECHO: prompt("trouble.echo"),
    Component.LAG: prompt("trouble.lag"),
    Component.JOURNAL: prompt("trouble.journal"),
    Component.SLEEP: prompt("trouble.sleep"),
}
"""What says that a component fails while the ice is on the skin."""
IDLE_TROUBLE_PROMPTS: Mapping[Component, Prompt] = {
    Component.MICROPHONE: prompt("trouble.microphone_idle"),
    Component.RECOGNISER: prompt("trouble.recogniser_idle"),
    Component.VOICE: prompt("trouble.voice_idle"),
    Component.LOUDSPEAKER: prompt("trouble.loudspeaker_idle"),
    Component.ECHO: prompt("trouble.echo_idle"),
    Component.LAG: prompt("trouble.lag_idle"),
    Component.JOURNAL: prompt("trouble.journal_idle"),
    Component.SLEEP: prompt("trouble.sleep_idle"),
}
"""What says that a component fails at any other time."""
_MENDED: Mapping[Component, Prompt] = {
    Component.MICROPHONE: prompt("mended.microphone"),
    Component.RECOGNISER: prompt("mended.recogniser"),
    Component.VOICE: prompt("mended.voice"),
    Component.LOUDSPEAKER: prompt("mended.loudspeaker"),
    Component.ECHO: prompt("mended.echo"),
    Component.LAG: prompt("mended.lag"),
    Component.JOURNAL: prompt("mended.journal"),
}
"""What says that a component works again; being awake again goes without saying."""
EXIT_PROMPT = prompt("trouble.exit")
"""What is said when Floe ends, whatever ends it, while the ice is on the skin."""
URGENT_PROMPTS: Sequence[Prompt] = (
    *TROUBLE_PROMPTS.values(),
    *IDLE_TROUBLE_PROMPTS.values(),
    prompt("numb.now"),
    prompt("massage.paused"),
    prompt("massage.time_lost"),
    prompt("massage.time_over"),
    prompt("check.ask"),
    prompt("check.again"),
    prompt("check.unanswered"),
    prompt("unwell.now"),
    prompt("skin.over"),
    prompt("emergency.now"),
    prompt("resume.blocked"),
)
"""What must be heard for safety, and has no values to be filled in."""


class Trouble:
    """Pauses the massage where Floe can no longer be relied on, and says what is wrong."""

    def __init__(self, parts: SessionParts) -> None:
        self._context = parts.context
        self._massage = parts.massage
        self._owed: float | None = None
        """The clock when it was last said that the journal fails; None once that was heard."""

    def begin(self, component: Component) -> None:
        """Pause the massage, for ``component`` fails; where that is the journal, only say so."""
        context = self._context
        if component in context.failing:
            return
        if component is not Component.SLEEP:
            context.failing.add(component)
        if component is Component.JOURNAL:
            context.chime(Tone.TROUBLE)
            self._tell()
        elif context.massaging:
            self._massage.pause(component.value, TROUBLE_PROMPTS[component], Tone.TROUBLE)
        elif component is Component.LAG:
            # It may be over before anybody has noticed, and is no reason to cut off other words.
            context.chime(Tone.TROUBLE)
            context.say(IDLE_TROUBLE_PROMPTS[component])
        else:
            context.chime(Tone.TROUBLE)
            context.urge(IDLE_TROUBLE_PROMPTS[component])

    def cut_off(self, why: str) -> None:
        """Pause the massage without a word, for Floe ends; `EXIT_PROMPT` is said by who ends it."""
        if self._context.massaging:
            self._massage.cut_off(why)

    def speech_ended(self, key: str) -> None:
        """Take note that the prompt ``key`` was spoken to its end."""
        if key in ("trouble.journal", "trouble.journal_idle"):
            self._owed = None

    def tick(self) -> None:
        """Say again that the journal fails, if words of more weight have cut that off."""
        context = self._context
        if self._owed is None or context.blocked:
            return
        if context.now.clock - self._owed > context.plan.say_again:
            self._tell()

    def advise(self, advice: Advice) -> None:
        """Say what helps the microphone; it stops nothing."""
        self._context.say(ADVICE_PROMPTS[advice])

    def end(self, component: Component) -> None:
        """Say that ``component`` works again; going on is up to the person."""
        context = self._context
        if component not in context.failing:
            return
        context.failing.discard(component)
        if component is Component.JOURNAL:
            self._owed = None
        context.say(_MENDED[component])
        context.touched = context.now.clock
        session = context.session
        if session and session.stage is Stage.PAUSED and not context.blocked:
            context.say(prompt("mended.paused"))
        if component is Component.LOUDSPEAKER and context.pending:
            context.pending.repeat()

    def _tell(self) -> None:
        context = self._context
        self._owed = context.now.clock
        begun = context.session and context.session.begun
        prompts = TROUBLE_PROMPTS if begun else IDLE_TROUBLE_PROMPTS
        context.say(prompts[Component.JOURNAL])
