import numpy as np

from audio.echo.features import BANDS, ERROR_BANDS, FEATURE_COUNT, Features
from audio.sound import BLOCK
from tests.audio.echo.scene import Samples

SILENT = np.zeros(BLOCK, np.float32)


def noise(seed: int, blocks: int = 40) -> Samples:
    return np.random.default_rng(seed).normal(0, 0.05, (blocks, BLOCK)).astype(np.float32)


def last(heard: Samples, echo: Samples, error: Samples, played: Samples) -> Samples:
    """Feed all of four sounds; give what the last block shows."""
    features = Features()
    seen = [features.feed(*blocks) for blocks in zip(heard, echo, error, played, strict=True)]
    return seen[-1]


def test_silence_is_a_floor() -> None:
    seen = last(*[np.zeros((5, BLOCK), np.float32)] * 4)
    assert seen.shape == (FEATURE_COUNT,)
    assert seen.dtype == np.float32
    assert np.allclose(seen[:-BANDS], -7)
    assert np.array_equal(seen[-BANDS:], np.zeros(BANDS))


def test_twenty_decibels_are_two_bels() -> None:
    sound, none = noise(1), np.zeros((40, BLOCK), np.float32)
    tenth = sound * np.float32(0.1)
    loud, soft = last(sound, none, sound, none), last(tenth, none, tenth, none)
    assert np.allclose(loud[ERROR_BANDS] - soft[ERROR_BANDS], 2, atol=0.01)


def test_what_is_left_of_the_echo_is_coherent_with_it_and_a_talker_is_not() -> None:
    echo = noise(1)
    left = last(echo * np.float32(1.2), echo, echo * np.float32(0.2), echo)[-BANDS:]
    talker = last(echo + noise(2), echo, noise(2), echo)[-BANDS:]
    assert left.min() > 0.99
    assert talker.mean() < 0.4


def test_it_begins_anew() -> None:
    features = Features()
    first = features.feed(*noise(3, 4))
    features.feed(*noise(4, 4))
    features.reset()
    assert np.array_equal(features.feed(*noise(3, 4)), first)
