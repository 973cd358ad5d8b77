"""What a session that is recorded began with: enough to begin it anew elsewhere."""

import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import version

from floe.text import one_line
from voice.errors import NotRecording, RecordingNewer
from voice.recording import fields
from voice.session.event import Event, EventKind
from voice.session.plan import Plan
from voice.session.record import Record

FORMAT = 1
"""The version of the format that is written; an older Floe refuses to read a newer one."""
_LONGEST = 1 << 20
"""Most letters of the line: a week of many sessions has a tenth of that."""
_LASTING = frozenset(
    {
        EventKind.DISCLAIMER,
        EventKind.SCREENED,
        EventKind.SETTING,
        EventKind.EMERGENCY,
        EventKind.CLEARED,
        EventKind.ADVISED,
        EventKind.REMINDER,
        EventKind.REMINDED,
        EventKind.UNREMINDED,
    }
)
"""Kinds of events of which the newest counts however old it is: the newest of each condition that
was asked about, of each setting, and of each other kind."""


@dataclass(frozen=True)
class Start:
    """The circumstances and the memory that a session began with."""

    date: datetime
    """Local, with its offset."""
    model: str
    """The speech model's name."""
    wake: str | None
    """The wake phrase, as in the settings."""
    events: Sequence[Event]
    """Events of the journal, as chosen by `memory`."""
    floe: str = field(default_factory=lambda: version("floe"))
    """Floe's version."""
    system: str = field(default_factory=platform.platform)
    """The operating system's name and version."""

    def json(self) -> str:
        """Write it as one line of JSON."""
        events = [[one.kind.value, one.at.isoformat(), dict(one.values)] for one in self.events]
        return json.dumps(
            {
                "format": FORMAT,
                "floe": self.floe,
                "system": self.system,
                "model": self.model,
                "wake": self.wake,
                "date": self.date.isoformat(),
                "events": events,
            }
        )

    @classmethod
    def parse(cls, line: str) -> "Start":
        """Read what `json` wrote.

        Raises:
            NotRecording: it is not that.
            RecordingNewer: a newer Floe wrote it.
        """
        try:
            values = fields.parse(line, _LONGEST)
            if values["format"] > FORMAT:
                raise RecordingNewer(
                    one_line(
                        f"written by Floe {values['floe']}, in form {values['format']}, and this "
                        f"one knows {FORMAT}; update Floe"
                    )
                )
            events = [
                Event(EventKind(kind), fields.date(at), fields.values(data))
                for kind, at, data in values["events"]
            ]
            Record.replay(events)
            wake = values["wake"] and fields.text(values["wake"])
            texts = [fields.text(values[name]) for name in ("model", "floe", "system")]
            model, floe, system = (one_line(each) for each in texts)
            return cls(fields.date(values["date"]), model, wake, events, floe, system)
        except (KeyError, TypeError, ValueError) as error:
            problem = one_line(f"what it says of its start makes no sense ({error!r})")
            raise NotRecording(problem) from error


def memory(events: Sequence[Event], now: datetime) -> list[Event]:
    """Return those of ``events`` that a session beginning ``now`` can depend on.

    They are the answers, settings and emergencies that still hold, and the sessions and pains
    of as many days as Floe speaks of, or else the last session; of those that ended, no seconds.
    """
    since = now - timedelta(days=Plan().history_days + 1)
    opened = [at for at, event in enumerate(events) if event.kind is EventKind.OPENED]
    last = opened[-1] if opened else len(events)
    first = next((at for at in opened if events[at].at >= since), last)
    lasting: dict[tuple[EventKind, object], Event] = {}
    for event in events[:first]:
        if event.kind in _LASTING:
            key = event.kind, event.values.get("condition", event.values.get("name"))
            lasting.pop(key, None)
            lasting[key] = event
    ended = max(
        (at for at, event in enumerate(events) if event.kind is EventKind.ENDED), default=-1
    )
    recent = [
        event
        for at, event in enumerate(events[first:], first)
        if event.kind is not EventKind.PROGRESS or at > ended
    ]
    return [*lasting.values(), *recent]
