"""The parts of the session, each with one concern, put together."""

from dataclasses import dataclass
from typing import Self

from voice.session.admission import Admission
from voice.session.answers import Answers
from voice.session.context import Context
from voice.session.duration import Duration
from voice.session.limits import Limits
from voice.session.massage import Massage
from voice.session.pains import Pains
from voice.session.persons import Persons
from voice.session.preparation import Preparation
from voice.session.progress import CourseProgress
from voice.session.reminders import Reminders
from voice.session.tuning import Tuning


@dataclass(frozen=True, slots=True)
class SessionParts:
    """Everything that a command or the passing of time may turn to."""

    context: Context
    admission: Admission
    answers: Answers
    duration: Duration
    massage: Massage
    pains: Pains
    persons: Persons
    preparation: Preparation
    progress: CourseProgress
    reminders: Reminders
    tuning: Tuning

    @classmethod
    def of(cls, context: Context) -> Self:
        """Make all parts around one ``context``."""
        limits, massage = Limits(context), Massage(context)
        preparation, answers = Preparation(context, massage), Answers(context, limits)
        return cls(
            context=context,
            admission=Admission(context, limits, preparation),
            answers=answers,
            duration=Duration(context, massage),
            massage=massage,
            pains=Pains(context),
            persons=Persons(context),
            preparation=preparation,
            progress=CourseProgress(context),
            reminders=Reminders(context, limits, answers),
            tuning=Tuning(context),
        )
