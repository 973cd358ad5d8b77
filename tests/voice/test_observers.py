"""Whatever can be observed reaches every observer, and every recording."""

import inspect

import pytest

from intents.intent import Intent
from tests.voice.recording.sounds import STARTS
from voice.errors import VoiceLost
from voice.observer import Observer
from voice.observers import Observers
from voice.recording.decision import Decisions
from voice.session.event import Event, EventKind

WATCHED = [name for name, _ in inspect.getmembers(Observer, inspect.isfunction)]


@pytest.mark.parametrize("kind", [Observers, Decisions])
def test_nothing_is_left_out(kind: type[Observer]) -> None:
    assert [name for name in WATCHED if name not in vars(kind)] == []


def test_each_is_told_the_same() -> None:
    one, other = Decisions(), Decisions()
    both = Observers(one, other)
    both.sound(b"h", b"p", b"c")
    both.heard(Intent("Yes", {}, "yes"))
    both.pressed(Intent("No", {}, "no"))
    both.missed("yea", 1.0, 2.0)
    both.said("goodbye", "Farewell.", 3.0)
    both.spoke("goodbye", 4.0)
    both.event(Event(EventKind.NOTICE, STARTS))
    both.phase("idle", 5.0)
    both.failed(VoiceLost("hoarse"))
    both.unspoken("Hello.")
    both.noted("Hello.")
    assert one.blocks == 1
    assert len(one.taken) == 9
    assert one.taken == other.taken
