"""A rehearsal in writing: when, who, and what."""

import re
import textwrap
from collections.abc import Iterator

from voice.rehearsal.log import EntryKind, LogEntry, RehearsalLog, RunLog
from voice.rehearsal.scenario.line import ENDING_ACTIONS, ActionKind

_WIDTH = 86
_MARGIN = 18
"""Columns of the time and of who speaks."""
_LONG = 30.0
"""Seconds of silence that are worth a line."""
_OUTSIDE = {ActionKind.NOISE: "(noise)", ActionKind.RADIO: "(radio)"}


def transcript(log: RehearsalLog) -> str:
    """Write a rehearsal down, times in minutes and seconds since each part's start."""
    lines = [f"{log.name}: {log.description}"]
    for part in log.parts:
        lines += ["", _date(part)]
        lines += _part(part)
    return "\n".join(lines) + "\n"


def minutes(seconds: float) -> str:
    """Return mm:ss.s."""
    tenths = round(seconds * 10)
    return f"{tenths // 600:02}:{tenths // 10 % 60:02}.{tenths % 10}"


def _date(part: RunLog) -> str:
    starts = part.starts
    return f"{starts:%A} {starts.day} {starts:%B %Y}, {starts:%H:%M}"


def _part(part: RunLog) -> Iterator[str]:
    silent_from = 0.0
    for entry in _in_order(part):
        yield from _silence(entry.start - silent_from)
        silent_from = max(silent_from, entry.end)
        yield from _told(entry, part.understood(entry))
    yield from _silence(part.length - silent_from)
    yield from _wrapped(part.length, "", f"({part.ending})")


def _in_order(part: RunLog) -> list[LogEntry]:
    """Return all that was said, and what was heard though nobody said anything then."""
    said = part.of(EntryKind.PERSON, EntryKind.FLOE)
    known = [one for entry in said for one in part.understood(entry)]
    heard = [one for one in part.of(EntryKind.HEARD, EntryKind.MISSED) if one not in known]
    return sorted([*said, *heard], key=lambda entry: entry.start)


def _silence(seconds: float) -> Iterator[str]:
    if seconds >= _LONG:
        yield " " * _MARGIN + f"... {seconds:.0f} seconds in which nobody speaks ..."


def _told(entry: LogEntry, understood: list[LogEntry]) -> Iterator[str]:
    if entry.kind in {EntryKind.HEARD, EntryKind.MISSED}:
        yield from _wrapped(entry.start, "", f"(nobody spoke)  [{_meant(entry, '')}]")
        return
    if entry.kind is EntryKind.FLOE:
        yield from _wrapped(entry.start, "Floe", entry.text + ("" if entry.whole else " --"))
        return
    meant = "".join(f"  [{_meant(one, entry.text)}]" for one in understood)
    if entry.name in ENDING_ACTIONS:
        return
    words = f'"{entry.text}"' if entry.name == ActionKind.RADIO else entry.text
    yield from _wrapped(entry.start, _OUTSIDE.get(ActionKind(entry.name), "Person"), words + meant)


def _meant(understood: LogEntry, said: str) -> str:
    heard = f'"{understood.text}"' if _words(understood.text) != _words(said) else ""
    if understood.kind is EntryKind.MISSED:
        return f"no command, heard {heard}" if heard else "no command"
    parts = [understood.name, understood.detail, f"heard {heard}" if heard else ""]
    return ", ".join(part for part in parts if part)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def _wrapped(clock: float, who: str, words: str) -> list[str]:
    return textwrap.wrap(
        words,
        _WIDTH,
        initial_indent=f"{minutes(clock):>7}  {who:<9}".ljust(_MARGIN),
        subsequent_indent=" " * _MARGIN,
        break_long_words=False,
        break_on_hyphens=False,
    )
