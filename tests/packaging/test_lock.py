"""The lock files: pinned, hashed, of one mind, and with no address of a registry in them."""

import re
import tomllib
from typing import Any

import pytest

from tests.soundcard import ROOT

RUN, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
LOCKS = (RUN, DEVELOPMENT)
TOOLS = {"build", "hypothesis", "mypy", "playwright", "pytest", "ruff"}
"""Some of what only developers need; other things of theirs come with what runs, too."""
PINNED = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)(?: ; .+?)?(?: --hash=sha256:[0-9a-f]{64})+"
)


def entries(lock: str) -> list[str]:
    """Return what a lock file says of each package, in one line."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    lines = re.sub(r" *\\\n *", " ", text).splitlines()
    return [line for line in lines if not line.startswith("#")]


def pins(lock: str) -> set[tuple[str, str]]:
    """Return the names and versions in a lock file; some have one for each Python."""
    found = [PINNED.fullmatch(entry) for entry in entries(lock)]
    return {(each["name"], each["version"]) for each in found if each}


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def wanted(requirements: list[Any]) -> set[str]:
    """Return the names in a list of requirements, as the lock files spell them."""
    named = [one for one in requirements if isinstance(one, str)]
    return {re.split(r"[^A-Za-z0-9._-]", one)[0].lower() for one in named}


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_is_pinned_with_hashes_and_nothing_else_is_said(lock: str) -> None:
    assert [entry for entry in entries(lock) if not PINNED.fullmatch(entry)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_says_how_it_is_made(lock: str) -> None:
    assert "make lock" in (ROOT / lock).read_text(encoding="utf-8").splitlines()[1]


def test_what_develops_is_locked_beside_the_very_versions_that_run() -> None:
    assert pins(RUN) < pins(DEVELOPMENT)


def test_what_runs_is_locked_as_the_project_wants_it_and_no_tool_of_development() -> None:
    names = {name for name, _ in pins(RUN)}
    groups = project()["dependency-groups"]
    assert wanted(project()["project"]["dependencies"]) | wanted(groups["build"]) <= names
    assert wanted(groups["dev"]) >= TOOLS
    assert TOOLS & names == set()


def test_what_develops_is_locked_whole() -> None:
    names = {name for name, _ in pins(DEVELOPMENT)}
    assert wanted(project()["dependency-groups"]["dev"]) <= names
