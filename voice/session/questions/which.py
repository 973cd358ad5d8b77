"""Which of two numbers was it? Thirteen and thirty sound alike."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from intents.intent import Intent, IntentName
from voice.session.context import Context
from voice.session.prompt import prompt
from voice.session.questions.question import Question, Reply
from voice.session.slots import seconds


class WhichQuestion(Question):
    """Asks about the likelier one; no means the other, and a number is taken as it is."""

    name = "which"

    def __init__(self, context: Context, intent: Intent, obey: Callable[[Intent], None]) -> None:
        """Ask about ``intent``, which has a rival, and let ``obey`` do what is meant."""
        spoken = context.spoken(seconds(intent) or 0.0)
        super().__init__(context, prompt("which.ask", minutes=spoken))
        self._intent = intent
        self._obey = obey

    def yes(self, intent: Intent) -> None:
        """Take the likelier number."""
        self._take(self._intent.slots)

    def no(self) -> None:
        """Take the other one."""
        self._take(self._intent.rival)

    def silence(self) -> None:
        """Take neither."""
        self.context.drop_question()

    def replies(self) -> Mapping[IntentName, Reply]:
        """Take a number as well, and the whole command once more."""
        return {
            **super().replies(),
            IntentName.SET_DURATION: self._again,
            IntentName(self._intent.name): self._again,
        }

    def _again(self, intent: Intent) -> None:
        if intent.rival:
            self.context.ask(WhichQuestion(self.context, intent, self._obey))
        else:
            self._take(intent.slots)

    def _take(self, slots: Mapping[str, str | int | float]) -> None:
        self.context.drop_question()
        self._obey(replace(self._intent, slots=slots, rival={}))
