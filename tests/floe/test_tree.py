"""What a YAML text may hold; all that is refused here took seconds, gigabytes or the process."""

from pathlib import Path

import pytest
import yaml

from floe.tree import TreeError, ValueTree

REPOSITORY = Path(__file__).parents[2]


def bomb(link: str) -> str:
    """Return nine levels of nine aliases each: a few hundred bytes for 400 million values."""
    names = "bcdefghij"
    levels = (
        f"{name}: &{name} {link % ', '.join([f'*{chr(ord(name) - 1)}'] * 9)}" for name in names
    )
    return "\n".join(["a: &a {x: 1}", *levels])


@pytest.mark.parametrize(
    "path",
    [
        *[f"intents/en/{name}.yaml" for name in ("common", "safety", "session")],
        "voice/prompts/en.yaml",
        "voice/display/en.yaml",
        "models/catalogue.yaml",
        "tests/intents/phrasings.yaml",
        *[f"voice/rehearsal/scenario/scenarios/{name}.yaml" for name in ("plain", "five-days")],
    ],
)
def test_values_are_those_of_yaml(path: str) -> None:
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    assert ValueTree.parse(text).data == yaml.safe_load(text)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (bomb("[%s]"), 6, "more than 50000 values"),
        (bomb("{<<: [%s]}"), 6, "more than 50000 values"),
        ("a: [" + "b, " * 60_000 + "b]", 1, "more than 50000 values"),
        ("a:\n  " + "[" * 200_000, 2, "more than 50 levels"),
        ("a: " + "{a: " * 60, 1, "more than 50 levels"),
        ("- " * 60, 1, "more than 50 levels"),
        ("a0: &a0 b\n" + "\n".join(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 99)), 50, "levels"),
        ("a: 1\nb: [&x [*x]]", 2, "&x contains itself"),
        ("? [a, b]\n: c", 1, "a key has to be a single value"),
        ("a:\n  ? {b: c}\n  : d", 2, "a: a key has to be a single value"),
        ("a: !!timestamp x", 1, "a: no timestamp can be 'x'"),
        ("a: 2026-02-30", 1, "a: no timestamp can be '2026-02-30'"),
        ("a: 2001-01-01T00:00:00+99:99", 1, "a: no timestamp"),
        ("a: [1, !!bool x]", 1, "a.1: no bool can be 'x'"),
        ("a: !!int ''", 1, "a: no int can be ''"),
        ("a: !!float x", 1, "a: no float can be 'x'"),
        ("a: !!set {b, c}", 1, "a: could not determine what the tag !!set means"),
        ("a: !!binary b", 1, "a: could not determine what the tag !!binary means"),
        ("a:\n  b: 1\n  c: !!str [d]", 3, "a.c: could not determine what the tag !!str means"),
        ("a: " + "9" * 5000, 1, "a: a number of 5000 digits"),
        ("a: 1" + ":1" * 400_000, 1, "a: a number of 800001 digits"),
        ("16: a\n0x10: b", 2, "16: stands here a second time"),
        ("a: {<<: 3}", 1, "a: << needs keys and values"),
        ("a: b\nc: \0", 2, "a character that no text has"),
        ("a: b\n---\nc: d", 2, "another document"),
    ],
)  # fmt: skip
def test_what_no_file_needs_is_refused(text: str, line: int, problem: str) -> None:
    with pytest.raises(TreeError) as caught:
        ValueTree.parse(text)
    assert problem in str(caught.value)
    assert caught.value.line == line


def test_aliases_and_merges_are_filled_in() -> None:
    tree = ValueTree.parse("a: &a {x: 1, y: [2]}\nb: *a\nc:\n  <<: [*a, {x: 3, z: 4}]\n  y: 5\n")
    assert tree.data == {
        "a": {"x": 1, "y": [2]},
        "b": {"x": 1, "y": [2]},
        "c": {"x": 1, "z": 4, "y": 5},
    }
    assert tree.lines["c", "x"] == 1
    assert tree.lines["c", "y"] == 5


def test_what_an_alias_repeats_is_not_shared() -> None:
    data = ValueTree.parse("a: &a [1]\nb: *a\n").data
    data["a"].append(2)
    assert data["b"] == [1]
