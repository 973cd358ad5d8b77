"""How it is going: the course, its days, its pain, and its end."""

from collections.abc import Sequence
from datetime import date

from voice.session.context import Context
from voice.session.event import EventKind
from voice.session.judgement import change, told_in
from voice.session.question import Question
from voice.session.record import Course, Pain, Session


class CourseProgress:
    """Answers about what was done, a sentence each; and ends a course."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def course(self) -> None:
        """ "How is it going"."""
        course = self._current()
        if course is None:
            return
        values = {"day": self._day(course), "sessions": self._sessions(course.sessions)}
        pains = told_in(self._context.record, course)
        if len(pains) < 2:
            self._context.say("course.going", **values)
            return
        verdict = change(self._context.plan, pains[0].level, pains[-1].level)
        text = self._context.script.text(f"change.{verdict}")
        self._context.say("course.pain", **values, **self._fall(pains), change=text)

    def day(self) -> None:
        """ "Which day is it"."""
        course = self._current()
        if course:
            days = self._context.script.count(course.days, "day")
            self._context.say("course.day", day=self._day(course), days=days)

    def week(self) -> None:
        """ "How was my week"."""
        context = self._context
        days = context.plan.history_days
        sessions = [one for one in self._begun() if self._ago(one.day) < days]
        if not sessions:
            context.say("history.none", days=context.script.number(days))
            return
        values = {
            "days": context.script.number(days),
            "sessions": self._sessions(sessions),
            "iced": context.script.count(len({one.day for one in sessions}), "day"),
            "ice": context.spoken(sum(one.ice for one in sessions)),
        }
        pains = [pain for pain in context.record.pains if self._ago(pain.at.date()) < days]
        if len(pains) < 2:
            context.say("history.some", **values)
        else:
            context.say("history.pain", **values, **self._fall(pains))

    def last(self) -> None:
        """ "When was my last one"."""
        context = self._context
        begun = [one for one in self._begun() if one is not context.session]
        if not begun:
            context.say("last.none")
            return
        session = begun[-1]
        ago = max(0, self._ago(session.day))
        key = ("today", "yesterday")[ago] if ago < 2 else "ago"
        context.say(
            f"last.{key}",
            days=context.script.number(ago),
            time=context.script.time(session.opened),
            ice=context.spoken(int(session.ice)),
        )

    def ask_end(self) -> None:
        """ "I'm done with the course"."""
        context = self._context
        course = self._current()
        if course is None:
            return
        if context.session:
            context.say("course.busy")
            return
        context.hush()
        context.ask(Question.COURSE, "course.ask_end", **self._whole(course))

    def end(self, yes: bool) -> None:
        """Take the answer to whether the course is over."""
        context = self._context
        context.pending = None
        course = context.record.course(context.now.date)
        if not yes or course is None:
            context.say("course.kept")
            return
        context.save(EventKind.COURSE_ENDED)
        context.say("course.ended", **self._whole(course))

    def _current(self) -> Course | None:
        course = self._context.record.course(self._context.now.date)
        if course is None:
            self._context.say("course.none")
        return course

    def _begun(self) -> list[Session]:
        return [session for session in self._context.record.sessions if session.begun]

    def _ago(self, day: date) -> int:
        return (self._context.now.date.date() - day).days

    def _day(self, course: Course) -> str:
        """Count the days of a course, those without ice too."""
        return self._context.script.number(max(1, self._ago(course.first) + 1))

    def _sessions(self, sessions: Sequence[Session]) -> str:
        return self._context.script.count(len(sessions), "session")

    def _fall(self, pains: Sequence[Pain]) -> dict[str, str]:
        number = self._context.script.number
        return {"first": number(pains[0].level), "last": number(pains[-1].level)}

    def _whole(self, course: Course) -> dict[str, str]:
        days = self._context.script.count(course.days, "day")
        return {"days": days, "sessions": self._sessions(course.sessions)}
