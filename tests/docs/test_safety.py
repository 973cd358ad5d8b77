"""The limits that people read are those that the session keeps."""

import re

import pytest

from tests.docs.page import page
from voice.session.health import HealthCondition
from voice.session.plan import Plan

PLAN = Plan()
PAGE = page("docs/safety.md")
LIMITS = {cells[0]: cells[1] for cells in PAGE.tables("What")}


def minutes(seconds: float) -> str:
    return f"{seconds / 60:g}"


TOLD = [
    ("massage", f"{minutes(PLAN.shortest)} to {minutes(PLAN.longest)} minutes"),
    ("massage", f"{minutes(PLAN.shortest)} unless you say otherwise"),
    ("ice on the skin in one session", f"{minutes(PLAN.longest)}:00 at most"),
    ("sessions a day", f"{PLAN.sessions_a_day}, never more"),
    ("between two sessions", f"{PLAN.gap / 3600:g} hours advised"),
    ("skin check-ins", f"from minute {minutes(PLAN.first_check)}, every {PLAN.check_every:g} s"),
    ("skin check-ins", f"from minute {minutes(PLAN.numb_from)}, every {PLAN.check_often:g} s"),
    ("skin check-ins", f"{PLAN.check_soon:g} s after going on"),
    ("a check-in without an answer", f"after {PLAN.check_wait:g} s asked again"),
    ("a check-in without an answer", f"after {PLAN.check_wait:g} s more the massage is over"),
    (
        "a pause, a warming-up, a preparation",
        f"after {minutes(PLAN.paused_limit)}, {minutes(PLAN.warming_limit)} and "
        f"{minutes(PLAN.preparing_limit)} minutes",
    ),
    (f"pain of {PLAN.doctor_pain} or more", "advises a doctor"),
    ("after a crash or power cut", f"within {minutes(PLAN.recover)} minutes"),
    ("after a crash or power cut", f"towards the {minutes(PLAN.longest)}:00"),
]


@pytest.mark.parametrize(("what", "told"), TOLD)
def test_a_limit_is_that_of_the_plan(what: str, told: str) -> None:
    assert told in LIMITS[what]


def test_every_number_of_a_limit_is_looked_at() -> None:
    for what, limit in LIMITS.items():
        rest = limit
        for _, told in [each for each in TOLD if each[0] == what]:
            rest = rest.replace(told, "")
        assert not re.search(r"\d", rest), f"{what}: {rest}"


def test_the_readme_says_the_same() -> None:
    (limits,) = re.findall(r"- \*\*Limits\.\*\* (.*)", page("README.md").text)
    for told in (
        f"{minutes(PLAN.shortest)} to {minutes(PLAN.longest)} minutes of ice",
        f"{minutes(PLAN.longest)} at most",
        f"{PLAN.sessions_a_day} sessions a day at most",
        f"{PLAN.gap / 3600:g} hours between two",
        f"From minute {minutes(PLAN.first_check)} on",
    ):
        assert told in limits


def test_what_is_said_elsewhere_is_the_same() -> None:
    told = PAGE.text + page("docs/course.md").text + page("docs/guide.md").text
    starts = [60 * int(start) for start in re.findall(r"minute (\d+) on", told)]
    assert set(starts) == {PLAN.first_check}
    days = ("no", "one", "two", "three", "four")
    assert f"after {days[PLAN.course_pause]} whole days without ice" in told
    assert f"after {days[PLAN.doctor_days]} days with ice" in told
    assert PLAN.reminder_lasts == 6 * 3600
    assert "more than six hours" in told
    assert PLAN.pain_wait == 10
    assert "ten seconds of silence" in told


def test_every_condition_is_named() -> None:
    words = {
        HealthCondition.RAYNAUD: "Raynaud's",
        HealthCondition.COLD: "reaction to cold",
        HealthCondition.CIRCULATION: "poor circulation",
        HealthCondition.CRYOGLOBULIN: "cryoglobulins",
        HealthCondition.NERVE: "nerve damage",
        HealthCondition.BROKEN: "cut, broken or sore",
    }
    assert set(words) == set(HealthCondition)
    for text in (PAGE.text, page("README.md").text):
        assert [condition for condition, word in words.items() if word not in text] == []
