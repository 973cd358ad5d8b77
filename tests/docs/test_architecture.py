"""The map has every folder of code, and the code imports no more than the map allows."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.page import ROOT, page

PAGE = page("docs/architecture.md")
PACKAGES = ("floe", "audio", "intents", "models", "voice", "bench")
OURS = (*PACKAGES, "tests")


def spans(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


ALLOWED = {spans(cells[0])[0]: set(spans(cells[1])) for cells in PAGE.tables("Package")}
MAP = {spans(cells[0])[0] for cells in PAGE.tables("Folder")}


def owner(folder: str) -> str:
    """Return the row of the table that a folder belongs to: the nearest one above it."""
    return max((row for row in ALLOWED if f"{folder}/".startswith(f"{row}/")), key=len)


def imported(file: Path) -> Iterator[str]:
    """Return every module that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def folders() -> list[str]:
    """Return the folders that hold code, by their paths."""
    found = {file.parent for package in PACKAGES for file in (ROOT / package).rglob("*.py")}
    return sorted(folder.relative_to(ROOT).as_posix() for folder in found)


def test_the_map_has_every_folder_of_code() -> None:
    assert [folder for folder in folders() if folder not in MAP] == []
    assert [folder for folder in MAP if not (ROOT / folder).is_dir()] == []


def test_every_package_has_its_row() -> None:
    assert set(PACKAGES) <= set(ALLOWED)


@pytest.mark.parametrize("folder", folders())
def test_nothing_else_is_imported(folder: str) -> None:
    row = owner(folder)
    own = row.replace("/", ".")
    wrong = []
    for file in (ROOT / folder).glob("*.py"):
        for module in imported(file):
            top = module.partition(".")[0]
            within = f"{module}.".startswith(f"{own}.")
            if top in OURS and not within and top not in ALLOWED[row]:
                wrong.append(f"{file.name}: {module}")
    assert wrong == []


def test_the_session_imports_nothing_but_the_standard_library_and_intents() -> None:
    for file in (ROOT / "voice" / "session").rglob("*.py"):
        for module in imported(file):
            top = module.partition(".")[0]
            allowed = top in (*sys.stdlib_module_names, "intents")
            assert allowed or module.startswith("voice.session"), f"{file}: {module}"
