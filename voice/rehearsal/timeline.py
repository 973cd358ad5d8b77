"""A rehearsal as a picture: who speaks when, the phases, the ice, what was journalled."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from voice.rehearsal import svg
from voice.rehearsal.log import EntryKind, LogEntry, RehearsalLog, RunLog
from voice.rehearsal.scenario.line import ENDING_ACTIONS
from voice.session.event import EventKind
from voice.session.phase import Phase

_WIDTH = 1200.0
_LEFT, _RIGHT = 70.0, 12.0
_ROW = 180.0
"""Seconds in a row at most; a longer part goes on in the next row."""
_LEAST = 60.0
"""Seconds in a row at least, so that a short rehearsal is not drawn too wide."""
_BAR, _TEXT, _GAP = 14.0, 13.0, 8.0
"""Heights in pixels of a bar, a line of text, and what is between lanes."""
_TICK = 30
"""Seconds between two marks of the axis."""
_SOON = 0.1
"""Seconds by which the event that ends a phase may come after the phase's end."""
_WORDS = 34
"""Letters of a label at most; its title, shown on hovering, has them all."""

_DEFS = (
    '<defs><pattern id="ice" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
    '<line x1="0" y1="0" x2="0" y2="6" stroke="#777" stroke-width="2"/></pattern></defs>'
)


def timeline(log: RehearsalLog) -> str:
    """Draw a rehearsal: rows of time, and in each a lane for the person, Floe and the session."""
    longest = max(part.length for part in log.parts)
    seconds = min(_ROW, max(_LEAST, longest))
    drawn = [_DEFS]
    y = 28.0
    drawn.append(svg.label(log.name, 10, 18, font_size=15, font_weight="bold"))
    for part in log.parts:
        drawn.append(svg.label(f"{part.starts:%a %d %b %Y, %H:%M}", 10, y + 14, font_weight="bold"))
        y += 20
        start = 0.0
        while start < part.length:
            row = _Row(part, start, min(start + seconds, part.length), seconds, y)
            drawn += row.draw()
            y = row.y
            start += seconds
    drawn += _legend(y)
    y += 24
    drawn.insert(0, svg.element("rect", width=_WIDTH, height=y, fill="#fff"))
    return svg.picture((_WIDTH, y), log.name, log.description, drawn) + "\n"


@dataclass(slots=True)
class _Row:
    part: RunLog
    start: float
    end: float
    seconds: float
    y: float
    """Where the next lane goes, in pixels."""

    def draw(self) -> Iterator[str]:
        said = [one for one in self._within(EntryKind.PERSON) if one.name not in ENDING_ACTIONS]
        yield from self._labels((one, one.text) for one in said)
        yield from self._bars("Person", ((one, self._person(one), "") for one in said))
        floe = self._within(EntryKind.FLOE)
        yield from self._bars("Floe", ((one, "#fff", "") for one in floe))
        yield from self._labels((one, one.name) for one in floe)
        phases = self._within(EntryKind.PHASE)
        yield from self._bars("Phase", ((one, _fill(one), self._phase(one)) for one in phases))
        events = [one for one in self._within(EntryKind.EVENT) if one.name != EventKind.PROGRESS]
        yield from self._labels(((one, one.name) for one in events), "Journal")
        yield from self._cut()
        yield from self._axis()

    def _within(self, kind: EntryKind) -> list[LogEntry]:
        found = self.part.of(kind)
        return [one for one in found if one.start < self.end and one.end >= self.start]

    def _x(self, clock: float) -> float:
        scale = (_WIDTH - _LEFT - _RIGHT) / self.seconds
        return _LEFT + (min(max(clock, self.start), self.end) - self.start) * scale

    def _person(self, entry: LogEntry) -> str:
        heard = any(one.kind is EntryKind.HEARD for one in self.part.understood(entry))
        return "#222" if heard else "#bbb"

    def _phase(self, entry: LogEntry) -> str:
        """Name a phase, with the ice there was by its end or that of the row."""
        ice = self.part.ice_by(min(entry.end, self.end) + _SOON)
        if entry.name != Phase.MASSAGING or ice is None:
            return entry.name
        seconds = round(ice)
        return f"{entry.name}, {seconds // 60}:{seconds % 60:02} of ice"

    def _bars(self, lane: str, bars: Iterable[tuple[LogEntry, str, str]]) -> Iterator[str]:
        yield svg.label(lane, 10, self.y + _BAR - 3)
        for entry, fill, text in bars:
            left, right = self._x(entry.start), self._x(entry.end)
            yield svg.element(
                "rect",
                svg.title(self._about(entry)),
                x=left,
                y=self.y,
                width=max(right - left, 1.5),
                height=_BAR,
                fill=fill,
                stroke="#222",
            )
            if text and svg.width(text) < right - left:
                yield svg.element(
                    "rect",
                    x=left + 2,
                    y=self.y + 1.5,
                    width=svg.width(text) + 4,
                    height=_BAR - 3,
                    fill="#fff",
                )
                yield svg.label(text, left + 4, self.y + _BAR - 3)
        self.y += _BAR + _GAP

    def _about(self, entry: LogEntry) -> str:
        made_of = [one.name or "no command" for one in self.part.understood(entry)]
        words = [f"{entry.start:.1f} s", entry.name, entry.text, entry.detail, *made_of]
        return ", ".join(word for word in words if word)

    def _labels(self, texts: Iterable[tuple[LogEntry, str]], lane: str = "") -> Iterator[str]:
        """Write labels at their times, on as many lines as it takes for none to overlap."""
        ends: list[float] = []
        before, until = "", 0.0
        for entry, text in texts:
            short = text if len(text) <= _WORDS else text[: _WORDS - 1] + "…"
            x = min(self._x(entry.start), _WIDTH - _RIGHT - svg.width(short))
            if entry.start < self.start or (short == before and x < until):
                continue
            before, until = short, x + svg.width(short)
            line = next((i for i, end in enumerate(ends) if end <= x), len(ends))
            ends[line : line + 1] = [until + 6]
            yield svg.label(short, x, self.y + line * _TEXT + _TEXT - 4)
        if lane:
            yield svg.label(lane, 10, self.y + _TEXT - 4)
            ends = ends or [0.0]
        self.y += len(ends) * _TEXT + (_GAP if ends and lane else 2)

    def _cut(self) -> Iterator[str]:
        for entry in self._within(EntryKind.PERSON):
            if entry.name in ENDING_ACTIONS:
                text = entry.name.replace("_", " ")
                x = min(self._x(entry.start), _WIDTH - _RIGHT - svg.width(text))
                yield svg.label(text, x, self.y + _TEXT - 4, font_weight="bold")
                self.y += _TEXT + 2

    def _axis(self) -> Iterator[str]:
        y = self.y
        yield _line(_LEFT, self._x(self.end), y, y)
        tick = -(-int(self.start) // _TICK) * _TICK
        while tick <= self.end:
            x = self._x(tick)
            yield _line(x, x, y, y + 4)
            yield svg.label(f"{tick // 60}:{tick % 60:02}", x, y + 16, text_anchor="middle")
            tick += _TICK
        self.y += 30


def _fill(entry: LogEntry) -> str:
    return "url(#ice)" if entry.name == Phase.MASSAGING else "#fff"


def _line(x1: float, x2: float, y1: float, y2: float) -> str:
    return svg.element("line", x1=x1, x2=x2, y1=y1, y2=y2, stroke="#222")


def _legend(y: float) -> Iterator[str]:
    x = _LEFT
    for fill, text in (
        ("#222", "understood as a command"),
        ("#bbb", "not a command"),
        ("#fff", "Floe speaks"),
        ("url(#ice)", "ice on the skin"),
    ):
        yield svg.element("rect", x=x, y=y, width=20, height=10, fill=fill, stroke="#222")
        yield svg.label(text, x + 26, y + 9)
        x += svg.width(text) + 60
    yield svg.label("times in minutes and seconds", x, y + 9)
