import numpy as np
import pytest
from numpy.typing import NDArray

from audio.block import to_blocks
from audio.sound import BLOCK, RATE, SILENCE
from bench.acoustics import mixture
from bench.acoustics.simulated_room import EchoPath, Place, SimulatedRoom

SYLLABLES = np.repeat(np.array([1, 0.8, 0, 0.5, 1, 0, 0.9], np.float32), RATE // 4)


def voice(seed: int, loudness: float = 2500) -> NDArray[np.int16]:
    said = np.random.default_rng(seed).normal(0, loudness, len(SYLLABLES)) * SYLLABLES
    return said.astype(np.int16)


def heard(room: SimulatedRoom, played: NDArray[np.int16]) -> NDArray[np.float32]:
    """Play a sound into a place and a second of silence after it."""
    silence = [SILENCE] * (RATE // BLOCK)
    all_of_it = b"".join(room.exchange(block) for block in [*to_blocks(played), *silence])
    return np.frombuffer(all_of_it, "<i2").astype(np.float32)


def test_the_same_number_is_the_same_place() -> None:
    assert Place.draw(3) == Place.draw(3)
    assert Place.draw(3) != Place.draw(5)


def test_places_are_those_that_figures_are_wanted_for() -> None:
    places = [Place.draw(number) for number in range(200)]
    bounds = {"rt60": (0.2, 0.6), "loudspeaker": (0.3, 1), "talker": (1, 2), "delay": (0, 0.3)}
    for name, (low, high) in bounds.items():
        found = [getattr(place, name) for place in places]
        assert low <= min(found) < low + 0.05 * (high - low)
        assert high - 0.05 * (high - low) < max(found) <= high
    assert {place.limit for place in places} == {None, 0.0}
    assert {place.faster for place in places} == {True, False}


@pytest.mark.parametrize("number", [4, 7])
@pytest.mark.parametrize("ratio", [-10, 0, 10])
@pytest.mark.parametrize("limit", [None, -9.0])
def test_the_ratio_is_that_of_the_active_levels(
    number: int, ratio: float, limit: float | None
) -> None:
    prompt, command = voice(1), voice(2, 900)
    place, echo = Place.draw(number), EchoPath(ratio, limit=limit)
    loud = mixture.active_power(heard(SimulatedRoom(place, echo, prompt), prompt))
    room = SimulatedRoom(place, echo, prompt)
    room.say(command, 0)
    said = mixture.active_power(heard(room, np.zeros(len(command), np.int16)))
    assert 10 * np.log10(loud / said) == pytest.approx(ratio, abs=0.3)


def test_the_talker_is_softer_from_afar_and_no_louder_than_a_voice_is() -> None:
    levels = {}
    for number in range(12):
        room = SimulatedRoom(Place.draw(number), EchoPath(0), voice(1))
        room.say(voice(2), 0)
        power = mixture.active_power(heard(room, np.zeros(len(SYLLABLES), np.int16)))
        levels[room.place.talker] = 10 * np.log10(power / 32768**2)
    assert [levels[each] for each in sorted(levels, reverse=True)] == sorted(levels.values())
    assert -35 < min(levels.values()) < max(levels.values()) < -27


def test_an_echo_is_late_by_the_delay_and_a_talker_by_nothing() -> None:
    place = Place.draw(2)
    click = np.zeros(RATE, np.int16)
    click[1000] = 20_000
    sound = np.abs(heard(SimulatedRoom(place, EchoPath(10), click), click))
    first = int(np.flatnonzero(sound > 0.5 * sound.max())[0])
    assert first == pytest.approx(1000 + place.delay * RATE, abs=1)
    room = SimulatedRoom(place, EchoPath(10), click)
    room.say(click[1000:], 4321)
    sound = np.abs(heard(room, np.zeros(RATE, np.int16)))
    assert np.flatnonzero(sound > 0.5 * sound.max())[0] == 4321


def test_the_same_stage_gives_the_same_bytes() -> None:
    def sound() -> bytes:
        return heard(SimulatedRoom(Place.draw(1), EchoPath(0, 50.0), voice(1)), voice(1)).tobytes()

    assert sound() == sound()


@pytest.mark.parametrize("number", [0, 1])
def test_drift_changes_the_echo_alone(number: int) -> None:
    place = Place.draw(number)
    straight = heard(SimulatedRoom(place, EchoPath(0), voice(1)), voice(1))
    drifting = heard(SimulatedRoom(place, EchoPath(0, 100.0), voice(1)), voice(1))
    assert mixture.active_power(drifting) == pytest.approx(mixture.active_power(straight), rel=0.05)
    assert np.corrcoef(straight, drifting)[0, 1] < 0.5
