"""How an account is written into a recording: a line of JSON for each notice.

    {"at":4.02,"kind":"heard","name":"SetDuration","text":"make it nine minutes","values":{"minutes":9},"start":2.46,"end":3.66}

What is empty or 0 is left out, but for the time. Old recordings are read as well, so kinds and
fields keep their names.
"""  # noqa: E501 (a line of a recording is one line)

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from intents.intent import Intent, IntentName
from voice.notice import (
    CommandHeard,
    CommandPressed,
    EventSaved,
    FailureReported,
    PhaseEntered,
    PromptEnded,
    PromptStarted,
    PromptUnspoken,
    UtteranceRejected,
)
from voice.recording import fields
from voice.recording.account import Recordable, RecordingEnded, SoundGap, TimedNotice
from voice.session.event import Event, EventKind, Value
from voice.session.phase import Phase

_LONGEST = 16_384
"""Most letters of a line; the longest prompt makes one of a thousand."""


class _Kind(StrEnum):
    """What a line is about; what its name, text and values are, after the dash."""

    HEARD = "heard"  # - intent, words, slots
    PRESSED = "pressed"  # - intent, words, slots
    MISSED = "missed"  # - "", words
    SAID = "said"  # - prompt's key, its text
    SPOKE = "spoke"  # - prompt's key
    EVENT = "event"  # - kind of event, "", its values
    PHASE = "phase"  # - phase
    FAILED = "failed"  # - name of the error's class, what it says
    UNSPOKEN = "unspoken"  # - "", text
    GAP = "gap"  # - name of the error's class if the sound was lost, "", seconds
    ENDED = "ended"  # - "", why the recording ends here


@dataclass(frozen=True, slots=True)
class _Line:
    """A line's fields, in the order in which they are written; times in seconds of sound."""

    at: float
    kind: _Kind
    name: str = ""
    text: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    start: float = 0.0
    """Where the first of the words that were heard begins."""
    end: float = 0.0
    """Where the last of them ends."""


def encode(timed: TimedNotice) -> str:
    """Return the line for a notice, without its line break.

    Raises:
        TypeError: it is a notice that no `voice.recording.account.Account` keeps.
    """
    line = asdict(_line(timed))
    kept = {name: value for name, value in line.items() if value or name == "at"}
    return json.dumps(kept, separators=(",", ":"))


def decode(text: str, starts: datetime) -> TimedNotice:
    """Return the notice of a line, in a recording that began at ``starts``.

    Raises:
        ValueError: it is no such line.
    """
    found = fields.parse(text, _LONGEST)
    unknown = found.keys() - _Line.__dataclass_fields__.keys()
    if unknown or "at" not in found:
        raise ValueError(f"no line of a recording: {text[:100]}")
    times = {name: fields.number(found.get(name, 0.0), 0.0) for name in ("at", "start", "end")}
    line = _Line(
        kind=_Kind(fields.text(found.get("kind"))),
        name=fields.text(found.get("name", "")),
        text=fields.text(found.get("text", "")),
        values=fields.values(found.get("values", {})),
        **times,
    )
    return TimedNotice(line.at, _notice(line, starts))


def _line(timed: TimedNotice) -> _Line:
    line = _line_of_person(timed) or _line_of_floe(timed) or _line_of_system(timed)
    if line is None:
        raise TypeError(f"not for a recording: {timed.notice}")
    return line


def _line_of_person(timed: TimedNotice) -> _Line | None:
    """Return the line for what the person says or presses."""
    at = timed.at
    match timed.notice:
        case CommandHeard(intent):
            times = round(intent.start, 3), round(intent.end, 3)
            return _Line(at, _Kind.HEARD, intent.name, intent.text, dict(intent.slots), *times)
        case CommandPressed(intent):
            return _Line(at, _Kind.PRESSED, intent.name, intent.text, dict(intent.slots), at, at)
        case UtteranceRejected(text, start, end):
            return _Line(at, _Kind.MISSED, "", text, {}, round(start, 3), round(end, 3))
        case _:
            return None


def _line_of_floe(timed: TimedNotice) -> _Line | None:
    """Return the line for what Floe says and does."""
    at = timed.at
    match timed.notice:
        case PromptStarted(key, text):
            return _Line(at, _Kind.SAID, key, text)
        case PromptEnded(key):
            return _Line(at, _Kind.SPOKE, key)
        case PromptUnspoken(text):
            return _Line(at, _Kind.UNSPOKEN, "", text)
        case EventSaved(event):
            return _Line(at, _Kind.EVENT, event.kind.value, "", dict(event.values))
        case PhaseEntered(phase):
            return _Line(at, _Kind.PHASE, phase.value)
        case _:
            return None


def _line_of_system(timed: TimedNotice) -> _Line | None:
    """Return the line for what fails, and for the recording itself."""
    at = timed.at
    match timed.notice:
        case FailureReported(error, text):
            return _Line(at, _Kind.FAILED, error, text)
        case SoundGap(error, seconds):
            return _Line(at, _Kind.GAP, error, "", {"seconds": seconds})
        case RecordingEnded(why):
            return _Line(at, _Kind.ENDED, "", why)
        case _:
            return None


def _notice(line: _Line, starts: datetime) -> Recordable:
    """Return what a line stands for: the three functions above, the other way round."""
    date = starts + timedelta(seconds=line.at)
    make: Mapping[_Kind, Callable[[], Recordable]] = {
        _Kind.HEARD: lambda: CommandHeard(_intent(line, line.start, line.end)),
        _Kind.PRESSED: lambda: CommandPressed(_pressed(line)),
        _Kind.MISSED: lambda: UtteranceRejected(line.text, line.start, line.end),
        _Kind.SAID: lambda: PromptStarted(line.name, line.text),
        _Kind.SPOKE: lambda: PromptEnded(line.name),
        _Kind.UNSPOKEN: lambda: PromptUnspoken(line.text),
        _Kind.EVENT: lambda: EventSaved(Event(EventKind(line.name), date, line.values)),
        _Kind.PHASE: lambda: PhaseEntered(Phase(line.name)),
        _Kind.FAILED: lambda: FailureReported(line.name, line.text),
        _Kind.GAP: lambda: SoundGap(line.name, max(0.0, float(line.values.get("seconds", 0.0)))),
        _Kind.ENDED: lambda: RecordingEnded(line.text),
    }
    return make[line.kind]()


def _pressed(line: _Line) -> Intent:
    IntentName(line.name)  # A replay does what was pressed, so it must be something.
    return _intent(line, line.at, line.at)


def _intent(line: _Line, start: float, end: float) -> Intent:
    return Intent(line.name, line.values, line.text, start, end, line.at)
