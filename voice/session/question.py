"""Questions that Floe has asked and waits to have answered."""

from dataclasses import dataclass
from enum import StrEnum

from intents.intent import ANSWERS, IntentName
from voice.session.acts import Say
from voice.session.plan import Plan


class Question(StrEnum):
    """What yes and no would be about."""

    HELPED = "helped"
    """Has a doctor seen to the emergency?"""
    CLEARED = "cleared"
    """Has a doctor agreed to ice?"""
    SCREEN = "screen"
    """Does this condition apply?"""
    ANYWAY = "anyway"
    """Earlier than advised?"""
    SKIN = "skin"
    """Is the skin fine?"""
    WARM = "warm"
    """Is numb skin warm again?"""
    REST = "rest"
    """Shall the rest of the massage be done?"""
    COURSE = "course"
    """Is the course over?"""
    PAIN = "pain"
    """How strong is the pain? Not a matter of yes or no."""

    @property
    def answers(self) -> frozenset[IntentName]:
        """The intents that answer it."""
        return _PAIN if self is Question.PAIN else ANSWERS


_PAIN = frozenset({IntentName.REPORT_PAIN})


@dataclass(slots=True)
class Pending:
    """A question without an answer yet."""

    question: Question
    say: Say
    asked: float
    """The clock when it was handed over to be said."""
    said: float | None = None
    """The clock when it was said to its end; None if that is not known."""
    tries: int = 1
    """How often it was asked."""

    def overdue(self, plan: Plan, clock: float) -> bool:
        """Whether the answer has been waited for long enough."""
        match self.question:
            case Question.SKIN:
                wait = plan.check_wait
            case Question.PAIN:
                wait = plan.pain_wait
            case _:
                wait = plan.answer_wait
        return clock - self._heard(plan) >= wait

    def _heard(self, plan: Plan) -> float:
        if self.said is not None:
            return self.said
        return self.asked + len(self.say.text.split()) / plan.words_a_second + plan.unsaid_wait
