"""`floe history` and `floe report`, as they are called."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import diary
from tests.soundcard import ROOT
from voice.cli import main

MODULES = "matplotlib voice.history.picture sqlite3"


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_data_path", lambda name, **_: tmp_path / "data" / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path / "data" / "floe" / "journal.sqlite"


@pytest.fixture
def lived(journal: Path) -> Path:
    diary.write(journal, days=5, sessions=3)
    return journal


Captured = pytest.CaptureFixture[str]


@pytest.mark.usefixtures("lived")
def test_the_table_ends_with_what_it_comes_to(capsys: Captured) -> None:
    assert main(["history"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("day ")
    assert lines[16:18] == [
        "",
        "In 5 days with ice (18 to 22 November 2026) pain before a massage fell from 7.3",
    ]


@pytest.mark.usefixtures("lived")
def test_the_chart_begins_with_what_it_shows(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert main(["history", "--plot"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "In 5 days with ice (18 to 22 November"
    assert "Minutes of ice a day, of 50 at most" in lines
    assert max(map(len, lines)) <= 40


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize(("name", "begins"), [("a.svg", b"<?xml"), ("A.PNG", b"\x89PNG")])
def test_a_picture_is_written_and_said(
    tmp_path: Path, capsys: Captured, name: str, begins: bytes
) -> None:
    assert main(["history", "--plot", name]) == 0
    assert (tmp_path / name).read_bytes().startswith(begins)
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first == f"{name} is written. It shows:"
    assert second.startswith("In 5 days with ice")
    assert main(["history", "--plot", name]) == 0
    assert "in the place of the one before" in capsys.readouterr().out


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("form", ["csv", "json"])
def test_figures_go_to_stdout_or_a_file(tmp_path: Path, capsys: Captured, form: str) -> None:
    assert main(["history", f"--{form}"]) == 0
    printed = capsys.readouterr().out
    assert main(["history", f"--{form}", "-"]) == 0
    assert capsys.readouterr().out == printed
    assert main(["history", f"--{form}", "out"]) == 0
    assert (tmp_path / "out").read_bytes() == printed.encode()


@pytest.mark.usefixtures("lived")
def test_a_report_is_named_after_today_or_as_wanted(tmp_path: Path, capsys: Captured) -> None:
    assert main(["report"]) == 0
    [written] = tmp_path.glob("floe-report-2*.html")
    assert main(["report", "mine.htm"]) == 0
    assert (tmp_path / "mine.htm").read_bytes() == written.read_bytes()
    assert "prints on one page" in capsys.readouterr().out


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("history --plot pain.gif", "pain.gif: the name of the file must end in .svg or .png"),
        ("history --plot pain", "pain: the name of the file must end in .svg or .png"),
        ("history --plot none/pain.svg", "none/pain.svg: there is no folder none; make it first"),
        ("history --plot folder.svg", "folder.svg: cannot be written (Is a directory)"),
        ("history --csv none/pain.csv", "none/pain.csv: there is no folder none; make it first"),
        ("report none/me.html", "none/me.html: there is no folder none; make it first"),
        ("report me.pdf", "me.pdf: the name of the file must end in .html or .htm"),
        ("report /proc/me.html", "/proc/me.html: cannot be written (No such file or directory)"),
    ],
)
def test_where_it_cannot_be_written(
    tmp_path: Path, capsys: Captured, words: str, problem: str
) -> None:
    (tmp_path / "folder.svg").mkdir()
    assert main(words.split()) == 1
    assert capsys.readouterr() == ("", f"floe: {problem}\n")


@pytest.mark.parametrize(
    ("words", "code", "printed"),
    [
        ("history", 0, ("No massage yet.\n", "")),
        ("history --plot", 0, ("No massage yet.\n", "")),
        ("history --plot a.svg", 1, ("", "floe: no massage yet, so there is nothing to draw\n")),
        ("report", 1, ("", "floe: no massage yet, so there is nothing to report\n")),
    ],
)
def test_where_there_is_nothing_to_tell(
    journal: Path, capsys: Captured, words: str, code: int, printed: tuple[str, str]
) -> None:
    assert main(words.split()) == code
    assert capsys.readouterr() == printed
    assert list(journal.parent.parent.parent.glob("*.*")) == []


def test_one_form_at_a_time() -> None:
    with pytest.raises(SystemExit) as left:
        main(["history", "--csv", "--json"])
    assert left.value.code == 2


@pytest.mark.parametrize("form", ["history", "history --plot", "history --plot a.svg", "report"])
def test_a_journal_that_makes_no_sense(journal: Path, capsys: Captured, form: str) -> None:
    journal.parent.mkdir(parents=True)
    journal.write_bytes(b"Dear diary,\n" * 500)
    assert main(form.split()) == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith(f"floe: {journal}: not a journal that can be read")


def loaded(*arguments: str, home: Path) -> set[str]:
    """Return those of `MODULES` that a command loads."""
    code = (
        f"import sys; import voice.cli; sys.argv = ['floe', *{arguments!r}]\n"
        "try: voice.cli.main()\n"
        "except SystemExit: pass\n"
        f"print('', *set({MODULES!r}.split()) & set(sys.modules))"
    )
    env = {**os.environ, "XDG_DATA_HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_what_draws_is_loaded_by_what_draws_alone(tmp_path: Path) -> None:
    diary.write(tmp_path / "floe" / "journal.sqlite", days=1, sessions=1)
    assert loaded("--help", home=tmp_path) == set()
    assert loaded("history", home=tmp_path) == {"sqlite3"}
    assert loaded("history", "--plot", home=tmp_path) == {"sqlite3"}
    drawn = loaded("history", "--plot", str(tmp_path / "a.svg"), home=tmp_path)
    assert drawn == set(MODULES.split())


def test_a_terminal_without_the_letters_of_a_name(lived: Path, tmp_path: Path) -> None:
    env = {
        **os.environ,
        "XDG_DATA_HOME": str(lived.parent.parent),
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "ascii",
    }
    command = [sys.executable, "-m", "voice.cli", "history", "--plot", "Zoë.svg"]
    done = subprocess.run(
        command, env=env, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Zo\\xeb.svg is written." in done.stdout
    assert (tmp_path / "Zoë.svg").exists()
