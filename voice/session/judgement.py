"""When a doctor is advised: every rule, with its source, as data and a function.

docs/judgement.md says the same to people. What is advised, how and how often is not decided
here; see `voice.session.doctor_advice`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from voice.session.plan import Plan
from voice.session.prompt import Prompt, prompt
from voice.session.record import Record
from voice.session.state import Course, Pain


class Change(StrEnum):
    """How a pain has changed since the course began."""

    FALL = "fall"
    """A clear one."""
    SAME = "same"
    RISE = "rise"
    """A clear one."""


CHANGE_PROMPTS: Mapping[Change, Prompt] = {
    Change.FALL: prompt("change.fall"),
    Change.SAME: prompt("change.same"),
    Change.RISE: prompt("change.rise"),
}


def change(plan: Plan, first: float, last: float) -> Change:
    """Tell what became of a pain of ``first`` that is now ``last``.

    Farrar et al., Pain 94 (2001) 149: a fall of 2 points of 11, or of 30 %, is what patients
    call much improved. The same 2 points upward are taken for a clear rise.
    """
    if first > 0 and (
        first - last >= plan.clear_points or first - last >= plan.clear_share * first
    ):
        return Change.FALL
    return Change.RISE if last - first >= plan.clear_points else Change.SAME


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known of one person at one moment."""

    emergency: bool
    """Whether signs of an emergency were told that no doctor has seen yet."""
    days: int
    """Days with ice in the course that goes on; 0 without one."""
    first: float | None
    """The first pain told in that course, 0 to 10."""
    today: float | None
    """The newest pain, if it was told today."""

    @classmethod
    def of(cls, record: Record, at: datetime) -> "Findings":
        """Look at the ``record`` as it is at the local time ``at``."""
        course = record.course(at)
        told = told_in(record, course) if course else []
        newest = record.pains[-1] if record.pains else None
        return cls(
            emergency=record.emergency is not None,
            days=course.days if course else 0,
            first=told[0].level if told else None,
            today=newest.level if newest and newest.at.date() == at.date() else None,
        )


def told_in(record: Record, course: Course) -> list[Pain]:
    """Return the pains told since ``course`` began and before it ended, oldest first."""
    began = course.sessions[0].opened.timestamp()
    ended = course.ended.timestamp() if course.ended else float("inf")
    return [pain for pain in record.pains if began <= pain.at.timestamp() <= ended]


Applies = Callable[[Plan, Findings], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to see a doctor."""

    name: str
    """As docs/judgement.md calls it; its test is ``test_<name>`` in test_judgement.py."""
    prompt: Literal["emergency.now", "judge.severe", "judge.growing", "judge.lasting"]
    """What is said, by its key."""
    source: str
    """Where it comes from, as that page has it."""
    applies: Applies
    always: bool = False
    """Whether it is said at once and every time, instead of once a day."""


def _emergency(_: Plan, findings: Findings) -> bool:
    return findings.emergency


def _severe(plan: Plan, findings: Findings) -> bool:
    return findings.today is not None and findings.today >= plan.doctor_pain


def _growing(plan: Plan, findings: Findings) -> bool:
    if findings.first is None or findings.today is None:
        return False
    return change(plan, findings.first, findings.today) is Change.RISE


def _lasting(plan: Plan, findings: Findings) -> bool:
    if findings.first is None or not findings.today or findings.days < plan.doctor_days:
        return False
    return change(plan, findings.first, findings.today) is not Change.FALL


RULES = (
    Rule(
        "emergency",
        "emergency.now",
        "NICE CKS, sciatica: red flags of cauda equina syndrome",
        _emergency,
        always=True,
    ),
    Rule("severe", "judge.severe", "Serlin 1995: severe from 7 on; 8 is ours", _severe),
    Rule("growing", "judge.growing", "Farrar 2001, turned around", _growing),
    Rule("lasting", "judge.lasting", "The guide, and Farrar 2001 for a clear fall", _lasting),
)
"""All rules, the gravest first: of several that apply, that one is said."""
