"""Names of a house: which can be, where their journals are, how they are said."""

import contextlib
from pathlib import Path

import pytest

from floe.errors import DocumentError
from intents.library import Intents
from tests.voice.session.talk import MORNING
from voice.cli import main
from voice.config import Config, journal_path
from voice.errors import JournalBusy, JournalCorrupt
from voice.journal.household import Household
from voice.journal.journal import read
from voice.journal.lock import Lock
from voice.person import journal_of, list_persons, to_spoken, unknown_words, validate_name
from voice.session.event import Event, EventKind

DEFAULT = Path("floe") / "journal.sqlite"


@pytest.mark.parametrize("name", ["Anna", "Anna-Lena", "O'Neill", "Zoë", "Mary Ann", "李", "J. R."])
def test_names(name: str) -> None:
    path = journal_of(name, DEFAULT)
    assert path.parent == DEFAULT.parent
    assert path != DEFAULT
    assert path.name.isascii()
    assert not set(path.name) & set('/\\:*?"<>|')
    assert journal_of(name.upper(), DEFAULT) == path


@pytest.mark.parametrize("name", ["", " ", "../x", "a/b", "C:", "[x]", "{y}", "<z>", "1", "a" * 41])
def test_no_names(name: str) -> None:
    with pytest.raises(ValueError, match="expected a name"):
        validate_name(name)


def test_different_names_have_different_journals() -> None:
    names = ["Anna Lena", "Anna-Lena", "AnnaLena", "Anna'Lena", "Änna", "Anna"]
    assert len({journal_of(name, DEFAULT) for name in names}) == len(names)


def test_who_gives_no_name_keeps_the_journal() -> None:
    assert journal_of("", DEFAULT) == DEFAULT
    assert journal_path() == journal_path("")
    assert journal_path("Anna").parent == journal_path().parent


def test_known_are_those_of_the_settings_and_of_the_folder(tmp_path: Path) -> None:
    default = tmp_path / "journal.sqlite"
    for name in ("journal.sqlite", "journal-anna.sqlite", "journal-zo%C3%AB.sqlite"):
        (tmp_path / name).touch()
    for stray in (
        "journal-ANNA.sqlite",
        "journal-.sqlite",
        "journal-anna.sqlite.lock",
        "journal-2026-11-22.sqlite",
        "journal-%FF.sqlite",
        "journal-\udcff.sqlite",
    ):
        (tmp_path / stray).touch()
    assert list_persons(default, ["Ben", "anna"]) == ("Ben", "anna", "Zoë")


def test_said_as_the_lexicon_writes() -> None:
    assert to_spoken("Anna-Léna") == "anna lena"
    assert unknown_words("Anna Xu", {"anna"}) == ["xu"]


def test_the_settings_name_them(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("persons: [Anna, ' Ben ']\nvoice: x\n", encoding="utf-8")
    assert Config.load(file) == Config(voice="x", persons=("Anna", "Ben"))
    for text in ("persons: Anna", "persons: [Anna, '../x']", "persons: [1]"):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(DocumentError, match=r"config.yaml:1: persons.*expected a"):
            Config.load(file)


def test_names_can_be_said() -> None:
    intents = Intents.load(persons={"anna": "Anna", "mary ann": "Mary Ann"})
    for text, name in (
        ("this is anna", "Anna"),
        ("hey coach this is mary ann", "Mary Ann"),
        ("switch to anna please", "Anna"),
        ("my name is anna", "Anna"),
        ("anna here", "Anna"),
        ("switch back to the usual person", ""),
    ):
        intent = intents.match(text)
        assert intent is not None, text
        assert (intent.name, intent.slots) == ("SetPerson", {"name": name})
    assert Intents.load().match("this is anna") is None


def test_a_house_keeps_each_journal_that_it_opened(tmp_path: Path) -> None:
    house = Household(tmp_path / "journal.sqlite", "Anna")
    first = house.open(house.first, wait=True)
    first.append(Event(EventKind.DISCLAIMER, MORNING))
    second = house.open("", wait=True)
    assert second.record().disclaimer is False
    assert house.open("anna", wait=True).record().disclaimer is True
    with pytest.raises(JournalBusy), Lock(tmp_path / "journal.sqlite"):
        pass
    house.close()
    house.close()
    with Lock(tmp_path / "journal.sqlite"):
        assert read(tmp_path / "journal-anna.sqlite") != []


def test_a_journal_that_cannot_be_used_leaves_the_one_before(tmp_path: Path) -> None:
    house = Household(tmp_path / "journal.sqlite")
    journal = house.open("", wait=True)
    (tmp_path / "journal-anna.sqlite").write_bytes(b"hello")
    with pytest.raises(JournalCorrupt):
        house.open("Anna", wait=True)
    with Lock(tmp_path / "journal-ben.sqlite"), pytest.raises(JournalBusy):
        house.open("Ben", wait=True)
    journal.append(Event(EventKind.DISCLAIMER, MORNING))
    house.close()
    assert len(read(tmp_path / "journal.sqlite")) == 1


def test_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--person", "Nobody Yet", "history"]) == 0
    assert capsys.readouterr().out == "No massage yet.\n"
    with pytest.raises(SystemExit) as caught:
        main(["--person", "../x", "history"])
    assert caught.value.code == 2
    assert "expected a name of up to 40 letters" in capsys.readouterr().err


@pytest.mark.parametrize("letter", ["a", "\u00df", "\u0390", "\u6f22", "\U00020000"])
def test_the_journal_of_the_longest_name_can_be_opened(tmp_path: Path, letter: str) -> None:
    longest = ""
    for count in range(1, 41):
        with contextlib.suppress(ValueError):
            longest = validate_name(letter * count)
    path = journal_of(longest, tmp_path / "journal.sqlite")
    path.with_name(f"{path.name}-journal.lock").touch()
    assert len(longest) >= 10


def test_a_name_without_end_is_refused_in_a_line() -> None:
    with pytest.raises(ValueError, match="expected a name of up to 40 letters") as caught:
        validate_name("a" * 1_000_000)
    assert len(str(caught.value)) < 300
