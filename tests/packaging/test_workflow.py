"""The public checks: what they call is there. Whether they pass only their own machines tell."""

import re
from typing import Any

import pytest
import yaml

from tests.soundcard import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"
SYSTEMS = ("ubuntu", "macos", "windows")


def workflow() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    return loaded


def jobs() -> list[dict[str, Any]]:
    return list(workflow()["jobs"].values())


def steps() -> list[dict[str, Any]]:
    return [step for job in jobs() for step in job["steps"]]


def commands() -> str:
    """Return all that is run, a command a line."""
    return "\n".join(step["run"] for step in steps() if "run" in step)


def test_changes_are_checked_on_all_three_systems() -> None:
    matrices = [job.get("strategy", {}).get("matrix", {}).get("system", []) for job in jobs()]
    systems = [job["runs-on"] for job in jobs()] + [one for matrix in matrices for one in matrix]
    assert [any(one.startswith(system) for one in systems) for system in SYSTEMS] == [True] * 3
    # YAML 1.1 reads the key `on` as true.
    assert {"push", "pull_request"} == set(workflow()[True])  # type: ignore[index]


def test_nothing_may_be_written() -> None:
    assert workflow()["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in jobs())


def test_actions_are_pinned_and_packages_kept_for_the_next_time() -> None:
    used = [step["uses"] for step in steps() if "uses" in step]
    assert [one for one in used if not re.fullmatch(r"actions/[a-z-]+@v\d+\.\d+\.\d+", one)] == []
    python = [step["with"] for step in steps() if "setup-python" in step.get("uses", "")]
    assert [(each["cache"], each["cache-dependency-path"]) for each in python] == [
        ("pip", "requirements*.txt")
    ] * len(jobs())


def test_targets_of_make_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^make (\S+)$", commands(), re.MULTILINE)
    assert targets == ["test"]
    assert [name for name in targets if f"\n{name}:" not in makefile] == []


def test_files_and_folders_are_there() -> None:
    named = re.findall(r"\b(?:tests/\S+|requirements\S*\.txt)", commands())
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("tool", ["ruff check", "mypy", "pytest"])
def test_what_make_test_runs_is_run_elsewhere_too(tool: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"python -m {tool}" in commands()
    assert tool in makefile


def test_the_checks_of_this_repository_are_make_test() -> None:
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == "make test"
