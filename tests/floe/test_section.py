"""What a section returns and refuses; every refusal names file, line and key."""

from collections.abc import Callable
from pathlib import Path

import pytest

from floe.document import Document, Key
from floe.errors import DocumentError
from floe.section import Section

TEXT = """\
name: floe
inner:
  count: 3
  words: [one, two]
  none: []
  deep: [{a: 1}, {a: 2}]
numbers: [1, 5]
yes: no
"""


@pytest.fixture
def root(tmp_path: Path) -> Section:
    path = tmp_path / "words.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return Section(Document.load(path))


def test_values_are_found_at_any_depth(root: Section) -> None:
    assert root.value("inner", "words", 1) == "two"
    assert root.expect(int, "inner", "count") == 3
    assert root.filled("inner", "words") == ["one", "two"]
    assert root.names("inner") == ["count", "words", "none", "deep"]
    assert root.scalar("name") == "floe"
    assert (root.get("name"), root.get("gone"), root.get("gone", 5)) == ("floe", None, 5)


def test_a_section_knows_its_place(root: Section) -> None:
    inner = root.section("inner")
    assert (inner.keys, inner.line, root.line) == (("inner",), 2, 1)
    assert "count" in inner
    assert "name" not in inner
    assert list(inner) == ["count", "words", "none", "deep"]
    assert [each.whole("a", 0, 9, 0) for each in inner.sections("deep", ("a",))] == [1, 2]
    assert str(inner.error("too small", "count")).endswith("words.yaml:3: inner.count: too small")


def test_a_section_of_a_subclass_is_of_that_subclass_too(root: Section) -> None:
    class Loud(Section):
        def error(self, problem: str, *names: Key) -> DocumentError:
            return DocumentError(problem.upper())

    loud = Loud(root.document)
    with pytest.raises(DocumentError, match="IS MISSING"):
        loud.section("inner").value("gone")


@pytest.mark.parametrize(
    ("ask", "problem"),
    [
        (lambda root: root.value("inner", "gone", "on"), ":2: inner.gone: is missing"),
        (
            lambda root: root.expect(str, "inner", "count"),
            ":3: inner.count: expected text, found 3",
        ),
        (
            lambda root: root.expect(dict, "name"),
            ":1: name: expected keys and values, found 'floe'",
        ),
        (lambda root: root.expect(list, "name"), "name: expected a list, found 'floe'"),
        (lambda root: root.expect(int, "inner", "words", 0), "expected a number, found 'one'"),
        (lambda root: root.scalar("numbers"), ":7: numbers: expected one value, found"),
        (lambda root: root.filled("inner", "none"), ":5: inner.none: is empty"),
        (lambda root: root.section("gone"), "gone: is missing"),
        (lambda root: root.section("name"), "name: expected keys and values, found 'floe'"),
        (
            lambda root: root.section("inner", allowed=("counts", "words", "none", "deep")),
            ":3: inner.count: unknown key; did you mean 'counts'?",
        ),
        (lambda root: Section(root.document, (), ("x",)), "name: unknown key; known: x"),
        (lambda root: list(root.sections("numbers")), "numbers.0: expected keys and values, found"),
        (lambda root: root.limits("numbers", 2, 9), "numbers.0: expected 2 to 9, found 1"),
    ],
)
def test_what_is_wrong_is_named(
    root: Section, ask: Callable[[Section], object], problem: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        ask(root)
    assert str(caught.value).startswith(str(root.document.path))
    assert problem in str(caught.value)


def test_a_name_that_yaml_reads_as_something_else(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("rules:\n  yes: a\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="rules: YAML reads the name True here"):
        Section(Document.load(path)).names("rules")
