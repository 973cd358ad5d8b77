"""What the last run left behind when it was cut off."""

from voice.session.context import Context
from voice.session.event import EventKind
from voice.session.massage import Massage
from voice.session.prompt import prompt
from voice.session.questions.rest import RestQuestion
from voice.session.state import Outcome, Session, Stage
from voice.session.step import STEP_PROMPTS


class Recovery:
    """Offers to go on with a session that was cut off, or closes it as it was."""

    def __init__(self, context: Context, massage: Massage) -> None:
        self._context = context
        self._massage = massage

    def run(self) -> bool:
        """Deal with a session that was left open, and return whether anything was said about it.

        Where it cannot be known how long Floe was away, the session is over.
        """
        context = self._context
        session = context.session
        if session is None:
            return False
        timeline = context.record.timeline
        away = timeline.since(session.seen_at, context.now.date, context.uptime)
        recent = away is not None and away < context.plan.recover
        if away is not None and recent and session.stage is Stage.MASSAGING:
            context.save(EventKind.RECOVERED, unseen=max(away, context.plan.progress_every))
        rests = session.begun is None or context.remaining >= context.plan.least_rest
        if recent and rests:
            self._offer(session)
            return True
        self._close(session)
        return session.begun is not None

    def _offer(self, session: Session) -> None:
        context = self._context
        if session.stage is Stage.PREPARING:
            context.say(prompt("recovery.preparing"))
            context.say(STEP_PROMPTS[session.step])
        elif session.stage is Stage.WARMING:
            context.urge(prompt("recovery.warming"))
        else:
            context.ask(RestQuestion.after_cut_off(context, self._massage))

    def _close(self, session: Session) -> None:
        context = self._context
        context.finish(Outcome.CUT_OFF, ended=session.seen.isoformat())
        if session.begun:
            context.say(prompt("recovery.closed", ice=context.spoken(int(context.ice))))
