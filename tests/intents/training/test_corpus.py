"""The corpus: large, of many writers, each for one purpose, and readable to its last line."""

from pathlib import Path

import pytest

from intents.intent import IntentName
from intents.learnt.classifier import NOT_FOR_FLOE
from intents.situation import Situation
from intents.training.corpus import FOLDER, Subset, read

LABELS = (
    "idle\tSetDuration 8\teight please\nasked\t!StartSession\tnot now\nidle\tNotForFloe\tcarol\n"
)


def corpus(folder: Path, lines: str) -> Path:
    (folder / "writers.yaml").write_text("w01:\n  who: a cook\n  split: dev\n", encoding="utf-8")
    (folder / "w01.tsv").write_text(lines, encoding="utf-8")
    return folder


def test_it_is_as_large_as_it_has_to_be() -> None:
    sayings = read()
    meant = {each.text for each in sayings if each.intent != NOT_FOR_FLOE}
    assert len({each.writer for each in sayings}) >= 24
    assert len(meant) >= 8000
    assert len({each.text for each in sayings if each.intent == NOT_FOR_FLOE}) >= 5000
    assert {each.intent for each in sayings} == {*IntentName, NOT_FOR_FLOE}
    assert {each.situation for each in sayings} == set(Situation)


def test_no_writer_is_for_two_things_and_no_file_for_none() -> None:
    writers = [{each.writer for each in read([subset])} for subset in Subset]
    assert sum(map(len, writers)) == len(set.union(*writers))
    assert {file.stem for file in FOLDER.glob("*.tsv")} == set.union(*writers)
    assert all(len(each) >= 5 for each in writers)


def test_of_each_intent_something_is_left_to_measure_by() -> None:
    for subset in Subset:
        assert {each.intent for each in read([subset])} == {*IntentName, NOT_FOR_FLOE}
    assert sum(each.denial for each in read([Subset.TEST])) >= 200


def test_a_line_is_read(tmp_path: Path) -> None:
    told, denied, other = read(folder=corpus(tmp_path, LABELS))
    assert (told.intent, told.value, told.label) == ("SetDuration", "8", "SetDuration")
    assert (denied.intent, denied.denial, denied.label) == ("StartSession", True, "Denial")
    assert (other.label, other.situation) == ("NotForFloe", Situation.IDLE)
    assert read([Subset.TRAIN], tmp_path) == []


@pytest.mark.parametrize(
    "line", ["idle\tStop\tno\n", "tea\tNo\tno\n", "idle\tNo\n", "idle\tNo\tno\tno\n", "\n"]
)
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=r"w01\.tsv:4: "):
        read(folder=corpus(tmp_path, LABELS + line))
