import base64
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench import page
from bench.comparison import published
from bench.condition import CLEAN, ListeningCondition
from bench.errors import PageUnwritable, PlotterMissing
from bench.run import Run
from bench.table import Count, Rate


class Images(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.found.append({name: value or "" for name, value in attrs})


@pytest.fixture
def measured(run: Run) -> Run:
    pytest.importorskip("matplotlib")
    run.table.row("a <row>", "half & half")
    results = run.results
    results.acceptance = {CLEAN: Count(9, 10), ListeningCondition("babble", 6): Count(0, 10)}
    results.false = {"wake-words": Rate(3, 0.5), "librispeech": Rate(0, 0.25)}
    results.delays = {"all commands": [0.2, 0.3, 0.5], "stop": []}
    results.comparison = {
        "coffee orders, clean": {"Floe": Count(9, 10), "PocketSphinx": Count(8, 10)}
    }
    results.bargein = {"echo +10 dB": {"Floe": Count(8, 10), "half duplex": Count(0, 10)}}
    results.silence = {"at the microphone": [0.1, 0.2, 0.4], "less the way of the sound": []}
    return run


def images(file: Path) -> list[dict[str, str]]:
    parser = Images()
    parser.feed(file.read_text(encoding="utf-8"))
    return parser.found


def test_the_page_has_six_pictures_each_with_its_figures_in_words(
    measured: Run, tmp_path: Path
) -> None:
    file = page.write(measured, tmp_path)
    found = images(file)
    assert [image["alt"].split(".")[0] for image in found] == [
        "Coffee orders",
        "False commands",
        "Decision delays",
        "Beside others",
        "Commands over a prompt",
        "The prompt's silence",
    ]
    assert "babble 6 dB: 0.0 % (0-28; 0 of 10)" in found[0]["alt"]
    assert "wake-words: 6.0 (1.2-17.5; 3 in 0.50 h)" in found[1]["alt"]
    assert "300 / " in found[2]["alt"]
    assert "PocketSphinx: 80.0 %" in found[3]["alt"]
    assert "published, not measured here: Rhino 97.6 %" in found[3]["alt"]
    assert "echo +10 dB, half duplex: 0.0 % (0-28; 0 of 10)" in found[4]["alt"]
    assert "at the microphone: 200 / " in found[5]["alt"]


def test_the_page_needs_no_other_file(measured: Run, tmp_path: Path) -> None:
    file = page.write(measured, tmp_path)
    assert list(tmp_path.iterdir()) == [file]
    for image in images(file):
        drawing = base64.b64decode(image["src"].removeprefix("data:image/svg+xml;base64,"))
        assert ElementTree.fromstring(drawing).tag.endswith("svg")  # noqa: S314 - our own
    text = file.read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="http', text)
    assert "<th scope=row>a &lt;row&gt;<td>half &amp; half" in text
    assert "ITU-T P.56" in text


def test_the_pictures_are_told_apart_without_colour(measured: Run, tmp_path: Path) -> None:
    for image in images(page.write(measured, tmp_path)):
        drawing = base64.b64decode(image["src"].split(",")[1]).decode()
        for colour in set(re.findall(r"#([0-9a-f]{6})\b", drawing)):
            assert colour[:2] == colour[2:4] == colour[4:]


def test_the_same_figures_give_the_same_page(measured: Run, tmp_path: Path) -> None:
    first = page.write(measured, tmp_path).read_bytes()
    assert page.write(measured, tmp_path).read_bytes() == first


def test_what_was_not_measured_is_not_drawn(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    run.results.false = {"wake-words": Rate(0, 0.5)}
    assert len(images(page.write(run, tmp_path))) == 1


def test_the_published_figures_are_the_known_ones() -> None:
    assert published() == {
        "Rhino": 97.6,
        "LUIS": 89.9,
        "Watson": 86.8,
        "Lex": 84.5,
        "Dialogflow": 77.6,
    }


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    (tmp_path / "file").touch()
    with pytest.raises(PageUnwritable, match=r"file/bench\.html: cannot be written"):
        page.check(tmp_path / "file" / page.NAME)


def test_no_plotter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(PlotterMissing, match="needs matplotlib"):
        page.check(tmp_path / page.NAME)
