"""The shipped scenarios fit Floe as it is, and a short one runs with every real part."""

from pathlib import Path

import pytest

from floe.errors import DocumentError
from intents.library import Intents
from models.errors import ModelError
from models.store import Store
from voice.errors import NoSuchScenario, OutputUnwritable, RehearsalFailed
from voice.rehearsal.command import list_scenarios, rehearse
from voice.rehearsal.scenario.line import ActionKind
from voice.rehearsal.scenario.scenario import Scenario
from voice.rehearsal.studio import load

SHORT = """\
name: short
description: Somebody comes and goes.
starts: 2026-11-22T09:00:00+01:00
room: {noise: pink, snr: 40}
lines:
  - {during: greeting.first, delay: 1, say: goodbye}
  - {at: 4, end: true, maybe: true}
expect:
  not_heard: [Resume]
  said: [greeting.first]
"""


def has_model() -> bool:
    try:
        Store().current().check()
    except ModelError:
        return False
    return True


needs_model = pytest.mark.skipif(not has_model(), reason="the speech model is not there")


@pytest.mark.parametrize("name", Scenario.shipped())
def test_shipped_scenarios_name_only_what_there_is(name: str) -> None:
    scenario = load(name)
    assert scenario.description.endswith(".")
    assert any(run.expect.said for run in scenario.runs)


@pytest.mark.parametrize("name", [name for name in Scenario.shipped() if name != "wrong-words"])
def test_what_is_said_in_them_are_commands(name: str) -> None:
    intents = Intents.load()
    for run in load(name).runs:
        for line in run.lines:
            if line.action is ActionKind.SAY:
                assert intents.match(line.what), f"line {line.number}: {line.what}"


def test_wrong_words_are_not() -> None:
    intents = Intents.load()
    (run,) = load("wrong-words").runs
    spoken = [one for one in run.lines if one.action in {ActionKind.SAY, ActionKind.RADIO}]
    wrong = [one.what for one in spoken if len(one.what.split()) > 3]
    assert len(wrong) > 8
    assert not any(intents.match(words) for words in wrong)


def test_a_name_that_there_is_not_is_told(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    for right, wrong in (("greeting.first", "greeting.frist"), ("Resume", "Resmue")):
        path.write_text(SHORT.replace(right, wrong), encoding="utf-8")
        with pytest.raises(DocumentError, match=rf"own\.yaml:\d+: .*unknown .*{wrong}"):
            load(str(path))


def test_the_list_names_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    list_scenarios()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == Scenario.shipped()


def test_it_does_not_run_in_vain(tmp_path: Path) -> None:
    with pytest.raises(NoSuchScenario):
        rehearse("plian", tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(OutputUnwritable):
        rehearse("plain", tmp_path / "file")


@needs_model
def test_a_short_one_with_every_real_part(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "short.yaml"
    path.write_text(SHORT, encoding="utf-8")
    rehearse(str(path), tmp_path / "out")
    printed = capsys.readouterr().out
    assert "Person   goodbye" in printed
    assert {one.name for one in (tmp_path / "out").iterdir()} == {
        "conversation.wav",
        "transcript.txt",
        "timeline.svg",
    }
    path.write_text(
        SHORT.replace("said: [greeting.first]", "said: [massage.begin]"), encoding="utf-8"
    )
    with pytest.raises(RehearsalFailed, match=r"no massage\.begin at its place"):
        rehearse(str(path), tmp_path / "out")
