"""A prompt that does not exist, or is filled in wrongly, does not pass mypy."""

import subprocess
import sys
from pathlib import Path

from voice.session.prompt import COUNTED, PROMPTS, Prompt, prompt

ROOT = Path(__file__).parents[3]

CODE = """
from voice.session.prompt import Prompt, prompt
from voice.session.script import Script

def right(script: Script, warm: bool) -> list[Prompt]:
    script.offers("offer.pain")
    script.count(2, "spoken.day")
    return [
        prompt("massage.begin"),
        prompt("massage.running", left="one minute"),
        prompt("time.due" if warm else "time.due_warm", due="noon", wait="one hour"),
    ]

def wrong(script: Script, key: str, minutes: float) -> None:
    prompt("massage.started")  # no such key
    prompt(key)  # any text
    prompt("massage.running")  # a value is missing
    prompt("massage.running", ice="one minute")  # another prompt's value
    prompt("massage.begin", left="one minute")  # a value that is not used
    prompt("massage.running", left=minutes)  # a number that nobody has put into words
    script.offers("massage.begin")  # not a list of offers
    script.count(2, "spoken.week")  # no such unit
"""


def test_mypy_knows_every_key_and_its_values(tmp_path: Path) -> None:
    path = tmp_path / "snippet.py"
    path.write_text(CODE)
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml")]
    command += ["--cache-dir", str(tmp_path / "cache"), "--no-error-summary", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    errors = [line.split(":") for line in done.stdout.splitlines() if ": error:" in line]
    assert {Path(file).name for file, *_ in errors} == {path.name}, done.stdout + done.stderr
    marked = [at for at, line in enumerate(CODE.splitlines(), 1) if "  # " in line]
    assert sorted(int(line) for _, line, *_ in errors) == marked


def test_the_tables_are_those_of_the_types() -> None:
    assert prompt("massage.running", left="one minute") == Prompt(
        "massage.running", {"left": "one minute"}
    )
    assert PROMPTS["massage.begin"] == frozenset()
    assert PROMPTS["massage.running"] == {"left"}
    assert PROMPTS["coach.circles"] == frozenset()
    assert PROMPTS["limit.soon"] == {"due", "wait"}
    assert PROMPTS["offer.pain"] == frozenset()
    assert PROMPTS["spoken.day"] == {"n"}
    assert COUNTED["spoken.day"] == 2
