import numpy as np
import pytest

from audio.sound import RATE
from bench.acoustics import room


def test_the_reverberation_is_louder_than_the_direct_sound() -> None:
    way = room.draw_impulse_response(np.random.default_rng(1))
    assert np.sum(np.square(way)) == pytest.approx(1, abs=1e-4)
    ratio = 10 * np.log10(way[0] ** 2 / np.sum(np.square(way[1:])))
    assert ratio == pytest.approx(-8.4, abs=0.1)


def test_it_falls_by_sixty_decibels_in_the_reverberation_time() -> None:
    way = np.square(room.draw_impulse_response(np.random.default_rng(1))[1:])
    half = round(room.RT60 * RATE / 2)
    early, late = np.mean(way[:400]), np.mean(way[half : half + 400])
    assert 10 * np.log10(early / late) == pytest.approx(30, abs=2)


def test_a_click_is_heard_with_all_of_its_reverberation() -> None:
    click = np.zeros(100, np.float32)
    click[0] = 1000
    heard = room.reverberate(click, np.random.default_rng(1))
    way = room.draw_impulse_response(np.random.default_rng(1))
    assert len(heard) == len(click) + len(way) - 1
    assert np.allclose(heard[: len(way)], 1000 * way, atol=0.05)
