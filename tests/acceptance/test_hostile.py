"""Whatever is given to the command line, it says in a line or two what is wrong with it."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from audio.wave import write
from models.folder import ModelFolder
from models.store import Store
from tests.acceptance.user import FLOE, User, refused
from tests.soundcard import ROOT
from tests.speech import say
from voice.journal.journal import Journal
from voice.session.event import Event, EventKind

COMMANDS = (
    "",
    "rehearse",
    "hear",
    "understand",
    "history",
    "report",
    "export",
    "forget",
    "check",
    "models",
    "models install",
)


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of a command."""
    path = tmp_path_factory.mktemp("recording") / "command.wav"
    write(path, say("what's next", "rms"))
    return path


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the model in use, to be broken."""
    source = Store().current().path
    return Path(shutil.copytree(source, tmp_path / "model"))


def test_what_cannot_be_heard_is_named_and_the_rest_is_heard(
    user: User, command: Path, tmp_path: Path
) -> None:
    sound = command.read_bytes()
    bad = {
        "empty.wav": b"",
        "text.wav": b"start session\n",
        "header.wav": sound[:20],
        "header-only.wav": sound[:44],
        "noise.flac": os.urandom(5000),
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "truncated.wav").write_bytes(sound[: len(sound) - 1001])
    names = [*bad, "folder", "loop", "nowhere.wav"]
    files = [tmp_path / name for name in [*names, "truncated.wav"]]
    done = user.floe("hear", "--json", *files, command)
    said = refused(done, f"{len(names)} of {len(files) + 1}", *names, lines=len(names) + 1)
    for line, name in zip(said.splitlines(), names, strict=False):
        assert line.startswith(f"floe: {tmp_path / name}: ")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [Path(one["file"]).name for one in found] == ["truncated.wav", "command.wav"]
    assert [one["intent"] for one in found] == ["NextStep", "NextStep"]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("language: en\nintents:\n  Lamp: [\n", 4, "expected"),
        ("language: en\nintents:\n  Lamp:\n    data:\n      - sentences: 3\n", 5, "sentences"),
        ("language: en\nintents:\n  Lamp:\n    data:\n      - sentences: ['a (b']\n", 5, "a (b"),
        ("language: en\nintents:\n  Lamp:\n    data:\n      - sentences: [<rule>]\n", 5, "rule"),
    ],
)
def test_broken_intents(user: User, text: str, line: int, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    refused(user.floe("understand", "--intents", path, "lamp"), f"{path}:{line}: ", problem)


def test_words_that_the_model_does_not_know(user: User, command: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    text = "language: en\nintents:\n  Spell:\n    data:\n      - sentences: [xyzzy plugh]\n"
    path.write_text(text, encoding="utf-8")
    refused(user.floe("hear", "--intents", path, command), f'"xyzzy" ({path}:5)', '"plugh"')


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("microphone: USB\nvolume: 3\n", 2, "volume"),
        ("loudspeaker: [1, 2]\n", 1, "loudspeaker"),
        ("voice: {\n", 2, ""),
        ("- a\n- list\n", 1, "keys and values"),
    ],
)
@pytest.mark.parametrize("words", [(), ("check",)])
def test_a_broken_settings_file(
    user: User, words: tuple[str, ...], text: str, line: int, key: str
) -> None:
    path = user.configure(text)
    refused(user.floe(*words), f"{path}:{line}: ", key)


@pytest.mark.parametrize(
    ("change", "line", "key"),
    [
        (("lines:", "linse:"), 4, "linse"),
        (("say: goodbye", "say: 7"), 5, "lines.0.say"),
        (("greeting.first", "greeting.frist"), 5, "greeting.frist"),
        (("09:00", "nine"), 3, "starts"),
    ],
)
def test_a_broken_scenario(
    user: User, change: tuple[str, str], line: int, key: str, tmp_path: Path
) -> None:
    path = tmp_path / "own.yaml"
    text = (
        "name: own\ndescription: Somebody leaves.\nstarts: 2026-11-22T09:00:00+01:00\n"
        "lines:\n  - {after: greeting.first, say: goodbye}\n"
    )
    path.write_text(text.replace(*change), encoding="utf-8")
    refused(user.floe("rehearse", path), f"{path}:{line}: ", key)


@pytest.mark.parametrize(
    ("file", "change", "problem"),
    [
        ("voice/prompts/en.yaml", ("  begin:", "  begun:"), "massage.begun: "),
        ("voice/prompts/en.yaml", ("{ice} of ice", "{cie} of ice"), "{cie} cannot be filled in"),
        ("intents/en/safety.yaml", ("  Pause:\n    data:", "  Pause:\n    dtaa:"), "Pause"),
    ],
)
def test_words_that_were_changed_badly(
    user: User, file: str, change: tuple[str, str], problem: str, tmp_path: Path
) -> None:
    copy = tmp_path / "floe"
    for package in ("floe", "voice", "intents", "audio"):
        shutil.copytree(ROOT / package, copy / package)
    (copy / "models").symlink_to(ROOT / "models")
    path = copy / file
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace(*change), encoding="utf-8")
    said = refused(user.floe("rehearse", PYTHONPATH=str(copy)), problem)
    line = int(said.removeprefix(f"floe: {path}:").partition(":")[0])
    lines = path.read_text(encoding="utf-8").splitlines()
    changed = [
        number
        for number, (old, new) in enumerate(zip(before.splitlines(), lines, strict=True), 1)
        if old != new
    ]
    assert min(abs(line - number) for number in changed) <= 1, (line, changed)


def test_a_model_with_a_missing_file(user: User, model: Path, command: Path) -> None:
    (model / "am/final.mdl").unlink()
    refused(user.floe("hear", "--model", model, command), "final.mdl", "missing", "models use")


def test_a_model_with_a_damaged_file(user: User, model: Path, command: Path) -> None:
    ModelFolder(model).write_checksums()
    file = model / "am/final.mdl"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x10
    file.write_bytes(content)
    refused(user.floe("hear", "--model", model, command), str(file), "damaged")


@pytest.mark.parametrize("name", ["am/final.mdl", "graph/HCLr.fst"])
def test_a_model_that_was_cut_off(user: User, model: Path, command: Path, name: str) -> None:
    (model / "SHA256SUMS").unlink(missing_ok=True)
    os.truncate(model / name, (model / name).stat().st_size // 2)
    done = user.floe("hear", "--model", model, command)
    assert done.returncode == 1
    assert str(model) in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_model_whose_words_are_no_table(user: User, model: Path, command: Path) -> None:
    (model / "SHA256SUMS").unlink(missing_ok=True)
    (model / "graph/words.txt").write_text("not a table of words\n", encoding="utf-8")
    refused(user.floe("hear", "--model", model, command), "words.txt")


def test_a_journal_that_is_no_database(user: User) -> None:
    user.journal.parent.mkdir(parents=True)
    user.journal.write_bytes(b"Dear diary,\n" * 500)
    refused(user.floe("history"), str(user.journal), "not a journal")
    assert user.journal.read_bytes() == b"Dear diary,\n" * 500


def test_a_journal_of_another_program(user: User) -> None:
    user.journal.parent.mkdir(parents=True)
    with sqlite3.connect(user.journal) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    refused(user.floe("history"), str(user.journal), "another program")


def test_the_history_of_nobody_and_of_somebody(user: User) -> None:
    done = user.floe("history")
    assert (done.returncode, done.stdout, done.stderr) == (0, "No massage yet.\n", "")
    assert not user.journal.exists(), "to look is not to write"
    user.screened(step="wet")
    journal = Journal(user.journal)
    at = datetime.now().astimezone()
    journal.append(Event(EventKind.BEGUN, at), Event(EventKind.PAIN, at, {"level": 6}))
    journal.append(Event(EventKind.ENDED, at, {"ice": 437.0, "outcome": "stopped"}))
    journal.close()
    done = user.floe("history")
    assert (done.returncode, done.stderr) == (0, "")
    heading, session, _, *sentences = done.stdout.splitlines()
    assert heading.split() == ["day", "time", "ice", "of", "ended", "by", "numb", "pain"]
    assert session.split() == [f"{at:%Y-%m-%d}", f"{at:%H:%M}", "7:17", "8:00", "stopped", "6"]
    assert sentences[-1] == f"Pain was told at one other time: 6 on {at.day} {at:%B} at {at:%H:%M}."


def test_a_folder_that_cannot_be_written(user: User, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for out in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/floe")):
        refused(user.floe("rehearse", "--out", out), str(out), "--out")


def test_a_scenario_that_there_is_not(user: User) -> None:
    refused(user.floe("rehearse", "plian"), "plian", "plain", "power-cut")


@pytest.mark.parametrize("words", COMMANDS)
def test_each_command_explains_itself(user: User, words: str) -> None:
    done = user.floe(*words.split(), "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: {' '.join(['floe', *words.split()])} ")


@pytest.mark.parametrize("words", [("history",), ("understand", "stop"), ("models", "list")])
def test_nobody_reads_what_it_prints(user: User, words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        [*FLOE, *words], env=user.env, stdout=writing, stderr=subprocess.PIPE, text=True
    ) as process:
        os.close(writing)
        assert process.stderr
        assert process.stderr.read() == ""
    assert process.returncode in (1, -signal.SIGPIPE)
