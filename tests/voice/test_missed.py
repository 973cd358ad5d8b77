"""What was not understood: kept only if that is asked for, as words, for its owner alone."""

from pathlib import Path

import pytest

from intents.intent import Intent, IntentName
from voice.missed import MOST, MissedSayings, show
from voice.notice import CommandHeard, PhaseEntered, UtteranceRejected
from voice.session.phase import Phase


def miss(sayings: MissedSayings, *texts: str) -> None:
    for text in texts:
        sayings(UtteranceRejected(text, 0.0, 1.0))


def test_words_and_the_phase_are_kept_and_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "data" / "missed.txt"
    sayings = MissedSayings(file)
    miss(sayings, "hang about")
    sayings(PhaseEntered(Phase.MASSAGING))
    miss(sayings, "get it off me", "hang about", "")
    sayings(CommandHeard(Intent(IntentName.YES, text="yes")))
    assert file.read_text(encoding="utf-8").splitlines() == [
        "idle\thang about",
        "massaging\tget it off me",
        "massaging\thang about",
    ]
    assert file.stat().st_mode & 0o077 == 0
    show(file, on=True)
    assert capsys.readouterr().out.splitlines()[:4] == [
        "   2  hang about",
        '        - "<lead> hang about <tail>"',
        "   1  get it off me",
        '        - "<lead> get it off me <tail>"',
    ]


def test_it_goes_on_where_it_was_and_keeps_the_newest(tmp_path: Path) -> None:
    file = tmp_path / "missed.txt"
    miss(MissedSayings(file), *(f"saying {number}" for number in range(MOST)))
    miss(MissedSayings(file), "the last one")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == MOST
    assert (lines[0], lines[-1]) == ("idle\tsaying 1", "idle\tthe last one")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\n\n", b"no tab\n"])
def test_a_file_of_something_else_is_none(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "missed.txt"
    file.write_bytes(content)
    show(file, on=False)
    assert capsys.readouterr().out.splitlines() == [
        "Nothing is kept of what was not understood.",
        "To keep it, put the line `missed: true` into config.yaml.",
    ]
