"""What is said while the ice moves, and at which second of ice."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from voice.session.plan import Plan
from voice.session.prompt import Prompt, TipKey, prompt
from voice.session.script import Script

_TIPS: tuple[TipKey, ...] = (
    "coach.moving",
    "coach.circles",
    "coach.peel",
    "coach.spine",
    "coach.moving",
    "coach.breathe",
    "coach.circles",
    "coach.peel",
)

CueKey: TypeAlias = TipKey | Literal["coach.half", "coach.left", "coach.last", "coach.count"]
"""A tip, or a time that is called out."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A line of coaching, and when it is due."""

    at: float
    """When it is due, in seconds of ice."""
    key: CueKey
    left: float
    """How many seconds of ice are to go then."""
    tip: bool = False
    """Whether it is a tip, which may be left out where something else is said."""

    def words(self, script: Script) -> Prompt:
        """Return what to say."""
        match self.key:
            case "coach.half" | "coach.left":
                return prompt(self.key, left=script.duration(self.left))
            case "coach.last":
                return prompt(self.key, seconds=script.number(self.left))
            case "coach.count":
                return prompt(self.key, number=script.number(self.left))
            case _:
                return prompt(self.key)


def between(plan: Plan, end: float, before: float, after: float) -> Cue | None:
    """Return the newest cue after ``before``, up to ``after``, of ``end`` seconds of massage."""
    cues = schedule(plan, end)
    at = bisect_right(cues, after, key=lambda cue: cue.at) - 1
    return cues[at] if at >= 0 and cues[at].at > before else None


@lru_cache(maxsize=16)
def schedule(plan: Plan, end: float) -> tuple[Cue, ...]:
    """Return all cues of a massage of ``end`` seconds, in order."""
    marks = _marks(plan, end)
    cues = list(marks)
    at, tip = plan.first_tip, 0
    while at < end - plan.tip_last:
        if all(abs(at - mark.at) >= plan.tip_clear for mark in marks):
            cues.append(Cue(at, _TIPS[tip % len(_TIPS)], end - at, tip=True))
            tip += 1
        at += plan.tip_every
    return tuple(sorted(cues, key=lambda cue: cue.at))


def _marks(plan: Plan, end: float) -> list[Cue]:
    """Return the times that are called out: half, a few times left, and the last seconds."""
    marks = [Cue(end / 2, "coach.half", end / 2)]
    marks += [Cue(end - left, "coach.left", left) for left in plan.time_calls]
    marks.append(Cue(end - plan.last_call, "coach.last", plan.last_call))
    marks += [Cue(end - left, "coach.count", float(left)) for left in range(plan.counted, 0, -1)]
    return [mark for mark in marks if mark.at > 0]
