"""The page of failures names tests that are there, and leaves out no part that can fail."""

import ast
import re

from tests.docs.page import ROOT, page
from voice.session.context import Component

PAGE = page("docs/failures.md")


def test_each_test_that_is_named_is_there() -> None:
    rows = list(PAGE.tables("Trouble"))
    assert len(rows) > 40
    for trouble, does, within, named in rows:
        assert all((trouble, does, within)), named
        tests = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", named)
        assert tests or named == "by hand", f"{trouble}: no test is named"
        for file, name in tests:
            assert not name or name in names(file), f"{file} has no {name}"


def names(file: str) -> set[str]:
    """Return what is defined in a file of tests."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    found = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return found | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def test_each_component_that_can_fail_has_a_row() -> None:
    troubles = " ".join(row[0] for row in PAGE.tables("Trouble"))
    names = {Component.SLEEP: "asleep", Component.ECHO: "amplifier", Component.LAG: "too slow"}
    for component in Component:
        assert names.get(component, component.value) in troubles


def test_what_is_not_survived_is_said() -> None:
    assert "## What is not survived" in PAGE.text
    assert len(list(PAGE.tables("Not survived"))) >= 5
