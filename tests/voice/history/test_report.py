"""The page for a doctor."""

from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

from bench import diary
from tests.voice.history.lives import AT, lived, massage, pain, written
from voice.history.history import History
from voice.history.report import render
from voice.session.event import Event, EventKind, Value

VOID = {"meta"}
LOADING = {"script", "link", "img", "iframe", "object", "embed", "audio", "video", "base"}


class Page(HTMLParser):
    """What a page says, and of which elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[str] = []
        self.said: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "svg", "title"} & set(self.open):
            self.said.append(data.strip())

    def after(self, heading: str) -> Iterator[str]:
        said = list(filter(None, self.said))
        yield from said[said.index(heading) + 1 :]


def told(at_day: int, kind: EventKind, **values: Value) -> Event:
    return Event(kind, AT + timedelta(days=at_day), values)


def test_a_page_needs_nothing_else(path: Path) -> None:
    text = render(lived(path, 5, 3), AT)
    page = Page(text)
    assert page.open == []
    assert not LOADING & set(page.elements)
    assert "@import" not in text
    assert "url(http" not in text
    assert page.elements.count("svg") == page.elements.count("h1") == 1


def test_it_says_what_was_done_and_told(path: Path) -> None:
    diary.write(path, days=5, sessions=3)
    page = Page(render(History.load(path, "Anna"), AT))
    assert next(page.after("Ice massage of Anna: report for a doctor")) == (
        "Course of 18 to 22 November 2026. Written 22 November 2026."
    )
    assert next(page.after("In short")).startswith("In 5 days with ice")
    entry = page.after("19 Nov")
    assert [next(entry) for _ in range(5)] == ["3", "26", "6.7", "4.7", "1"]
    assert next(page.after("Raynaud's")) == "no"
    assert next(page.after("Emergency signs told")) == "None."
    assert next(page.after("Advice that Floe gave")) == "None."
    others = next(page.after("Pain told at other times"))
    assert others == "6 on 20 Nov at 14:50; 6 on 21 Nov at 12:10; 5 on 22 Nov at 09:30."
    assert any("guidance, not medical advice" in text for text in page.said)


def test_emergencies_answers_and_advice(path: Path) -> None:
    history = written(
        path,
        told(0, EventKind.SCREENED, condition="raynaud", answer="yes"),
        told(0, EventKind.SCREENED, condition="nerve", answer="cleared"),
        *massage(AT),
        told(1, EventKind.EMERGENCY, words="my <legs> are numb"),
        told(1, EventKind.CLEARED),
        told(2, EventKind.ADVISED, rule="lasting"),
        told(2, EventKind.ADVISED, rule="moonlight"),
    )
    page = Page(render(history, AT))
    assert next(page.after("Raynaud's")) == "YES"
    assert next(page.after("Poor circulation")) == "not asked yet"
    emergency = next(page.after("Emergency signs told"))
    assert emergency == '23 Nov 2026 09:00: "my <legs> are numb" (seen to since, or misheard)'
    given = page.after("Advice that Floe gave")
    assert [next(given) for _ in range(4)] == [
        "1 earlier",
        "23 Nov 2026 09:00: to get medical help now",
        "24 Nov 2026 09:00: to make an appointment with a doctor: "
        "days of ice and no clear fall in pain",
        "24 Nov 2026 09:00: to see a doctor (moonlight)",
    ]


def test_it_is_about_the_newest_course_and_counts_those_before(path: Path) -> None:
    later = AT + timedelta(days=30)
    history = written(
        path,
        *massage(AT),
        *massage(later, pain(later, 5, "before")),
    )
    page = Page(render(history, later))
    assert "Before that: 1 course since 22 November 2026, 1 massage." in page.said
    assert "22 Dec" in page.said
    assert "22 Nov" not in page.said


def test_a_year_stays_short(path: Path) -> None:
    page = Page(render(lived(path, 365, 2), AT))
    assert page.elements.count("tr") == 1 + 13 + 6
