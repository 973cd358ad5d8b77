"""Lists the advice that Floe gave, and the emergencies that it was told of, for the report."""

from collections.abc import Mapping
from datetime import datetime

from voice.history.formatting import format_day
from voice.history.history import History
from voice.session.event import EventKind
from voice.session.health import Screened

_RULES: Mapping[str, str] = {
    "severe": "to talk to a doctor soon: severe pain",
    "growing": "to see a doctor: the pain has grown",
    "lasting": "to make an appointment with a doctor: days of ice and no clear fall in pain",
}
"""What each rule of `voice.session` that judges the pain advises, by the name of the rule."""


def emergencies(history: History) -> list[str]:
    """Return a line for each emergency: when it was told, in which words, and what became of it."""
    told: list[str] = []
    for event in history.events:
        if event.kind is EventKind.EMERGENCY:
            words = event.values.get("words", "")
            told.append(f'{_when(event.at)}: "{words}"')
        elif event.kind is EventKind.CLEARED and told:
            told[-1] += " (seen to since, or misheard)"
    return told


def advice(history: History) -> list[str]:
    """Return a line for each advice to see a doctor or to get help, oldest first."""
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
    return f"{format_day(at.date(), year=True, short=True)} {at:%H:%M}"
