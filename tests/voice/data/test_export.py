"""Everything in one file."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from bench import diary
from tests.voice.journal.week import damage
from voice.data.data import Data
from voice.data.export import export
from voice.errors import ExportUnwritable, NothingKept
from voice.journal.journal import Journal, read
from voice.journal.mending import open_mended


@pytest.fixture
def data(tmp_path: Path) -> Data:
    home = tmp_path / "floe"
    return Data(
        journal=home / "journal.sqlite",
        recordings=home / "recordings",
        rehearsals=home / "rehearsal",
        settings=tmp_path / "config.yaml",
        speech=tmp_path / "voice",
        logs=tmp_path / "log",
        missed=home / "missed.txt",
    )


def fill(data: Data) -> None:
    diary.write(data.journal, days=2, sessions=3)
    (data.recordings / "old").mkdir(parents=True)
    (data.recordings / "2026.wav").write_bytes(b"sound")
    (data.recordings / "old" / "2025.wav").write_bytes(b"older")
    data.settings.write_text("wake: coach\n")
    data.logs.mkdir()
    (data.logs / "floe.log").write_text("a part has failed\n")


def test_everything_is_in_it_and_said(
    data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(data)
    path = tmp_path / "mine.zip"
    export(data, path, "Anna")
    assert "the journal with 6 massages, 2 recordings" in capsys.readouterr().out
    events = read(data.journal)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        content = {name: archive.read(name) for name in archive.namelist()}
    assert set(content) == {
        "README.txt",
        "journal.sqlite",
        "events.json",
        "history.csv",
        "history.json",
        "config.yaml",
        "log/floe.log",
        "recordings/2026.wav",
        "recordings/old/2025.wav",
    }
    assert content["recordings/2026.wav"] == b"sound"
    assert content["log/floe.log"] == b"a part has failed\n"
    assert "\nlog  " in content["README.txt"].decode()
    assert content["config.yaml"] == b"wake: coach\n"
    assert len(json.loads(content["events.json"])) == len(events)
    told = json.loads(content["history.json"])
    assert (told["person"], len(told["sessions"])) == ("Anna", 6)
    rows = list(csv.DictReader(io.StringIO(content["history.csv"].decode())))
    assert sum(row["kind"] == "session" for row in rows) == 6


def test_the_journal_in_it_can_be_gone_on_with(data: Data, tmp_path: Path) -> None:
    fill(data)
    running = Journal(data.journal)
    export(data, tmp_path / "mine.zip")
    with zipfile.ZipFile(tmp_path / "mine.zip") as archive:
        copy = Path(archive.extract("journal.sqlite", tmp_path))
    assert read(copy) == read(data.journal)
    again = Journal(copy)
    assert again.problem is None
    assert again.record() == running.record()
    again.close()
    running.close()


def test_only_its_owner_may_read_it(data: Data, tmp_path: Path) -> None:
    fill(data)
    export(data, tmp_path / "mine.zip")
    assert (tmp_path / "mine.zip").stat().st_mode & 0o077 == 0


def test_the_sound_of_others_is_not_in_it(
    data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(data)
    diary.write(data.journal.with_name("journal-anna.sqlite"), days=1, sessions=1)
    export(data, tmp_path / "mine.zip")
    assert f"may be of others who live here: {data.recordings}" in capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / "mine.zip") as archive:
        assert not [name for name in archive.namelist() if name.startswith("recordings")]


def test_nothing_is_overwritten(data: Data, tmp_path: Path) -> None:
    fill(data)
    path = tmp_path / "mine.zip"
    path.write_bytes(b"another")
    with pytest.raises(ExportUnwritable, match=r"mine\.zip: is there already"):
        export(data, path)
    assert path.read_bytes() == b"another"


def test_where_it_cannot_be_written(data: Data, tmp_path: Path) -> None:
    fill(data)
    with pytest.raises(ExportUnwritable, match=r"must end in \.zip"):
        export(data, tmp_path / "mine.tar")
    with pytest.raises(ExportUnwritable, match=r"cannot be written \(No such file"):
        export(data, tmp_path / "none" / "mine.zip")


def test_half_a_file_is_not_left(data: Data, tmp_path: Path) -> None:
    fill(data)
    (data.recordings / "gone.wav").symlink_to("nowhere")
    with pytest.raises(ExportUnwritable, match=r"mine\.zip: cannot be written"):
        export(data, tmp_path / "mine.zip")
    assert not (tmp_path / "mine.zip").exists()


def test_nothing_to_export(data: Data, tmp_path: Path) -> None:
    with pytest.raises(NothingKept, match="no such journal"):
        export(data, tmp_path / "mine.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_journal_that_cannot_be_read_is_in_it_as_it_is(
    data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(data)
    data.journal.write_bytes(b"Dear diary,\n" * 500)
    export(data, tmp_path / "mine.zip")
    said = capsys.readouterr().err
    assert said.startswith(f"floe: {data.journal}: not a journal that can be read")
    assert len(said.splitlines()) == 1
    with zipfile.ZipFile(tmp_path / "mine.zip") as archive:
        assert archive.read("journal.sqlite") == b"Dear diary,\n" * 500
        assert archive.read("recordings/2026.wav") == b"sound"
        assert json.loads(archive.read("events.json")) == []
        assert "journal..." in archive.read("README.txt").decode()


def test_a_journal_that_was_set_aside_is_in_it_too(data: Data, tmp_path: Path) -> None:
    fill(data)
    before = read(data.journal)
    damaged = damage(data.journal, "pain")
    open_mended(data.journal)[0].close()
    export(data, tmp_path / "mine.zip")
    with zipfile.ZipFile(tmp_path / "mine.zip") as archive:
        names = [name for name in archive.namelist() if name.startswith("journal.sqlite.damaged-")]
        assert [archive.read(name) for name in names] == [damaged]
        assert len(json.loads(archive.read("events.json"))) == len(before)
