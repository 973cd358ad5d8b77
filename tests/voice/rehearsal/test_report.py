"""The three files: whole, well-formed, and a clear error where they cannot be written."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import soundfile

from audio.sound import RATE
from tests.voice.rehearsal.parrot import STARTS, Parrot, after, at, scenario, speak
from voice.errors import OutputUnwritable
from voice.rehearsal import report
from voice.rehearsal.conversation import conversation
from voice.rehearsal.log import EntryKind, LogEntry, RehearsalLog
from voice.rehearsal.rehearsal import Rehearsal
from voice.rehearsal.scenario.line import ActionKind
from voice.rehearsal.scenario.run import Expectation, ScenarioRun
from voice.rehearsal.timeline import timeline

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def log() -> RehearsalLog:
    talk = ScenarioRun(
        STARTS, (after("hello", "a <b> & c"), at(4, "", ActionKind.POWER_CUT)), Expectation()
    )
    later = ScenarioRun(timedelta(hours=2), (after("ask", "one two three"),), Expectation())
    return Rehearsal(scenario(talk, later), speak, Parrot).run()


def texts(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 (our own)
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_all_three_are_written(log: RehearsalLog, tmp_path: Path) -> None:
    paths = report.write(log, tmp_path / "new" / "folder")
    assert [path.name for path in paths] == ["conversation.wav", "transcript.txt", "timeline.svg"]
    sound, rate = soundfile.read(paths[0])
    assert rate == RATE
    assert sound.shape == (round((log.length + 2) * RATE), 2)
    assert "Person   a <b> & c  [Spoken" in paths[1].read_text(encoding="utf-8")
    assert ET.parse(paths[2]).getroot().tag == f"{SVG}svg"  # noqa: S314 (our own)
    assert report.write(log, tmp_path / "new" / "folder") == paths


def test_both_voices_are_heard_on_both_sides_without_clipping(log: RehearsalLog) -> None:
    sound = conversation(log).astype(float)
    said, spoken = log.parts[0].of(EntryKind.PERSON)[0], log.parts[0].of(EntryKind.FLOE)[0]
    for entry, near, far in ((said, 0, 1), (spoken, 1, 0)):
        piece = sound[round((entry.start + 0.1) * RATE) : round((entry.end - 0.1) * RATE)]
        loud = np.sqrt(np.mean(piece**2, axis=0))
        assert 0.3 * loud[near] < loud[far] < 0.7 * loud[near]
    loudest = np.full(RATE, 32767, np.int16)
    log.parts[0].heard, kept = loudest, log.parts[0].heard
    log.parts[0].played, played = -loudest, log.parts[0].played
    assert np.abs(conversation(log)[:RATE].astype(int)).max() <= 32767
    log.parts[0].heard, log.parts[0].played = kept, played


def test_the_timeline_says_it_all_in_words_too(log: RehearsalLog) -> None:
    root = ET.fromstring(timeline(log))  # noqa: S314 (our own)
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == "test"
    assert root.findtext(f"{SVG}desc") == "A test."
    titles = [element.text or "" for element in root.iter(f"{SVG}title")]
    assert any("a <b> & c" in title and "Spoken" in title for title in titles)
    assert any("This is hello." in title for title in titles)
    words = texts(timeline(log))
    assert {"Person", "Floe", "Phase", "Journal", "power cut", "0:00"} <= set(words)
    assert "Sun 22 Nov 2026, 09:00" in words


def test_what_is_drawn_stays_within_the_picture(log: RehearsalLog) -> None:
    root = ET.fromstring(timeline(log))  # noqa: S314 (our own)
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    for element in root.iter():
        if "x" in element.attrib and element.tag != f"{SVG}desc":
            right = float(element.attrib["x"]) + float(element.attrib.get("width", 0))
            assert 0 <= right <= wide
            assert 0 <= float(element.attrib["y"]) <= high


def test_labels_of_one_lane_do_not_overlap() -> None:
    part = (
        Rehearsal(scenario(ScenarioRun(STARTS, (at(1),), Expectation())), speak, Parrot)
        .run()
        .parts[0]
    )
    for number in range(20):
        clock = 10 + number / 4
        part.entries.append(LogEntry(EntryKind.EVENT, clock, clock, f"event-{number}"))
    part.length = 400.0
    root = ET.fromstring(timeline(RehearsalLog("a", "b", [part])))  # noqa: S314 (our own)
    places = [
        (float(one.attrib["y"]), float(one.attrib["x"]))
        for one in root.iter(f"{SVG}text")
        if (one.text or "").startswith("event-")
    ]
    assert len(places) == 20
    for line in {y for y, _ in places}:
        xs = sorted(x for y, x in places if y == line)
        assert all(after - before > 40 for before, after in pairwise(xs))


def test_the_ice_is_named_in_its_bar() -> None:
    part = (
        Rehearsal(scenario(ScenarioRun(STARTS, (at(2),), Expectation(), quiet=9)), speak, Parrot)
        .run()
        .parts
    )
    words = texts(timeline(RehearsalLog("a", "b", part)))
    assert any(word.startswith("massaging, 0:0") and word.endswith("of ice") for word in words)


def test_a_folder_that_cannot_be_made(log: RehearsalLog, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OutputUnwritable, match=r"file.*cannot be written: .*--out"):
            report.prepare(folder)
        with pytest.raises(OutputUnwritable):
            report.write(log, folder)


@pytest.mark.parametrize("name", ["conversation.wav", "transcript.txt", "timeline.svg"])
def test_a_file_that_cannot_be_written(log: RehearsalLog, tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(OutputUnwritable, match=f"{name}: cannot be written: .*--out"):
        report.write(log, tmp_path)
