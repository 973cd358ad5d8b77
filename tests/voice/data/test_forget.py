"""A person is erased: no byte of theirs is left."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench import diary
from tests.voice.journal.week import damage
from voice.data.data import Data
from voice.data.forget import WORD, forget
from voice.errors import EraseFailed, JournalBusy, NotConfirmed, NothingKept
from voice.journal.journal import Journal
from voice.journal.lock import Lock
from voice.journal.mending import open_mended
from voice.session.event import Event, EventKind

SECRET = b"my zebra legs are numb"
"""Words of an emergency, which no other file has."""


@pytest.fixture
def data(tmp_path: Path) -> Data:
    """All that can be kept of a person, with `SECRET` in each place."""
    home, cache = tmp_path / "data" / "floe", tmp_path / "cache" / "floe"
    data = Data(
        journal=home / "journal.sqlite",
        recordings=home / "recordings",
        rehearsals=home / "rehearsal",
        settings=tmp_path / "config.yaml",
        speech=cache / "voice",
        logs=tmp_path / "state" / "log",
        missed=home / "missed.txt",
    )
    diary.write(data.journal, days=2, sessions=3)
    journal = Journal(data.journal)
    at = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    journal.append(Event(EventKind.EMERGENCY, at, {"words": SECRET.decode()}))
    journal.close()
    for path in (
        data.recordings / "2026-11-22.wav",
        data.rehearsals / "2026-11-22" / "transcript.txt",
        data.speech / "0a.pcm",
        data.logs / "floe.log",
        data.missed,
        home / "journal.sqlite-journal",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"..." + SECRET)
    (home / "models").mkdir()
    (home / "models" / "mine").write_bytes(b"a speech model")
    data.settings.write_text("wake: coach\n")
    return data


def left(data: Data) -> dict[str, bytes]:
    """Return every file that is left, with its bytes."""
    top = data.settings.parent
    return {
        str(path.relative_to(top)): path.read_bytes() for path in top.rglob("*") if path.is_file()
    }


def test_nothing_of_the_person_is_left(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    assert sum(SECRET in content for content in left(data).values()) == 7
    asked = []

    def ask(question: str) -> str:
        asked.append(question)
        return f" {WORD.upper()}\n"

    forget(data, "Anna", ask)
    assert left(data) == {
        "config.yaml": b"wake: coach\n",
        "data/floe/models/mine": b"a speech model",
    }
    assert asked == ["Type forget to go on: "]
    said = capsys.readouterr().out
    assert "what Floe keeps of Anna" in said
    assert "6 massages, 18 to 19 November 2026" in said
    assert said.endswith("Nothing is kept of Anna any more.\n")


def test_bytes_are_overwritten_not_only_unlinked(data: Data, tmp_path: Path) -> None:
    names = {path: tmp_path / f"kept{number}" for number, path in enumerate(data.journals)}
    for path, name in names.items():
        name.hardlink_to(path)
    forget(data, ask=None)
    for name in names.values():
        assert set(name.read_bytes()) <= {0}


def test_a_journal_kept_elsewhere_is_followed(data: Data, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite"
    data.journal.rename(elsewhere)
    data.journal.symlink_to(elsewhere)
    forget(data, ask=None)
    assert not elsewhere.exists()
    assert not data.journal.is_symlink()


def test_a_damaged_journal_is_erased_as_well(
    data: Data, capsys: pytest.CaptureFixture[str]
) -> None:
    data.journal.write_bytes(SECRET * 500)
    forget(data, ask=None)
    assert "a journal that cannot be read" in capsys.readouterr().out
    assert not any(SECRET in content for content in left(data).values())


def test_what_was_set_aside_is_erased_and_a_stray_copy_is_pointed_out(
    data: Data, capsys: pytest.CaptureFixture[str]
) -> None:
    stray = data.journal.with_name("journal-2026-11-22.sqlite")
    stray.write_bytes(b"a copy")
    damage(data.journal, "screened")
    open_mended(data.journal)[0].close()
    assert len(list(data.journal.parent.glob("*.damaged-*"))) == 1
    forget(data, ask=None)
    assert not any(SECRET in content for content in left(data).values())
    assert list(data.journal.parent.glob("*.damaged-*")) == []
    assert stray.read_bytes() == b"a copy"
    said = capsys.readouterr().out
    assert f"{stray} stays too" in said
    assert "of all who live here" not in said


@pytest.mark.parametrize("answer", ["", "yes", "forget me"])
def test_another_answer_erases_nothing(data: Data, answer: str) -> None:
    before = left(data)
    with pytest.raises(NotConfirmed, match="nothing was erased"):
        forget(data, ask=lambda _: answer)
    assert before.items() <= left(data).items()


def test_nobody_to_ask(data: Data) -> None:
    def ask(_: str) -> str:
        raise EOFError

    before = left(data)
    with pytest.raises(NotConfirmed, match="--yes"):
        forget(data, ask=ask)
    assert before.items() <= left(data).items()


def test_not_while_floe_runs(data: Data) -> None:
    before = left(data)
    with Lock(data.journal), pytest.raises(JournalBusy, match="already running"):
        forget(data, ask=None)
    assert before.items() <= left(data).items()


def test_another_of_the_house_keeps_their_journal(
    data: Data, capsys: pytest.CaptureFixture[str]
) -> None:
    other = data.journal.with_name("journal-anna.sqlite")
    diary.write(other, days=1, sessions=1)
    kept = other.read_bytes()
    with Lock(other), pytest.raises(JournalBusy):
        forget(data, ask=None)
    assert data.journal.exists(), "a recording may be running"
    forget(data, ask=None)
    assert other.read_bytes() == kept
    assert not any(SECRET in content for content in left(data).values())
    assert "1 file, of all who live here" in capsys.readouterr().out


def test_a_name_in_the_settings_is_pointed_out(
    data: Data, capsys: pytest.CaptureFixture[str]
) -> None:
    data.settings.write_text("persons: [Anna]\n")
    forget(data, "anna", ask=None)
    assert f"{data.settings} names anna: take that out as well." in capsys.readouterr().out
    assert data.settings.exists()


def test_what_cannot_be_erased_is_named_and_the_rest_is_gone(data: Data) -> None:
    beside = data.journal.with_name("journal.sqlite-wal")
    beside.unlink(missing_ok=True)
    beside.mkdir()
    with pytest.raises(EraseFailed, match=f"could not be erased: {beside} \\(Is a directory\\)"):
        forget(data, ask=None)
    assert not any(SECRET in content for content in left(data).values())


def test_twice_is_nothing_more(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    forget(data, ask=None)
    capsys.readouterr()
    forget(data, ask=None)
    assert capsys.readouterr().out == "Nothing is kept of you.\n"
    assert not data.journal.with_name("journal.sqlite.lock").exists()


def test_what_is_beside_the_journal_belongs_to_it(tmp_path: Path) -> None:
    data = Data.of(tmp_path / "anna" / "journal.sqlite")
    assert data.recordings == tmp_path / "anna" / "recordings"
    assert data.rehearsals == tmp_path / "anna" / "rehearsal"


def test_who_is_not_known_is_not_erased_and_neither_is_what_the_house_shares(data: Data) -> None:
    before = left(data)
    nobody = replace(data, journal=data.journal.with_name("journal-nobody.sqlite"))
    with pytest.raises(NothingKept, match="nothing is kept of Nobody, so nothing was erased"):
        forget(nobody, "Nobody", ask=None)
    assert left(data) == before
