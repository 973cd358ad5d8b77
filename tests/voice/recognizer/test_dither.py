import numpy as np
import pytest

from audio.sound import BLOCK, SILENCE
from voice.recognizer.dither import Dither


def test_it_is_as_loud_as_asked_and_the_same_after_a_reset() -> None:
    dither = Dither(20.0)
    first = [dither.feed(SILENCE) for _ in range(60)]
    dither.reset()
    assert [dither.feed(SILENCE) for _ in range(60)] == first
    noise = np.frombuffer(b"".join(first[:50]), "<i2").astype(float)
    assert np.sqrt(np.mean(noise**2)) == pytest.approx(20, rel=0.03)
    assert len(set(first[:50])) == 50


def test_the_loudest_sound_stays_the_loudest() -> None:
    for value in (-32_768, 32_767):
        block = np.full(BLOCK, value, "<i2").tobytes()
        samples = np.frombuffer(Dither(20.0).feed(block), "<i2").astype(int)
        assert np.abs(samples - value).max() < 200


def test_none_is_none() -> None:
    assert Dither(0.0).feed(SILENCE) == SILENCE
