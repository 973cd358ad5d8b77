"""Whether the skin is fine, and whether anybody is awake to say so."""

from dataclasses import replace

from voice.session.acts import Tone
from voice.session.context import Context
from voice.session.event import EventKind
from voice.session.massage import Massage
from voice.session.prompt import prompt
from voice.session.question import Pending, Question
from voice.session.record import Outcome


class CheckIn:
    """What follows a question about the skin; `Massage` asks it."""

    def __init__(self, context: Context, massage: Massage) -> None:
        self._context = context
        self._massage = massage

    def answer(self, yes: bool) -> None:
        """The skin is fine, or it is not."""
        context = self._context
        context.pending = None
        context.save(EventKind.CHECKED, answer="yes" if yes else "no")
        if yes:
            context.speak(prompt("check.fine"), lasts=context.plan.coaching_lasts)
        else:
            self._massage.numb()

    def evade(self) -> None:
        """Something else was said: they are awake, but the skin is asked about again soon."""
        context = self._context
        context.pending = None
        context.save(EventKind.CHECKED, answer="other")
        context.next_check = context.ice + context.plan.check_soon

    def overdue(self) -> None:
        """No answer came: ask once more, louder; then it is over."""
        context = self._context
        if context.pending is None:
            return
        if context.pending.tries > 1:
            context.save(EventKind.CHECKED, answer="none")
            self._massage.stop(
                Outcome.UNANSWERED, prompt("check.unanswered"), tone=Tone.TROUBLE, loud=True
            )
            return
        context.chime(Tone.TROUBLE)
        say = context.urge(prompt("check.again"), loud=True)
        context.pending = replace(
            Pending(Question.SKIN, say, context.now.clock), tries=context.pending.tries + 1
        )
