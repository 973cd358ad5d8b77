"""Is the skin fine? Asked again and again during the massage."""

from collections.abc import Mapping

from intents.intent import Intent, IntentName
from voice.session.acts import Tone
from voice.session.asker import Massaging
from voice.session.context import Context
from voice.session.event import EventKind
from voice.session.prompt import prompt
from voice.session.questions.question import Question, Reply
from voice.session.state import Outcome

_LEAVES_IT_OPEN = frozenset(
    {
        IntentName.REPEAT,
        IntentName.REPORT_NUMB,
        IntentName.REPORT_SKIN,
        IntentName.REPORT_UNWELL,
        IntentName.REPORT_EMERGENCY,
        IntentName.PAUSE,
        IntentName.STOP_SESSION,
        IntentName.GOODBYE,
    }
)
"""What repeats the question, or takes the ice off."""


class SkinQuestion(Question):
    """Asks whether the skin is fine, and so whether anybody is awake to say so."""

    name = "skin"

    def __init__(self, context: Context, massage: Massaging) -> None:
        super().__init__(context, prompt("check.ask"))
        self._massage = massage

    def yes(self, intent: Intent) -> None:
        """Go on."""
        self._check("yes")
        lasts = self.context.plan.coaching_lasts
        self.context.speak(prompt("check.fine"), lasts=lasts)

    def no(self) -> None:
        """Take the ice off: the skin may be numb."""
        self._check("no")
        self._massage.numb()

    def cancel(self) -> None:
        """Ask again soon: they are awake, but the skin was not spoken of."""
        self._check("other")
        self.context.next_check = self.context.ice + self.context.plan.check_soon

    def replies(self) -> Mapping[IntentName, Reply]:
        """Take "I'm fine" and "it's warm" for a yes as well."""
        return {
            **super().replies(),
            IntentName.YES: self.yes,
            IntentName.REPORT_WARM: self.yes,
        }

    def hear(self, intent: Intent) -> bool:
        """Take what was said; anything that is not about the skin puts the question off."""
        heard = super().hear(intent)
        if not heard and intent.name not in _LEAVES_IT_OPEN:
            self.cancel()
        return heard

    @property
    def wait(self) -> float:
        """Seconds to wait for an answer."""
        return self.context.plan.check_wait

    def silence(self) -> None:
        """Ask once more, louder; then the massage is over."""
        if self._silences > 0:
            self.context.save(EventKind.CHECKED, answer="none")
            words = prompt("check.unanswered")
            self._massage.end(Outcome.UNANSWERED, words, tone=Tone.TROUBLE, loud=True)
            return
        self._silences += 1
        self.context.chime(Tone.TROUBLE)
        self.asked(self.context.urge(prompt("check.again"), loud=True))

    def _check(self, answer: str) -> None:
        self.context.drop_question()
        self.context.save(EventKind.CHECKED, answer=answer)
