"""How it is going: the sessions that were done, the course they make up, and its pain."""

from collections.abc import Sequence
from datetime import date

from voice.session.context import Context
from voice.session.judgement import CHANGE_PROMPTS, change, told_in
from voice.session.prompt import prompt
from voice.session.questions.course import CourseQuestion
from voice.session.state import Course, Session


class CourseProgress:
    """Answers in a sentence each what was done so far; and asks whether a course is to end."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def course(self) -> None:
        """Answer "how is it going"."""
        course = self._current()
        if course is None:
            return
        day, sessions = self._day(course), self._sessions(course.sessions)
        pains = told_in(self._context.record, course)
        if len(pains) < 2:
            self._context.say(prompt("course.going", day=day, sessions=sessions))
            return
        verdict = change(self._context.plan, pains[0].level, pains[-1].level)
        self._context.say(
            prompt(
                "course.pain",
                change=self._context.script.text(CHANGE_PROMPTS[verdict]),
                day=day,
                first=self._context.script.number(pains[0].level),
                last=self._context.script.number(pains[-1].level),
                sessions=sessions,
            )
        )

    def day(self) -> None:
        """Answer "which day is it"."""
        course = self._current()
        if course:
            self._context.say(prompt("course.day", day=self._day(course), days=self._days(course)))

    def week(self) -> None:
        """Answer "how was my week"."""
        context = self._context
        shown = context.plan.history_days
        days = context.script.number(shown)
        past = [one for one in self._begun() if self._ago(one.day) < shown]
        if not past:
            context.say(prompt("history.none", days=days))
            return
        sessions = self._sessions(past)
        iced = context.script.count(len({one.day for one in past}), "spoken.day")
        ice = context.spoken(sum(one.ice for one in past))
        pains = [pain for pain in context.record.pains if self._ago(pain.at.date()) < shown]
        if len(pains) < 2:
            context.say(prompt("history.some", days=days, ice=ice, iced=iced, sessions=sessions))
            return
        context.say(
            prompt(
                "history.pain",
                days=days,
                first=context.script.number(pains[0].level),
                ice=ice,
                iced=iced,
                last=context.script.number(pains[-1].level),
                sessions=sessions,
            )
        )

    def last(self) -> None:
        """Answer "when was my last one"."""
        context = self._context
        begun = [one for one in self._begun() if one is not context.session]
        if not begun:
            context.say(prompt("last.none"))
            return
        session = begun[-1]
        ago = max(0, self._ago(session.day))
        time, ice = context.script.time(session.opened), context.spoken(int(session.ice))
        if ago < 2:
            context.say(prompt("last.yesterday" if ago else "last.today", ice=ice, time=time))
        else:
            context.say(prompt("last.ago", days=context.script.number(ago), ice=ice, time=time))

    def ask_end(self) -> None:
        """Answer "I'm done with the course"."""
        context = self._context
        course = self._current()
        if course is None:
            return
        if context.session:
            context.say(prompt("course.busy"))
            return
        context.hush()
        context.ask(CourseQuestion(context, course))

    def _current(self) -> Course | None:
        course = self._context.record.course(self._context.now.date)
        if course is None:
            self._context.say(prompt("course.none"))
        return course

    def _begun(self) -> list[Session]:
        return [session for session in self._context.record.sessions if session.begun]

    def _ago(self, day: date) -> int:
        return (self._context.now.date.date() - day).days

    def _day(self, course: Course) -> str:
        """Return in words which day of a course today is, counting those without ice too."""
        return self._context.script.number(max(1, self._ago(course.first) + 1))

    def _sessions(self, sessions: Sequence[Session]) -> str:
        return self._context.script.count(len(sessions), "spoken.session")

    def _days(self, course: Course) -> str:
        """Return in words how many days of a course had ice."""
        return self._context.script.count(course.days, "spoken.day")
