"""A loudspeaker that is switched off is noticed; nothing else is taken for that."""

from collections.abc import Callable

import numpy as np
import pytest

from audio.echo.canceller import EchoCanceller
from audio.echo.presence import EchoPresence
from audio.sound import BLOCK, RATE
from tests.audio.echo.scene import Samples, Scene, scene
from tests.speech import voices

SECONDS = 28
CHANGES = 20
"""The second in which something happens."""
CHANGED = slice(CHANGES * RATE, None)
SPEECH = 0.01
"""The mean square of speech that is played, -20 dBFS."""


@pytest.fixture(scope="module")
def played(prompts: Samples) -> Samples:
    return np.resize(prompts, SECONDS * RATE)


def lost(room: Scene) -> float | None:
    """Return the second at which the loudspeaker counts as switched off; None if it never does."""
    canceller = EchoCanceller()
    heard = np.clip(np.rint(room.heard), -32768, 32767).astype("<i2")
    sound = room.played.astype("<i2")
    for at in range(0, len(heard) - BLOCK + 1, BLOCK):
        canceller.feed(heard[at : at + BLOCK].tobytes(), sound[at : at + BLOCK].tobytes())
        if canceller.lost:
            return at / RATE
    return None


def test_a_loudspeaker_that_is_switched_off_is_noticed(played: Samples) -> None:
    room = scene(played)
    room.echo[CHANGED] = 0
    when = lost(room)
    assert when
    assert CHANGES + 4 < when < CHANGES + 7


def headphones(room: Scene) -> None:
    room.echo[:] = 0


def quiet(room: Scene) -> None:
    """It is as loud as the noise, until it is switched off."""
    room.echo *= np.float32(0.02)
    room.echo[CHANGED] = 0


def turned_down(room: Scene) -> None:
    room.echo[CHANGED] *= np.float32(0.03)


def moved(room: Scene) -> None:
    """Another place in the room, and far away."""
    room.echo[CHANGED] = np.float32(0.2) * scene(room.played, seed=4).echo[CHANGED]


def covered(room: Scene) -> None:
    """A television is louder than the echo was, and the loudspeaker is off."""
    words = voices()("my skin is numb", "slt").astype(np.float32)
    room.talker[CHANGED] = np.resize(words * np.float32(0.2), len(room.talker))[CHANGED]
    room.echo[CHANGED] = 0


def speakerphone(room: Scene) -> None:
    """It takes its echo away by itself, after some seconds."""
    seconds = np.arange(len(room.echo)) / RATE
    room.echo *= np.clip(1 - seconds / 8, 0, 1).astype(np.float32)


@pytest.mark.parametrize("happens", [headphones, quiet, turned_down, moved, covered, speakerphone])
def test_nothing_else_is_taken_for_that(played: Samples, happens: Callable[[Scene], None]) -> None:
    room = scene(played)
    happens(room)
    assert lost(room) is None


def known(windows: int = 75, missed: int = 0) -> EchoPresence:
    presence = EchoPresence()
    for number in range(windows):
        presence.feed(number >= missed, SPEECH / 100, SPEECH)
    return presence


def unheard(presence: EchoPresence, windows: int, heard: float = SPEECH / 10_000) -> bool:
    for _ in range(windows):
        presence.feed(False, heard, SPEECH)
    return presence.lost


def test_it_takes_twenty_windows_without_an_echo() -> None:
    presence = known()
    assert not unheard(presence, 19)
    assert unheard(presence, 1)


def test_one_echo_among_them_begins_anew() -> None:
    presence = known()
    unheard(presence, 19)
    presence.feed(True, SPEECH / 100, SPEECH)
    assert not unheard(presence, 19)


@pytest.mark.parametrize(("windows", "missed"), [(67, 0), (75, 8)])
def test_nothing_is_concluded_before_it_is_known_well(windows: int, missed: int) -> None:
    assert not unheard(known(windows, missed), 100)


def test_what_is_as_loud_as_the_echo_may_be_the_echo() -> None:
    assert not unheard(known(), 100, SPEECH / 200)


def test_soft_prompts_and_digital_silence_tell_nothing() -> None:
    presence = known()
    for _ in range(100):
        presence.feed(False, 1e-9, 1e-6)
        presence.feed(False, 0.0, SPEECH)
    assert not presence.lost


def test_heard_again_it_has_to_become_known_again() -> None:
    presence = known()
    assert unheard(presence, 20)
    presence.feed(True, SPEECH / 100, SPEECH)
    presence.feed(False, SPEECH / 100, SPEECH)
    for _ in range(2):
        presence.feed(True, SPEECH / 100, SPEECH)
    assert presence.lost
    presence.feed(True, SPEECH / 100, SPEECH)
    assert not presence.lost
    assert not unheard(presence, 100)
