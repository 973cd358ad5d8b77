"""Where two runs over the same sound decide differently."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from voice.recording.decision import Decision, DecisionKind
from voice.rehearsal.transcript import minutes
from voice.session.event import EventKind

_NEAR: Mapping[DecisionKind, float] = {
    DecisionKind.HEARD: 1.5,
    DecisionKind.SAID: 3.0,
    DecisionKind.EVENT: 3.0,
}
"""Kinds that are compared, with the seconds within which two are of the same moment.

A live voice renders while the clock runs and a replayed one does not, so that what follows
from a spoken prompt comes a little earlier."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What was decided then and what is now, about the same moment; None is nothing."""

    then: Decision | None
    now: Decision | None
    words: str = ""
    """What is understood now where it is no command any more."""

    @property
    def at(self) -> float:
        """Seconds of sound from the recording's start."""
        first = self.then or self.now
        return first.at if first else 0.0

    def __str__(self) -> str:
        first = self.then or self.now
        kind = first.kind if first else ""
        now = _about(self.now) + (f', no command in "{self.words}"' if self.words else "")
        return f"{minutes(self.at)}  {kind:<6} then: {_about(self.then)};  now: {now}"


def differences(then: Sequence[Decision], now: Sequence[Decision]) -> list[Difference]:
    """Compare commands, prompts and events, in the order of their times."""
    missed = [one for one in now if one.kind is DecisionKind.MISSED]
    found = [
        Difference(before, after, _words(before, missed) if after is None else "")
        for kind in _NEAR
        for before, after in _pairs(_of(kind, then), _of(kind, now), _NEAR[kind])
    ]
    return sorted(found, key=lambda one: one.at)


def _of(kind: DecisionKind, decisions: Sequence[Decision]) -> list[Decision]:
    return [one for one in decisions if one.kind is kind and one.name != EventKind.PROGRESS]


def _pairs(
    then: list[Decision], now: list[Decision], near: float
) -> Iterator[tuple[Decision | None, Decision | None]]:
    """Return those that differ, each with what stands at its place."""
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


def _same(one: Decision, other: Decision) -> bool:
    values = one.kind is not DecisionKind.HEARD or one.values == other.values
    return one.name == other.name and values


def _nearest(one: Decision, others: Sequence[Decision], near: float) -> Decision | None:
    close = [other for other in others if abs(other.at - one.at) <= near]
    return min(close, key=lambda other: abs(other.at - one.at), default=None)


def _words(then: Decision | None, missed: Sequence[Decision]) -> str:
    """Return what is heard now at the place of a command that was heard then."""
    if then is None or then.kind is not DecisionKind.HEARD:
        return ""
    return next((one.text for one in missed if one.start < then.end and one.end > then.start), "")


def _about(one: Decision | None) -> str:
    if one is None:
        return "nothing"
    values = [
        f"{name}={value}" for name, value in one.values.items() if one.kind is DecisionKind.HEARD
    ]
    words = [f'"{one.text}"'] if one.kind is DecisionKind.HEARD else []
    return " ".join([one.name, *values, *words])
