"""The picture, from one session to years of them."""

import io
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as Xml

import numpy as np
import pytest
from matplotlib import image
from matplotlib.figure import Figure

from bench import diary
from tests.voice.history.lives import AT, lived, massage, pain, written
from voice.history.history import History
from voice.history.picture import FORMATS, _draw_means, drawing, picture
from voice.history.span import Unit, spans
from voice.history.summary import describe
from voice.session.event import Event, EventKind

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: bytes) -> set[str]:
    return {"".join(each.itertext()) for each in Xml.fromstring(svg).iter(f"{SVG}text")}  # noqa: S314


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("days", "sessions"), [(1, 1), (1, 5), (5, 3), (14, 5), (15, 1), (63, 1), (500, 1)]
)
def test_any_length_can_be_drawn_the_same_each_time(
    path: Path, form: str, days: int, sessions: int
) -> None:
    history = lived(path, days, sessions)
    assert picture(history, form) == picture(history, form)


@pytest.mark.parametrize(
    ("days", "heading"),
    [
        (14, "Pain before and after each massage, 0 to 10"),
        (15, "Pain, 0 to 10, mean of each day"),
        (63, "Pain, 0 to 10, mean of each week"),
        (500, "Pain, 0 to 10, mean of each month"),
        (2500, "Pain, 0 to 10, mean of each year"),
    ],
)
def test_a_long_history_is_put_together(path: Path, days: int, heading: str) -> None:
    shown = texts(picture(lived(path, days, 1), "svg"))
    assert heading in shown
    assert {"before", "after", "done", "stop for numb skin"} <= shown


def test_a_screen_reader_is_told_what_it_shows(path: Path) -> None:
    diary.write(path, days=5, sessions=3)
    history = History.load(path, "Anna & <Bob>")
    root = Xml.fromstring(picture(history, "svg"))  # noqa: S314
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"
    named = {each.get("id"): each.text for each in root if each.get("id")}
    assert named["title"] == "Pain and ice massage of Anna & <Bob>, 18 to 22 November 2026"
    assert named["desc"] == " ".join(describe(history))


def test_a_png_carries_the_same_words(path: Path) -> None:
    from PIL import Image

    history = lived(path, days=5, sessions=3)
    with Image.open(io.BytesIO(picture(history, "png"))) as png:
        assert png.info["Title"] == "Pain and ice massage, 18 to 22 November 2026"
        assert png.info["Description"] == " ".join(describe(history))


def test_grey_alone_is_used(path: Path) -> None:
    pixels = image.imread(io.BytesIO(picture(lived(path, 5, 3), "png")))
    red, green, blue = (pixels[:, :, channel] for channel in range(3))
    assert (red == green).all()
    assert (green == blue).all()


def test_pains_that_were_skipped_are_left_out(path: Path) -> None:
    shown = texts(picture(written(path, *massage(AT)), "svg"))
    assert not {"before", "after", "told at another time"} & shown
    assert "none was told" in shown
    later = AT + timedelta(hours=4)
    history = written(path, *massage(later, pain(later, 5, "after"), pain(later, 4)))
    shown = texts(picture(history, "svg"))
    assert {"after", "told at another time"} <= shown
    assert "before" not in shown


def test_several_stops_are_counted(path: Path) -> None:
    numb = Event(EventKind.NUMB, AT, {"ice": 100.0})
    once = texts(picture(written(path, *massage(AT, numb)), "svg"))
    later = AT + timedelta(hours=4)
    thrice = texts(picture(written(path, *massage(later, numb, numb)), "svg"))
    assert thrice - once == {"3"}


def test_the_years_are_named_where_there_are_two(path: Path) -> None:
    assert not {"2026", "2027"} & texts(picture(lived(path, 30, 1), "svg"))
    later = AT + timedelta(days=60)
    shown = " ".join(texts(picture(written(path, *massage(later)), "svg")))
    assert "2026" in shown
    assert "2027" in shown


def test_a_drawing_for_a_page_is_the_element_alone(path: Path) -> None:
    svg = drawing(lived(path, 5, 3))
    assert svg.startswith('<svg role="img"')
    assert svg.rstrip().endswith("</svg>")
    assert "<metadata>" not in svg


def test_a_line_breaks_off_between_two_courses(path: Path) -> None:
    later = AT + timedelta(days=25)
    lived(path, days=20, sessions=1)
    history = written(path, *massage(later, pain(later, 3, "before")))
    axes = Figure().subplots()
    _draw_means(axes, [span for span in spans(history, Unit.DAY) if span.entries])
    before = np.asarray(axes.lines[0].get_ydata(), dtype=float)
    assert list(np.flatnonzero(np.isnan(before))) == [len(before) - 2]
