"""What a scenario may be called: its three files go into a folder of that name."""

from pathlib import Path

import pytest

from floe.errors import DocumentError
from voice.rehearsal.scenario.scenario import Scenario

REST = """
description: A test.
starts: 2026-11-22T09:00:00+01:00
lines: [{at: 1, say: start session}]
"""
ELSEWHERE = (
    "/etc/floe",
    "../floe",
    "..",
    ".",
    "a/b",
    r"a\\b",
    "C:a",
    "a.",
    ".a",
    "-a",
    r"a\0",
    r"a\nb",
)


def load(folder: Path, name: str) -> Scenario:
    path = folder / "some.yaml"
    path.write_text(f'name: "{name}"{REST}', encoding="utf-8")
    return Scenario.load(path)


@pytest.mark.parametrize("name", [*ELSEWHERE, "a" * 61])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DocumentError, match=r"some\.yaml:1: name: expected up to 60 letters"):
        load(tmp_path, name)


@pytest.mark.parametrize("name", ["a", "monday", "five-a-day 2.1 (neu)", "Übung", "a" * 60])
def test_other_names_are_kept(tmp_path: Path, name: str) -> None:
    assert load(tmp_path, name).name == name
