"""Files, folders and tests that a page names are there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.page import ROOT, Page, page, pages

_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+/?")
_MADE = (".venv/", "build/")
"""Folders that are made, and not in the repository."""
_FILE = re.compile(r"[\w-]+\.(?:py|md|yaml|toml|sh|npz)")
OF_USERS = {"config.yaml", "monday.yaml"}
"""Files that a user writes, and not we."""
HISTORY = "CHANGELOG.md"
"""It names what was, too."""


def named(one: Page) -> Iterator[str]:
    """Return what looks like a file of the repository."""
    for span in one.spans:
        if span.startswith(_MADE) or span in OF_USERS:
            continue
        if _PATH.fullmatch(span) or _FILE.fullmatch(span):
            yield span


def there(name: str, beside: Path) -> bool:
    """Whether there is such a file, from the root, beside a page, or of that name anywhere."""
    if "/" in name:
        return (ROOT / name).exists() or (beside / name).exists()
    return any(ROOT.glob(name)) or any(ROOT.glob(f"[!.]*/**/{name}"))


@pytest.mark.parametrize("one", [one for one in pages() if str(one) != HISTORY], ids=str)
def test_every_file_that_is_named_is_there(one: Page) -> None:
    assert [name for name in named(one) if not there(name, one.path.parent)] == []


def test_names_are_found() -> None:
    assert {"voice/session", "audio/echo"} <= set(named(page("docs/architecture.md")))
    assert not there("voice/nowhere.py", ROOT)
    assert not there("nowhere.py", ROOT)


def test_every_part_of_the_picture_is_a_module() -> None:
    (picture,) = (text for kind, text in page("docs/architecture.md").blocks if kind == "mermaid")
    parts = re.findall(r"<br>([\w/]+(?:\.py|/))|\[\"([\w/]+\.yaml|[\w/]+\.py)\"\]", picture)
    names = [one or other for one, other in parts]
    assert len(names) > 10
    assert [
        name
        for name in names
        if not (ROOT / name).exists() and not (ROOT / "voice" / name).exists()
    ] == []


def test_every_test_that_is_named_is_there() -> None:
    text = page("CONTRIBUTING.md").text
    found = re.findall(r"(tests/[\w/]+\.py)::(\w+)", text)
    assert found
    for file, name in found:
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), (file, name)
    for file in re.findall(r"\btests/[\w/]+\.\w+", text):
        assert (ROOT / file).is_file(), file
