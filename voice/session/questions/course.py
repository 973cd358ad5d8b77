"""Is the course over?"""

from intents.intent import Intent
from voice.session.context import Context
from voice.session.event import EventKind
from voice.session.prompt import prompt
from voice.session.questions.question import Question
from voice.session.state import Course


class CourseQuestion(Question):
    """Asks back before a course is ended, for what comes after it counts for another."""

    name = "course"

    def __init__(self, context: Context, course: Course) -> None:
        days = context.script.count(course.days, "spoken.day")
        sessions = context.script.count(len(course.sessions), "spoken.session")
        super().__init__(context, prompt("course.ask_end", days=days, sessions=sessions))

    def yes(self, intent: Intent) -> None:
        """End the course, unless it has run out meanwhile."""
        context = self.context
        course = context.record.course(context.now.date)
        if course is None:
            self.no()
            return
        context.drop_question()
        context.save(EventKind.COURSE_ENDED)
        days = context.script.count(course.days, "spoken.day")
        sessions = context.script.count(len(course.sessions), "spoken.session")
        context.say(prompt("course.ended", days=days, sessions=sessions))

    def no(self) -> None:
        """Keep the course."""
        self.context.drop_question()
        self.context.say(prompt("course.kept"))

    def silence(self) -> None:
        """Keep the course, without a word."""
        self.context.drop_question()
