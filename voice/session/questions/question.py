"""What all questions have in common."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import ClassVar

from intents.intent import ANSWERS, Intent, IntentName
from voice.session.acts import Say
from voice.session.context import Context
from voice.session.prompt import OfferKey, Prompt, prompt

Reply = Callable[[Intent], None]


class Question(ABC):
    """One question, from when it is asked until it is answered or dropped.

    There are five ways out without a yes or a no; only the last is no method of the question:

    - ``cancel``: the person says "never mind"; by default the same as ``stop``.
    - ``stop``: the person says "stop" while no session is going on. Floe falls silent and leaves.
    - ``leave``: Floe gives up, after silence or one of the two above, and says that this is fine.
    - ``pass_over``: the person goes on with the preparations instead; by default without a word.
    - ``context.drop_question``: the waiting ends, and nothing else happens. All others end in this.
    """

    name: ClassVar[str]
    """The name of its file, and how tests know it from others: they find it in `Snapshot.question`.
    A display shows the words only."""
    answers: ClassVar[frozenset[IntentName]] = ANSWERS
    """The intents that the recogniser is to expect, and to believe more readily."""
    offers: ClassVar[OfferKey | None] = "offer.question"
    """What can be said to it; None where that is the same as is offered in the phase anyway."""

    def __init__(self, context: Context, words: Prompt) -> None:
        self.context = context
        self.words = words
        self._say: Say
        self._asked = 0.0
        self._spoken: float | None = None
        self._silences = 0
        self.begun = False
        """Whether it has begun to be spoken, as far as is known."""

    @abstractmethod
    def yes(self, intent: Intent) -> None:
        """Take a yes; ``intent`` may say more than that."""

    @abstractmethod
    def no(self) -> None:
        """Take a no."""

    def cancel(self) -> None:
        """Take "never mind": by default the same as "stop"."""
        self.stop()

    def stop(self) -> None:
        """Take "stop" where no session is going on: stop talking, and leave the question."""
        self.context.hush()
        self.leave()

    def pass_over(self) -> None:
        """Do without an answer, for the person has gone on to something else."""
        self.context.drop_question()

    def miss(self) -> None:
        """Own up that something was said that could not be made out."""
        self.context.say(prompt("miss"))

    def silence(self) -> None:
        """Act on silence for `wait` seconds: by default ask once more, then leave the question."""
        if self._silences > 0:
            self.leave()
        else:
            self._silences += 1
            self.repeat()

    def leave(self) -> None:
        """Drop the question for good, and say that this is fine."""
        self.context.drop_question()
        self.context.say(prompt("all_right"))

    @property
    def wait(self) -> float:
        """Seconds to wait for an answer, from when the question was spoken to its end."""
        return self.context.plan.answer_wait

    def replies(self) -> Mapping[IntentName, Reply]:
        """Return what each intent does while the question waits.

        An intent that is not among them does what it always does, and the question goes on
        waiting unless that drops it. "Stop" is among them only outside a session: within one, it
        is the session that is to stop.
        """
        replies: dict[IntentName, Reply] = {
            IntentName.YES: self._permit,
            IntentName.NO: lambda _: self.no(),
            IntentName.CANCEL: lambda _: self.cancel(),
        }
        if self.context.session is None:
            replies[IntentName.STOP_SESSION] = lambda _: self.stop()
        return replies

    def hear(self, intent: Intent) -> bool:
        """Take what was said; False if it is not for this question."""
        reply = self.replies().get(IntentName(intent.name))
        if reply:
            reply(intent)
        return reply is not None

    @property
    def text(self) -> str:
        """The words in which it was asked."""
        return self._say.text

    @property
    def overdue(self) -> bool:
        """Whether it has been waited long enough for an answer.

        If the speaker never reported that it was spoken, that time is estimated from its length.
        """
        plan = self.context.plan
        spoken = self._spoken
        if spoken is None:
            words = len(self._say.text.split())
            spoken = self._asked + words / plan.words_a_second + plan.unsaid_wait
        return self.context.now.clock - spoken >= self.wait

    def asked(self, say: Say) -> None:
        """Take note that it is asked now, by ``say``."""
        self._say = say
        self._asked = self.context.now.clock
        self._spoken = None
        self.begun = False

    def repeat(self) -> None:
        """Ask in the same words again, and wait as long as the first time."""
        self.context.acts.append(self._say)
        self.asked(self._say)

    def speech_begun(self, key: str) -> None:
        """Take note that the prompt ``key`` is being spoken."""
        if key == self._say.key:
            self.begun = True

    def speech_ended(self, key: str) -> None:
        """Take note that the prompt ``key`` was spoken to its end: silence counts from here."""
        if key == self._say.key and self._spoken is None:
            self._spoken = self.context.now.clock

    def _permit(self, intent: Intent) -> None:
        """Take a yes, but for "I'm fine": that tells of the skin and permits nothing."""
        if not intent.slots.get("fine"):
            self.yes(intent)
