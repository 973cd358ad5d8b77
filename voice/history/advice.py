"""What Floe advised, and the emergencies it was told of, in a line each."""

from collections.abc import Mapping
from datetime import datetime

from voice.history.history import History
from voice.history.words import day_of
from voice.session.event import EventKind
from voice.session.health import Screened

_RULES: Mapping[str, str] = {
    "severe": "to talk to a doctor soon: severe pain",
    "growing": "to see a doctor: the pain has grown",
    "lasting": "to make an appointment with a doctor: days of ice and no clear fall in pain",
}
"""What the rules of judgement advise, by their names."""


def emergencies(history: History) -> list[str]:
    """Return every emergency that was told: when, in which words, and what became of it."""
    told: list[str] = []
    for event in history.events:
        if event.kind is EventKind.EMERGENCY:
            words = event.values.get("words", "")
            told.append(f'{_when(event.at)}: "{words}"')
        elif event.kind is EventKind.CLEARED and told:
            told[-1] += " (seen to since, or misheard)"
    return told


def advice(history: History) -> list[str]:
    """Return all advice that concerns a doctor, oldest first."""
    given: list[str] = []
    for event in history.events:
        match event.kind:
            case EventKind.EMERGENCY:
                what = "to get medical help now"
            case EventKind.ADVISED:
                rule = str(event.values["rule"])
                what = _RULES.get(rule, f"to see a doctor ({rule})")
            case EventKind.SCREENED if event.values["answer"] == Screened.YES:
                what = "no ice until a doctor has agreed"
            case _:
                continue
        given.append(f"{_when(event.at)}: {what}")
    return given


def _when(at: datetime) -> str:
    return f"{day_of(at.date(), year=True, short=True)} {at:%H:%M}"
