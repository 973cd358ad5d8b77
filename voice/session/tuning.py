"""How Floe speaks: its volume and its rate, both remembered."""

from collections.abc import Mapping

from intents.intent import IntentName
from voice.session.acts import Adjust
from voice.session.context import Context
from voice.session.event import EventKind
from voice.session.prompt import Prompt, prompt

_STEPS: Mapping[IntentName, tuple[str, int, Prompt, Prompt]] = {
    IntentName.LOUDER: ("volume", 1, prompt("voice.louder"), prompt("voice.loudest")),
    IntentName.QUIETER: ("volume", -1, prompt("voice.quieter"), prompt("voice.softest")),
    IntentName.FASTER: ("rate", 1, prompt("voice.faster"), prompt("voice.fastest")),
    IntentName.SLOWER: ("rate", -1, prompt("voice.slower"), prompt("voice.slowest")),
}


class Tuning:
    """Changes volume and rate by steps."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def volume(self) -> float:
        """The volume set, from 0 to 1."""
        plan = self._context.plan
        return min(max(self._setting("volume", plan.volume), plan.softest), plan.loudest)

    @property
    def rate(self) -> int:
        """The rate set, in words a minute."""
        plan = self._context.plan
        return int(min(max(self._setting("rate", plan.rate), plan.slowest), plan.fastest))

    def apply(self) -> None:
        """Let the speaker know what is set."""
        self._context.acts.append(Adjust(self.volume, self.rate))

    def change(self, name: IntentName) -> None:
        """Take one step as said, or say that there is none further."""
        context = self._context
        setting, sign, done, limit = _STEPS[name]
        plan = context.plan
        before: float = self.volume if setting == "volume" else self.rate
        if setting == "volume":
            wanted = round(before + sign * plan.volume_step, 2)
            value = min(max(wanted, plan.softest), plan.loudest)
        else:
            value = min(max(before + sign * plan.rate_step, plan.slowest), plan.fastest)
        if value == before:
            context.say(limit)
            return
        context.save(EventKind.SETTING, name=setting, value=value)
        self.apply()
        context.say(done)

    def _setting(self, name: str, default: float) -> float:
        value = self._context.record.settings.get(name)
        return value if isinstance(value, int | float) else default
