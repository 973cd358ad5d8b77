"""Writes the log of a run from what the assistant tells, in a rehearsal and in a replay alike."""

from collections.abc import Mapping

from intents.intent import Intent
from voice.notice import (
    CommandHeard,
    CommandPressed,
    EventSaved,
    FailureReported,
    Notice,
    PhaseEntered,
    PromptEnded,
    PromptStarted,
    SoundClock,
    SoundExchanged,
    UtteranceRejected,
)
from voice.rehearsal.log import EntryKind, LogEntry, RunLog
from voice.rehearsal.scenario.line import ActionKind
from voice.session.event import Event


class LogWriter:
    """A subscriber that turns what happens into the entries of a log."""

    def __init__(self, run: RunLog, *, anybody: bool = False) -> None:
        """Write into ``run``; ``anybody`` counts whoever was heard as the person.

        A rehearsal knows what its person says, a recording only what was heard of it.
        """
        self.newest = 0.0
        """Seconds of sound up to the newest thing that happened."""
        self._run = run
        self._anybody = anybody
        self._sound_clock = SoundClock()
        self._speaking: dict[str, LogEntry] = {}

    def __call__(self, notice: Notice) -> None:
        """Write a notice down, or count a block of sound."""
        match notice:
            case SoundExchanged():
                self._sound_clock(notice)
            case CommandHeard(intent):
                self._command(intent, intent.start, intent.end, intent.decided)
            case CommandPressed(intent):
                self._command(intent, self._now, self._now, self._now)
            case UtteranceRejected(text, start, end):
                self._person(text, start, end)
                self._add(LogEntry(EntryKind.MISSED, start, end, "", text))
            case PromptStarted(key, text):
                self._speaking[key] = self._happens(EntryKind.FLOE, key, text)
                self._speaking[key].whole = False
            case PromptEnded(key):
                self._end(key)
            case EventSaved(event):
                self._event(event)
            case PhaseEntered(phase):
                self._phase(phase)
            case FailureReported(error, text):
                self._happens(EntryKind.FAILED, error, text)
            case _:
                pass

    @property
    def _now(self) -> float:
        return self._sound_clock.seconds

    def _command(self, intent: Intent, start: float, end: float, decided: float) -> None:
        self._person(intent.text, start, end)
        detail = _values(intent.slots)
        self._add(LogEntry(EntryKind.HEARD, start, decided, intent.name, intent.text, detail))

    def _person(self, text: str, start: float, end: float) -> None:
        if self._anybody:
            # Rounded as in a recording.
            times = round(start, 3), round(end, 3)
            self._add(LogEntry(EntryKind.PERSON, *times, ActionKind.SAY, text))

    def _end(self, key: str) -> None:
        self.newest = self._now
        entry = self._speaking.pop(key, None)
        if entry:
            entry.end, entry.whole = self._now, True

    def _event(self, event: Event) -> None:
        self._run.events.append(event)
        self._happens(EntryKind.EVENT, event.kind).detail = _values(event.values)

    def _phase(self, phase: str) -> None:
        if self._run.names(EntryKind.PHASE)[-1:] != [phase]:
            self._happens(EntryKind.PHASE, phase)

    def _happens(self, kind: EntryKind, name: str, text: str = "") -> LogEntry:
        entry = LogEntry(kind, self._now, self._now, name, text)
        self._add(entry)
        return entry

    def _add(self, entry: LogEntry) -> None:
        self._run.entries.append(entry)
        self.newest = self._now


def _values(values: Mapping[str, object]) -> str:
    return " ".join(f"{name}={value}" for name, value in values.items())
