"""Floe never hears itself: a third of its prompts, in simulated rooms, to the real ear.

The bench plays all of them in many rooms; see docs/accuracy.md.
"""

from zlib import crc32

import pytest

from bench.acoustics.simulated_room import EchoPath, Place
from bench.conversation import TalkSession, Terms, Turn, hold
from bench.echo_control import FLOE
from bench.prompts import texts
from models.store import Store
from voice.speaker.voice import RATE_WPM, Voice

PLACES = (
    (RATE_WPM, 1.0, EchoPath(10.0)),
    (240, 1.0, EchoPath(0.0)),
    (100, 0.6, EchoPath(10.0)),
    (RATE_WPM, 0.2, EchoPath(10.0, drift=50.0)),
)
"""Words a minute, volume, and how much of it comes back."""
SHARE = 3


def drawn(number: int) -> list[str]:
    """Return the prompts that are said in a place; another prompt more changes none of them."""
    of = SHARE * len(PLACES)
    return [text for text in texts() if crc32(text.encode()) % of == number]


@pytest.mark.parametrize("number", range(len(PLACES)))
def test_no_prompt_sets_off_a_command_or_stops_itself(number: int) -> None:
    rate, volume, echo = PLACES[number]
    chosen = drawn(number)
    with Voice() as voice:
        turns = tuple(Turn(voice.render(text, rate), volume=volume) for text in chosen)
    place = Place.draw(9_000 + number)
    outcomes = hold(Store().current().path, Terms(FLOE, echo), TalkSession(place, turns))
    heard = {
        text: (outcome.names, outcome.pauses)
        for text, outcome in zip(chosen, outcomes, strict=True)
        if outcome.names or outcome.pauses
    }
    assert heard == {}
