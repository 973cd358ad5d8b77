"""Was that meant? Asked about what is likely, where a mistake would put ice on the skin."""

from collections.abc import Callable, Mapping

from intents.intent import Intent, IntentName
from voice.session.context import Context
from voice.session.prompt import Prompt, prompt
from voice.session.questions.question import Question, Reply
from voice.session.slots import seconds

_WORDS: Mapping[str, Prompt] = {
    IntentName.START_SESSION: prompt("meant.start"),
    IntentName.RESUME: prompt("meant.resume"),
    IntentName.ADD_TIME: prompt("meant.more"),
}


class MeantQuestion(Question):
    """Asks once; whoever does not answer, or talks to somebody else, has meant nothing."""

    name = "meant"

    def __init__(
        self, context: Context, words: Prompt, intent: Intent, obey: Callable[[Intent], None]
    ) -> None:
        super().__init__(context, words)
        self._intent = intent
        self._obey = obey

    @classmethod
    def about(
        cls, context: Context, intent: Intent, obey: Callable[[Intent], None]
    ) -> "MeantQuestion | None":
        """Return the question about an intent, which `obey` does; None if there is none."""
        words = _WORDS.get(intent.name)
        length = seconds(intent)
        if intent.name == IntentName.SET_DURATION and length is not None:
            words = prompt("meant.duration", planned=context.spoken(length))
        return cls(context, words, intent, obey) if words else None

    def yes(self, intent: Intent) -> None:
        """Do what was meant."""
        self._take(self._intent)

    def replies(self) -> Mapping[IntentName, Reply]:
        """Take the command itself for a yes, with what it tells."""
        return {**super().replies(), IntentName(self._intent.name): self._take}

    def no(self) -> None:
        """Leave all as it is."""
        self.leave()

    def miss(self) -> None:
        """Leave all as it is: that was said to somebody else."""
        self.context.drop_question()

    def silence(self) -> None:
        """Leave all as it is."""
        self.context.drop_question()

    def _take(self, intent: Intent) -> None:
        self.context.drop_question()
        self._obey(intent)
