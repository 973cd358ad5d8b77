"""Where two runs over the same sound decide differently."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voice.notice import CommandHeard, EventSaved, PromptStarted, UtteranceRejected
from voice.recording.account import TimedNotice
from voice.rehearsal.transcript import minutes
from voice.session.event import EventKind

_Kind = type[CommandHeard] | type[PromptStarted] | type[EventSaved]

_NEAR: dict[_Kind, float] = {CommandHeard: 1.5, PromptStarted: 3.0, EventSaved: 3.0}
"""Notices that are compared, with the seconds within which two are of the same moment.

A live voice renders while the clock runs and a replayed one does not, so that what follows
from a spoken prompt comes a little earlier."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What was decided when it was recorded, and what is now, about the same moment of the sound.

    None stands for nothing.
    """

    then: TimedNotice | None
    now: TimedNotice | None
    words: str = ""
    """The words that are heard now, where a command is none any more."""

    @property
    def at(self) -> float:
        """Seconds of sound from the recording's start."""
        first = self.then or self.now
        return first.at if first else 0.0

    def __str__(self) -> str:
        first = self.then or self.now
        kind = _kind(first) if first else ""
        now = _about(self.now) + (f', no command in "{self.words}"' if self.words else "")
        return f"{minutes(self.at)}  {kind:<6} then: {_about(self.then)};  now: {now}"


def differences(then: Sequence[TimedNotice], now: Sequence[TimedNotice]) -> list[Difference]:
    """Compare commands, prompts and events, in the order of their times."""
    rejected = [one.notice for one in now if isinstance(one.notice, UtteranceRejected)]
    found = [
        Difference(before, after, _words(before, rejected) if after is None else "")
        for kind, near in _NEAR.items()
        for before, after in _pairs(_of(kind, then), _of(kind, now), near)
    ]
    return sorted(found, key=lambda one: one.at)


def _of(kind: _Kind, account: Sequence[TimedNotice]) -> list[TimedNotice]:
    chosen = (one for one in account if isinstance(one.notice, kind))
    return [one for one in chosen if _name(one) != EventKind.PROGRESS]


def _pairs(
    then: list[TimedNotice], now: list[TimedNotice], near: float
) -> Iterator[tuple[TimedNotice | None, TimedNotice | None]]:
    """Return the notices that differ, each with the one that stands in its place."""
    alone = []
    for one in then:
        same = [other for other in now if _same(one, other)]
        match = _nearest(one, same, near)
        if match is None:
            alone.append(one)
        else:
            now.remove(match)
    for one in alone:
        match = _nearest(one, now, near)
        if match is not None:
            now.remove(match)
        yield one, match
    for other in now:
        yield None, other


def _same(one: TimedNotice, other: TimedNotice) -> bool:
    match one.notice, other.notice:
        case CommandHeard(intent), CommandHeard(another):
            return (intent.name, intent.slots) == (another.name, another.slots)
        case _:
            return _name(one) == _name(other)


def _nearest(one: TimedNotice, others: Sequence[TimedNotice], near: float) -> TimedNotice | None:
    close = [other for other in others if abs(other.at - one.at) <= near]
    return min(close, key=lambda other: abs(other.at - one.at), default=None)


def _words(then: TimedNotice | None, rejected: Sequence[UtteranceRejected]) -> str:
    """Return what is heard now at the place of a command that was heard then."""
    if then is None or not isinstance(then.notice, CommandHeard):
        return ""
    said = then.notice.intent
    return next((one.text for one in rejected if one.start < said.end and one.end > said.start), "")


def _kind(one: TimedNotice) -> str:
    match one.notice:
        case CommandHeard():
            return "heard"
        case PromptStarted():
            return "said"
        case _:
            return "event"


def _name(one: TimedNotice) -> str:
    match one.notice:
        case CommandHeard(intent):
            return intent.name
        case PromptStarted(key):
            return key
        case EventSaved(event):
            return event.kind
        case _:
            return ""


def _about(one: TimedNotice | None) -> str:
    if one is None:
        return "nothing"
    match one.notice:
        case CommandHeard(intent):
            values = [f"{name}={value}" for name, value in intent.slots.items()]
            return " ".join([intent.name, *values, f'"{intent.text}"'])
        case _:
            return _name(one)
