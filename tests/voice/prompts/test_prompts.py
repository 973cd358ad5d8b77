"""The prompts file: whole, and clear about what is wrong with another."""

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml

import voice.prompts
from floe.errors import DocumentError
from voice.session.prompt import COUNTED, DAY_PARTS, NUMBERS, PROMPTS

SESSION = Path(voice.prompts.__file__).parents[1] / "session"


def english() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(voice.prompts.ENGLISH.read_text())
    return data


def write(folder: Path, data: dict[str, Any]) -> Path:
    path = folder / "mine.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False))
    return path


def test_english_is_whole() -> None:
    prompts = voice.prompts.load()
    assert set(prompts) == set(PROMPTS)
    assert all(text.strip() for texts in prompts.values() for text in texts)


def test_prompts_are_short_and_calm() -> None:
    for key, texts in voice.prompts.load().items():
        for text in texts:
            assert "!" not in text, key
            assert len(text.split()) <= 40, key


def test_every_key_is_used_in_full_so_that_a_search_finds_it() -> None:
    """Mypy finds a key that does not exist, and this one that nobody says."""
    listed = SESSION / "prompt.py"
    written = {
        node.value
        for path in SESSION.rglob("*.py")
        if path != listed
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
    }
    buttons = {"offer.urgent"}
    assert set(PROMPTS) - written == {NUMBERS, DAY_PARTS} | buttons


def test_another_file_may_say_it_otherwise(tmp_path: Path) -> None:
    data = english()
    data["goodbye"] = "So long."
    data["massage"]["stopped"] = ["Off with it.", "Off, after {ice}."]
    prompts = voice.prompts.load(write(tmp_path, data))
    assert prompts["goodbye"] == ("So long.",)
    assert prompts["massage.stopped"] == ("Off with it.", "Off, after {ice}.")


@pytest.mark.parametrize(
    ("group", "name", "value", "problem"),
    [
        ("massage", "stopped", "", "massage.stopped: the text is empty"),
        ("massage", "stopped", [], "massage.stopped: holds no text"),
        ("massage", "stopped", ["Off.", " "], "massage.stopped.1: the text is empty"),
        ("massage", "stopped", 7, "massage.stopped: 7 is not text"),
        ("massage", "stopped", None, "massage.stopped: None is not text"),
        ("massage", "stopped", "{left}", r"massage.stopped: {left} cannot .*possible: {ice}"),
        ("massage", "begin", "{left}", r"massage.begin: {left} cannot .*possible: none"),
        ("massage", "stopped", "{}", "massage.stopped: {} cannot be filled in"),
        ("massage", "stopped", "{ice:9}", "massage.stopped: {ice} cannot be filled in"),
        ("massage", "stopped", "{ice", "massage.stopped: expected '}'"),
        ("massage", "stoped", "Off.", "massage.stoped: Floe has no prompt of this name"),
        ("massage", True, "Off.", "massage: the key True is not text"),
        ("spoken", "numbers", ["one"], "spoken.numbers: needs 60 items, has 1"),
        ("spoken", "minute", "{n} min", "spoken.minute: needs 2 items, has 1"),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, group: str, name: str | bool, value: object, problem: str
) -> None:
    data = english()
    data[group][name] = value
    path = write(tmp_path, data)
    with pytest.raises(DocumentError, match=rf"mine\.yaml:\d+: {problem}") as error:
        voice.prompts.load(path)
    line = int(str(error.value).split(":")[1])
    near = "\n".join(path.read_text().splitlines()[max(0, line - 4) : line + 1])
    assert str(name).lower() in near or group in near


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    data = english()
    del data["numb"]["now"]
    with pytest.raises(DocumentError, match=r"mine\.yaml:\d+: numb\.now: this prompt is missing"):
        voice.prompts.load(write(tmp_path, data))
    del data["numb"]
    with pytest.raises(DocumentError, match=r"mine\.yaml:1: numb\.\w+: this prompt is missing"):
        voice.prompts.load(write(tmp_path, data))


def test_counted_lists_are_prompts() -> None:
    assert set(COUNTED) <= set(PROMPTS)


@pytest.mark.parametrize("content", [b"", b"- a\n", b"a: [", b"\xff\xfe"])
def test_not_a_prompts_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=r"mine\.yaml"):
        voice.prompts.load(path)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        voice.prompts.load(tmp_path / "mine.yaml")
