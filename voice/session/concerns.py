"""The parts of the session, each with one concern, put together."""

from dataclasses import dataclass
from typing import Self

from voice.session.answers import Answers
from voice.session.checkin import CheckIn
from voice.session.context import Context
from voice.session.duration import Duration
from voice.session.gate import Gate
from voice.session.limits import Limits
from voice.session.massage import Massage
from voice.session.preparation import Preparation
from voice.session.screening import Screening
from voice.session.tuning import Tuning


@dataclass(frozen=True, slots=True)
class Concerns:
    """Everything that a command or the passing of time may turn to."""

    context: Context
    answers: Answers
    checkin: CheckIn
    duration: Duration
    gate: Gate
    massage: Massage
    preparation: Preparation
    screening: Screening
    tuning: Tuning

    @classmethod
    def of(cls, context: Context) -> Self:
        """Make all parts around one ``context``."""
        limits, screening, massage = Limits(context), Screening(context), Massage(context)
        preparation = Preparation(context, massage)
        return cls(
            context=context,
            answers=Answers(context, limits),
            checkin=CheckIn(context, massage),
            duration=Duration(context, massage),
            gate=Gate(context, limits, screening, preparation),
            massage=massage,
            preparation=preparation,
            screening=screening,
            tuning=Tuning(context),
        )
