from datetime import datetime
from pathlib import Path

import pytest

from floe.errors import DocumentError
from intents.library import Intents
from voice.config import WAKE_PHRASES, Config, journal_path, recording_path


def _write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "config.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    assert Config.load(tmp_path / "none.yaml") == Config()


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n#wake: coach\n", "---\n", "{}\n"])
def test_a_file_with_nothing_in_it_gives_the_defaults(tmp_path: Path, text: str) -> None:
    assert Config.load(_write(tmp_path, text)) == Config()


def test_names_that_yaml_takes_for_something_else_are_names(tmp_path: Path) -> None:
    names = ("No", "Null", "On", "Yes", "TRUE", "Anna")
    listed = "".join(f"  - {name}\n" for name in names)
    for text in (f"persons: [{', '.join(names)}]\n", f"persons:\n{listed}"):
        assert Config.load(_write(tmp_path, text)).persons == names
    assert Config.load(_write(tmp_path, "voice: no\n")).voice == "no"
    assert Config.load(_write(tmp_path, "voice: null\n")).voice is None
    for empty in ("persons: [~]\n", "persons:\n  -\n", "persons: [2026-11-22]\n"):
        with pytest.raises(DocumentError, match="expected a name"):
            Config.load(_write(tmp_path, empty))


def test_names_and_numbers_of_devices(tmp_path: Path) -> None:
    config = Config.load(_write(tmp_path, "microphone: USB\nloudspeaker: 3\n"))
    assert config == Config(microphone="USB", loudspeaker=3)


def test_a_recording_is_named_after_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda name, **_: Path("data") / name)
    date = datetime.fromisoformat("2026-11-22T09:05:07+01:00")
    assert recording_path(date) == Path("data/floe/recordings/2026-11-22-09-05-07.wav")
    assert recording_path(date).parent.parent == journal_path().parent


def test_every_wake_phrase_may_begin_a_command(tmp_path: Path) -> None:
    grammar = Intents.load().grammar
    for phrase in WAKE_PHRASES:
        assert Config.load(_write(tmp_path, f"wake: {phrase}\n")).wake == phrase
        assert grammar.accepts([*phrase.split(), "start"])


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("microphone: USB\nspeaker: 1\n", 2, "speaker: unknown setting"),
        ("microphone: [1]\n", 1, "microphone: expected a name"),
        ("microphone: true\n", 1, "microphone: expected a name"),
        ("\nvoice: 3\n", 2, "voice: expected a name"),
        ("wake: hello\n", 1, "wake: expected one of: hey coach, coach"),
        ("loudspeaker: ' '\n", 1, "loudspeaker: expected a name"),
    ],
)
def test_errors_name_file_line_and_key(tmp_path: Path, text: str, line: int, problem: str) -> None:
    file = _write(tmp_path, text)
    with pytest.raises(DocumentError) as caught:
        Config.load(file)
    assert str(caught.value).startswith(f"{file}:{line}: {problem}")
