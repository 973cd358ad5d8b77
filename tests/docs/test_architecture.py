"""The page of the architecture has every folder of code, and the rules that are enforced."""

import re

from tests.docs.page import ROOT, page
from tests.test_architecture import ALLOWED

PAGE = page("docs/architecture.md")
PACKAGES = ("floe", "audio", "intents", "models", "voice", "bench")
STOPS = re.compile(r"^(\d+)\. \[([\w./]+)\]", re.MULTILINE)


def spans(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_the_map_has_every_folder_of_code() -> None:
    found = {file.parent for package in PACKAGES for file in (ROOT / package).rglob("*.py")}
    folders = sorted(folder.relative_to(ROOT).as_posix() for folder in found)
    mapped = {spans(cells[0])[0] for cells in PAGE.tables("Folder")}
    assert [folder for folder in folders if folder not in mapped] == []
    assert [folder for folder in mapped if not (ROOT / folder).is_dir()] == []


def test_the_table_of_imports_is_what_is_enforced() -> None:
    rows = {spans(cells[0])[0]: set(spans(cells[1])) for cells in PAGE.tables("Package")}
    enforced = {
        part.replace(".", "/"): {name.replace(".", "/") for name in allowed - {part}}
        for part, allowed in ALLOWED.items()
    }
    assert rows == enforced


def test_a_command_is_followed_in_twelve_stops_and_no_file_twice() -> None:
    stops = STOPS.findall(PAGE.text)
    assert [int(number) for number, _ in stops] == list(range(1, 13))
    assert len({file for _, file in stops}) == len(stops)
