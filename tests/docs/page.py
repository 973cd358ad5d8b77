"""A Markdown page as GitHub shows it: its headings, links, code and tables."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
FOLDERS = ("audio", "bench", "docs", "floe", "intents", "models", "tests", "voice")
"""Folders whose pages are ours; what else lies in a checkout is not."""
_MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Page:
    """One page of the repository."""

    path: Path

    def __str__(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tokens(self) -> list[Token]:
        return _MARKDOWN.parse(self.text)

    @cached_property
    def anchors(self) -> set[str]:
        """The ids that GitHub gives the headings: a second one of a name ends in "-1"."""
        found: Counter[str] = Counter()
        ids = set()
        for token, following in zip(self.tokens, self.tokens[1:], strict=False):
            if token.type == "heading_open":
                name = anchor(_plain(following))
                ids.add(f"{name}-{found[name]}" if found[name] else name)
                found[name] += 1
        return ids

    @property
    def links(self) -> Iterator[str]:
        """Where links and pictures lead, as it is written."""
        for token in self._inline():
            for name in ("href", "src"):
                if token.attrs.get(name):
                    yield str(token.attrs[name])

    @property
    def spans(self) -> Iterator[str]:
        """What stands in backticks within the text."""
        return (token.content for token in self._inline() if token.type == "code_inline")

    @property
    def blocks(self) -> Iterator[tuple[str, str]]:
        """Blocks of code: the language, if one is named, and the text."""
        for token in self.tokens:
            if token.type in ("fence", "code_block"):
                yield token.info.strip(), token.content

    @property
    def commands(self) -> Iterator[tuple[str, str]]:
        """What a block shows to be typed after a "$", and what is said to come of it."""
        for _, text in self.blocks:
            for command in re.findall(r"^\$ .*(?:\n(?!\$ ).*)*", text, re.MULTILINE):
                line, _, output = command.removeprefix("$ ").partition("\n")
                yield line, output

    def tables(self, head: str) -> Iterator[list[str]]:
        """Return the rows of all tables whose first column is headed ``head``, as written."""
        inside = False
        for line in self.text.splitlines():
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            if not cells:
                inside = False
            elif cells[0] == head:
                inside = True
            elif inside and not set(cells[0]) <= set("-:"):
                yield cells

    def _inline(self) -> Iterator[Token]:
        for token in self.tokens:
            yield from token.children or ()


def pages() -> list[Page]:
    """Return every page of the repository."""
    found = [
        *ROOT.glob("*.md"),
        *(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.md")),
    ]
    return [Page(path) for path in sorted(found)]


def page(name: str) -> Page:
    """Return the page of that path in the repository."""
    return Page(ROOT / name)


def anchor(heading: str) -> str:
    """Return the id of a heading by GitHub's rules: lower case, no marks, hyphens for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _plain(inline: Token) -> str:
    kinds = ("text", "code_inline")
    return "".join(token.content for token in inline.children or () if token.type in kinds)
