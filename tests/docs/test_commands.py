"""Every command that a page shows can be given, and the quick ones are."""

import argparse
import importlib.util
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

import bench.__main__
from audio import wave
from tests.acceptance.user import User
from tests.docs.page import ROOT, Page, page, pages
from tests.speech import say
from voice.cli.parser import build

PROGRAMS = ("floe", "make", "python")
_MORE = re.compile(r"\s{2,}\S|\s#")
"""Where a line of a block goes on with what the command is for."""
_SHELL = ("", "sh", "bash", "console")
QUICK = [
    ("--help",),
    ("--version",),
    ("rehearse", "--list"),
    ("models", "list"),
    ("history",),
    ("history", "--json"),
    ("history", "--csv"),
    ("history", "--plot"),
    ("forget", "--yes"),
]
"""Commands that the pages show, safe in an empty home and done in a second."""


def shown(one: Page) -> Iterator[str]:
    """Return every command on a page, without the folder of its program."""
    lines = [line for kind, text in one.blocks if kind in _SHELL for line in text.splitlines()]
    # A line that is indented goes on with the one before.
    typed = [_MORE.split(line.removeprefix("$ "), maxsplit=1)[0] for line in lines]
    for command in (*typed, *one.spans):
        bare = command.strip().removeprefix(".venv/bin/")
        if command[:1] != " " and bare.split(" ", 1)[0] in PROGRAMS and " " in bare:
            yield bare


def given(program: str) -> list[tuple[str, str]]:
    """Return all commands of ``program``, each with the page that shows it."""
    found = [(str(one), command) for one in pages() for command in shown(one)]
    return [each for each in found if each[1].startswith(f"{program} ")]


def words(command: str) -> list[list[str]]:
    """Return the arguments of a command, more than one list of them where a|b stands for either.

    What may be left out is there, and placeholders stand for themselves: "FILE..." is "FILE".
    """
    plain = re.sub(r"\[(.*?)\]", r"\1", command).replace("...", "")
    arguments = [argument or "TEXT" for argument in shlex.split(plain)[1:]]
    several = next((argument.split("|") for argument in arguments if "|" in argument), [])
    if not several:
        return [arguments]
    return [[either if "|" in one else one for one in arguments] + ["--help"] for either in several]


def accepted(parser: argparse.ArgumentParser, arguments: list[str]) -> bool:
    """Whether the arguments are understood, or name a command; nothing is run."""
    named = len(arguments) <= 2 and all(map(str.isalpha, arguments))
    if named and _parsed(parser, [*arguments, "--help"]):
        return True
    return _parsed(parser, arguments)


def _parsed(parser: argparse.ArgumentParser, arguments: list[str]) -> bool:
    try:
        parser.parse_args(arguments)
    except SystemExit as end:
        return not end.code
    return True


@pytest.mark.parametrize(("where", "command"), given("floe"))
def test_floe_takes_it(where: str, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in words(command):
        assert accepted(build(), arguments), (where, capsys.readouterr().err)


@pytest.mark.parametrize(
    "command",
    [
        "floe nonsense",
        "floe hear --json",
        "floe history --xml",
        "floe models buy",
        "floe report a b",
    ],
)
def test_floe_does_not_take_it(command: str) -> None:
    (arguments,) = words(command)
    assert not accepted(build(), arguments)


@pytest.mark.parametrize(("where", "command"), given("make"))
def test_make_has_it(where: str, command: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for argument in words(command)[0]:
        name, is_variable, _ = argument.partition("=")
        target = rf"^{name} \?=" if is_variable else rf"^{name}:"
        assert re.search(target, makefile, re.MULTILINE), (where, argument)


@pytest.mark.parametrize(("where", "command"), given("python"))
def test_python_has_the_module(where: str, command: str) -> None:
    option, module, *arguments = words(command)[0]
    assert option == "-m", where
    spec = importlib.util.find_spec(module)
    assert spec is not None, where
    if spec.submodule_search_locations:
        assert importlib.util.find_spec(f"{module}.__main__"), f"{where}: nothing to run"
    if module == "bench":
        assert accepted(bench.__main__._parser(), arguments or ["SPEECH"]), where


def test_every_program_is_shown() -> None:
    assert all(len(given(program)) >= 5 for program in PROGRAMS)


def test_every_target_of_make_is_shown() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^(\w+):", makefile, re.MULTILINE)
    told = {argument for _, command in given("make") for argument in words(command)[0]}
    assert set(targets) <= told


@pytest.fixture
def user(tmp_path: Path) -> User:
    return User(tmp_path / "home", tmp_path / "cache")


@pytest.mark.parametrize("arguments", QUICK, ids=" ".join)
def test_it_is_done(user: User, arguments: tuple[str, ...]) -> None:
    told = [each for _, command in given("floe") for each in words(command)]
    assert any(list(arguments) == each[: len(arguments)] for each in told) or arguments[0][0] == "-"
    done = user.floe(*arguments, HOME=str(user.home))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_every_command_is_named_on_the_page_of_commands(user: User) -> None:
    usage = user.floe("--help").stdout
    names = re.findall(r"^    (\w+) ", usage, re.MULTILINE)
    assert "rehearse" in names
    text = page("docs/commands.md").text
    assert [name for name in names if f"\n    floe {name}" not in text] == []
    for option in re.findall(r"^  (--\w+)", usage, re.MULTILINE):
        assert option == "--version" or option in text


UNDERSTOOD = [
    (str(one), command, output)
    for one in pages()
    for command, output in one.commands
    # What is understood once the example's line is in the file: see test_settings.py.
    if command.startswith("floe understand") and str(one) != "docs/settings.md"
]


@pytest.mark.parametrize(("where", "command", "output"), UNDERSTOOD)
def test_what_is_understood_is_as_shown(user: User, where: str, command: str, output: str) -> None:
    done = user.floe(*words(command)[0], HOME=str(user.home))
    assert done.stdout.strip() == output.strip(), where


def test_what_is_heard_is_as_shown(user: User) -> None:
    ((command, output),) = [
        each for each in page("docs/commands.md").commands if each[0].startswith("floe hear")
    ]
    told = json.loads(output)
    wave.write(user.home / told["file"], say(told["text"]))
    found = json.loads(user.floe(*words(command)[0], HOME=str(user.home)).stdout)
    times = ("start", "end", "decided")
    assert list(found) == list(told)
    assert {key: found[key] for key in found if key not in times} == {
        key: told[key] for key in told if key not in times
    }
    lengths = [each["end"] - each["start"] for each in (found, told)]
    assert lengths[0] == pytest.approx(lengths[1], abs=0.1)
