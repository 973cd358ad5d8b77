import numpy as np
import pytest

from audio.sound import RATE
from voice.speaker.loudness import normalise_loudness


def noise(peak: float, seconds: float = 1.0) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    values = np.random.default_rng(1).uniform(-peak, peak, int(seconds * RATE))
    return (values * 32_767).astype(np.int16)


@pytest.mark.parametrize("peak", [0.01, 0.3, 1.0])
def test_whatever_comes_in_comes_out_equally_loud(peak: float) -> None:
    samples = normalise_loudness(noise(peak)).astype(float) / 32_768
    assert 20 * np.log10(samples.std()) == pytest.approx(-21, abs=0.5)


def test_a_lone_peak_does_not_clip() -> None:
    samples = noise(0.001)
    samples[8000] = 32_767
    assert np.abs(normalise_loudness(samples).astype(int)).max() <= 0.91 * 32_767


def test_silence_around_is_trimmed() -> None:
    silence = np.zeros(RATE, np.int16)
    samples = normalise_loudness(np.concatenate([silence, noise(0.3), silence]))
    assert len(samples) == pytest.approx(1.06 * RATE, abs=0.02 * RATE)


@pytest.mark.parametrize("count", [0, 1000])
def test_only_silence_is_nothing(count: int) -> None:
    assert normalise_loudness(np.zeros(count, np.int16)).shape == (0,)


def test_a_single_sample_survives() -> None:
    assert len(normalise_loudness(np.array([5], np.int16))) == 1


def test_the_loudest_negative_sample() -> None:
    assert len(normalise_loudness(np.full(1000, -32_768, np.int16))) == 1000
