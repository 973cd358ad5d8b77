"""What the tests of the intents share."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from intents.library import Intents

Write = Callable[[str], Path]


@pytest.fixture(scope="session")
def english() -> Intents:
    """Floe's own intents."""
    return Intents.load()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write an intents file, given its text with any indent, and give its path."""

    def write_file(text: str) -> Path:
        path = tmp_path / "my.yaml"
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return write_file


@pytest.fixture(scope="session")
def coffee() -> Intents:
    """The benchmark's coffee orders."""
    return Intents.load(Path(__file__).parents[2] / "bench" / "coffee.yaml")
