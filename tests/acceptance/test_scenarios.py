"""Every scenario that comes with Floe goes as it says, with every real part but the air."""

import subprocess
from pathlib import Path

import pytest

from tests.acceptance.user import FLOE, User
from voice.rehearsal.scenario.scenario import Scenario

# The plain one is what `floe` does where there is no sound: see test_network.py; for the five
# days, test_five_days.py.
ELSEWHERE = {"plain", "five-days"}
SHIPPED = [name for name in Scenario.shipped() if name not in ELSEWHERE]
OTHERS = sorted((Path(__file__).parent / "scenarios").glob("*.yaml"))
"""Conversations that went wrong once."""


@pytest.mark.parametrize("name", [*SHIPPED, *(pytest.param(file, id=file.stem) for file in OTHERS)])
def test_it_goes_as_expected(name: str | Path, tmp_path: Path) -> None:
    # With a cache of its own: espeak's samples depend on what it has rendered before.
    user = User(tmp_path / "home", tmp_path / "cache")
    done = user.floe("rehearse", name, "--out", tmp_path / "out")
    if done.returncode:
        # And an engine that was restarted on a busy machine begins anew.
        done = user.floe("rehearse", name, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    transcript = (tmp_path / "out" / "transcript.txt").read_text(encoding="utf-8")
    assert transcript in done.stdout
    for file in (tmp_path / "out").iterdir():
        assert str(file) in done.stdout
    assert not user.journal.exists(), "a rehearsal is not a massage of this person"
    assert not list((user.home / "tmp").iterdir()), "nothing is left lying about"


def test_whoever_reads_it_by_a_pipe_reads_each_line_when_it_comes(user: User) -> None:
    command = [*FLOE, "rehearse", "--out", str(user.home / "out")]
    with subprocess.Popen(
        command, env=user.env, cwd=user.home, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("rehearsing plain: ")
        assert process.poll() is None, "there is much to come"
        process.kill()
