"""Prompts and values to spoken words; what the session is made of."""

import ast
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

import voice.session
from tests.voice.session.talk import MORNING, PLAN, PROMPTS
from voice.session.coaching import between, schedule
from voice.session.moment import Moment
from voice.session.prompt import Prompt, prompt
from voice.session.script import Script

SCRIPT = Script(PROMPTS)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "zero seconds"),
        (-3, "zero seconds"),
        (1, "one second"),
        (42.4, "forty-two seconds"),
        (60, "one minute"),
        (190, "three minutes and ten seconds"),
        (599.6, "ten minutes"),
        (3600, "one hour"),
        (3660, "one hour and one minute"),
        (2 * 3600 - 1, "two hours"),
        (75 * 3600, "75 hours"),
    ],
)
def test_durations(seconds: float, words: str) -> None:
    assert SCRIPT.duration(seconds) == words


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "midnight"),
        (0, 30, "twelve thirty at night"),
        (5, 5, "five oh five in the morning"),
        (12, 0, "noon"),
        (12, 1, "twelve oh one in the afternoon"),
        (14, 15, "two fifteen in the afternoon"),
        (18, 0, "six o'clock in the evening"),
        (22, 59, "ten fifty-nine at night"),
    ],
)
def test_times_of_day(hour: int, minute: int, words: str) -> None:
    zone = timezone(timedelta(hours=5, minutes=30))
    assert SCRIPT.time(datetime(2026, 11, 22, hour, minute, tzinfo=zone)) == words


@pytest.mark.parametrize(
    ("number", "words"), [(7, "seven"), (59.0, "fifty-nine"), (60, "60"), (3.5, "3.5")]
)
def test_numbers(number: float, words: str) -> None:
    assert SCRIPT.number(number) == words


def test_variants_come_in_turn_the_same_every_time() -> None:
    first, second = Script(PROMPTS), Script(PROMPTS)
    said = [first.text(prompt("coach.circles")) for _ in range(6)]
    assert said == [second.text(prompt("coach.circles")) for _ in range(6)]
    assert said[:3] == list(PROMPTS["coach.circles"])
    assert said[3:] == said[:3]


def test_a_prompt_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        SCRIPT.text(Prompt("no.such", {}))
    with pytest.raises(KeyError):
        SCRIPT.text(Prompt("massage.stopped", {}))


def test_a_moment_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Moment(0.0, MORNING.replace(tzinfo=None))


@pytest.mark.parametrize("end", [480, 525, 600, 150])
def test_cues_are_in_order_apart_and_within(end: float) -> None:
    cues = schedule(PLAN, end)
    at = [cue.at for cue in cues]
    assert at == sorted(set(at))
    assert at[0] > 0
    assert at[-1] < end
    assert all(cue.left == pytest.approx(end - cue.at) for cue in cues)
    marks = [cue.at for cue in cues if not cue.tip]
    for tip in (cue.at for cue in cues if cue.tip):
        assert min(abs(tip - mark) for mark in marks) >= PLAN.tip_clear


def test_cue_between() -> None:
    assert between(PLAN, 480, 0, 29.9) is None
    cue = between(PLAN, 480, 29.9, 30)
    assert cue is not None
    assert cue.at == 30
    assert between(PLAN, 480, 30, 31) is None
    late = between(PLAN, 480, 0, 479.5)
    assert late is not None
    assert late.left == 1


def test_the_session_is_pure() -> None:
    """Nothing in it knows files, sound, speech, clocks or threads."""
    folder = Path(voice.session.__file__).parent
    allowed = {"voice.session", "intents.intent", "intents.clock", "intents.situation"}
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            for name in names:
                ours = any(f"{name}.".startswith(f"{one}.") for one in allowed)
                standard = name.split(".")[0] in sys.stdlib_module_names
                assert ours or standard, f"{path.name}: {name}"
                assert name not in {"time", "sqlite3", "threading", "pathlib", "os"}, path.name
