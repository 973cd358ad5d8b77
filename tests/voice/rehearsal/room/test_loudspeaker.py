"""The loudspeaker: its delay, its distortion and its clock, each as measured on a tone."""

import numpy as np
import pytest
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE, SILENCE
from voice.rehearsal.room.loudspeaker import Loudspeaker

STRAIGHT = np.ones(1, np.float32)


def tone(seconds: float, loudness: float = 8000, frequency: float = 1000) -> NDArray[np.int16]:
    moments = np.arange(round(seconds * RATE)) / RATE
    return np.rint(loudness * np.sin(2 * np.pi * frequency * moments)).astype(np.int16)


def heard(loudspeaker: Loudspeaker, played: NDArray[np.int16]) -> NDArray[np.float32]:
    starts = range(0, len(played) - BLOCK + 1, BLOCK)
    blocks = [loudspeaker.block(played[at : at + BLOCK].tobytes()) for at in starts]
    return np.concatenate([np.zeros(BLOCK, np.float32) if b is None else b for b in blocks])


def strength(sound: NDArray[np.float32], frequency: float) -> float:
    """Return the amplitude of one frequency of which whole periods are there."""
    phase = np.exp(-2j * np.pi * frequency * np.arange(len(sound)) / RATE)
    return float(2 * np.abs(np.mean(sound * phase)))


def test_without_drift_and_limit_it_is_the_impulse_response_alone() -> None:
    played = tone(1)
    sound = heard(Loudspeaker(np.array([0, 0, 0.5], np.float32)), played)
    np.testing.assert_allclose(sound[2:], 0.5 * played[:-2], atol=0.01)


@pytest.mark.parametrize("drift", [100, -100, 20])
def test_a_clock_that_is_fast_makes_tones_higher_and_no_louder(drift: float) -> None:
    sound = heard(Loudspeaker(STRAIGHT, drift), tone(12))[RATE : 11 * RATE]
    assert strength(sound, 1000 * (1 + drift * 1e-6)) == pytest.approx(8000, rel=0.001)


def hiss(seconds: float) -> NDArray[np.int16]:
    return np.random.default_rng(2).normal(0, 3000, round(seconds * RATE)).astype(np.int16)


def delay(sound: NDArray[np.float32], played: NDArray[np.int16], at: float) -> int:
    """Return the samples by which ``sound`` is late, in half a second around ``at`` seconds."""
    size, first = RATE // 2, round((at - 0.25) * RATE)
    late = sound[first : first + size + 400]
    match = np.correlate(late, played[first : first + size].astype(np.float32), "valid")
    return int(np.argmax(match))


@pytest.mark.parametrize(("drift", "first", "last"), [(100, 334.2, 326.2), (-100, 16.8, 24.8)])
def test_the_delay_glides_by_the_drift(drift: float, first: float, last: float) -> None:
    played = hiss(6)
    sound = heard(Loudspeaker(STRAIGHT, drift), played)
    assert delay(sound, played, 0.5) == pytest.approx(first, abs=0.6)
    assert delay(sound, played, 5.5) == pytest.approx(last, abs=0.6)


@pytest.mark.parametrize("drift", [500, -500])
def test_a_block_is_lost_or_repeated_where_the_delay_leaves_its_bounds(drift: float) -> None:
    played = hiss(90)
    sound = heard(Loudspeaker(STRAIGHT, drift), played)
    delays = [delay(sound, played, at) for at in range(1, 89, 2)]
    assert all(15 <= each <= 337 for each in delays)
    steps = np.diff(delays)
    assert np.count_nonzero(np.abs(steps) > 250) == 2
    assert np.median(steps) == pytest.approx(-np.sign(drift) * 16, abs=1)


def test_a_loud_tone_is_distorted_and_a_soft_one_is_not() -> None:
    def third(loudness: float) -> float:
        sound = heard(Loudspeaker(STRAIGHT, limit=-12.0), tone(1, loudness))
        return strength(sound, 3000) / strength(sound, 1000)

    # The series of tanh: a third harmonic of (loudness / limit)^2 / 12.
    assert third(800) == pytest.approx((800 / 8231) ** 2 / 12, rel=0.1)
    assert third(20_000) > 0.15


def test_nothing_is_louder_than_the_limit() -> None:
    sound = heard(Loudspeaker(STRAIGHT, limit=-12.0), tone(1, 32_000))
    assert np.abs(sound).max() <= 32_768 * 10 ** (-12 / 20)


@pytest.mark.parametrize("drift", [0.0, 50.0])
def test_silence_that_has_rung_out_is_none(drift: float) -> None:
    loudspeaker = Loudspeaker(np.ones(BLOCK, np.float32), drift, -3.0)
    assert loudspeaker.block(SILENCE) is None
    heard(loudspeaker, tone(0.5))
    rung = [loudspeaker.block(SILENCE) is None for _ in range(20)]
    assert rung == sorted(rung)
    assert not rung[0]
    assert rung[10]
