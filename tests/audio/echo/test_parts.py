import numpy as np
import pytest

from audio.echo.delay import LONGEST_DELAY, WINDOW, find_delay
from audio.echo.delayline import DelayLine
from audio.echo.drift import ClockDrift
from audio.echo.kalman import LENGTH, KalmanFilter
from audio.sound import BLOCK, RATE
from tests.audio.echo.scene import Samples


def noise(count: int, seed: int = 1) -> Samples:
    return np.random.default_rng(seed).normal(0, 0.1, count).astype(np.float32)


def tone(start: float, count: int) -> Samples:
    places = start + np.arange(count)
    sound: Samples = np.sin(2 * np.pi * 440 / RATE * places).astype(np.float32)
    return sound


def test_delay_line_is_read_back_at_whole_delays() -> None:
    line = DelayLine()
    sound = noise(10 * BLOCK)
    for block in sound.reshape(-1, BLOCK):
        line.add(block)
    assert np.array_equal(line.read(100, 0.0, BLOCK), sound[-BLOCK - 100 : -100])


def test_delay_line_is_read_between_samples_at_another_rate() -> None:
    line = DelayLine()
    for block in range(120):
        line.add(tone(block * BLOCK, BLOCK))
    newest = 120 * BLOCK - 1
    places = newest - 50.3 - np.arange(BLOCK - 1, -1, -1) * (1 - 1e-3)
    wanted = np.sin(2 * np.pi * 440 / RATE * places)
    assert np.abs(line.read(50.3, 1e-3, BLOCK) - wanted).max() < 2e-3


@pytest.mark.parametrize("delay", [0, 1000, 4800])
def test_delay_is_found_in_louder_noise(delay: int) -> None:
    played = noise(WINDOW + LONGEST_DELAY)
    heard = 0.3 * played[LONGEST_DELAY - delay : LONGEST_DELAY - delay + WINDOW] + noise(WINDOW, 2)
    assert find_delay(heard, played) == delay


def test_no_delay_is_found_where_nothing_echoes() -> None:
    assert find_delay(noise(WINDOW, 2), noise(WINDOW + LONGEST_DELAY)) is None
    assert find_delay(noise(WINDOW, 2), np.zeros(WINDOW + LONGEST_DELAY, np.float32)) is None


def test_drift_follows_a_growing_delay() -> None:
    drift = ClockDrift()
    truth = 10.0
    drift.delay = truth
    for block in range(250):
        truth += 0.02
        drift.advance()
        start = block * BLOCK
        echo = tone(start - drift.delay, BLOCK)
        drift.follow(
            echo, tone(start - truth, BLOCK) - echo + noise(BLOCK, block) * np.float32(0.1)
        )
    assert drift.delay == pytest.approx(truth, abs=0.05)
    assert drift.rate == pytest.approx(0.02 / BLOCK, rel=0.1)


def test_shifted_filter_predicts_later() -> None:
    unknown, played = noise(400, 3), noise(200 * BLOCK)
    heard = np.convolve(played, unknown)[: len(played)].astype(np.float32)
    kalman = KalmanFilter()
    for at in range(0, len(played), BLOCK):
        block = heard[at : at + BLOCK]
        echo = kalman.predict(played[at : at + BLOCK])
        kalman.learn(block, block - echo)
    part = played[-LENGTH - 5 * BLOCK :]
    before = kalman.echo_of(part)
    assert np.sum((heard[-5 * BLOCK :] - before) ** 2) < 0.01 * np.sum(heard[-5 * BLOCK :] ** 2)
    kalman.shift(50)
    assert kalman.echo_of(part)[50:] == pytest.approx(before[:-50], abs=1e-2)


def test_sounds_that_are_cut_off_have_no_delay_in_common() -> None:
    for seed in range(20):
        heard = np.cumsum(noise(WINDOW, seed)) * np.float32(0.05) + np.float32(0.3)
        played = np.cumsum(noise(WINDOW + LONGEST_DELAY, 100 + seed)) * np.float32(
            0.05
        ) + np.float32(0.3)
        assert find_delay(heard, played) is None
