from itertools import combinations

import numpy as np
import pytest

from audio.sound import RATE
from audio.tone import NOTES, tone

NAMES = sorted(NOTES)


def test_there_are_four() -> None:
    assert NAMES == ["done", "heard", "paused", "trouble"]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_short_and_not_startling(name: str) -> None:
    samples = tone(name).astype(float)
    assert len(samples) < 0.6 * RATE
    assert 3000 < np.abs(samples).max() < 12_000


@pytest.mark.parametrize("name", NAMES)
def test_it_begins_and_ends_without_a_click(name: str) -> None:
    samples = tone(name).astype(float)
    assert np.abs(samples[:16]).max() < 150
    assert np.abs(samples[-16:]).max() < 150


@pytest.mark.parametrize(("one", "other"), list(combinations(NAMES, 2)))
def test_any_two_sound_different(one: str, other: str) -> None:
    first, second = (tone(name).astype(float) for name in (one, other))
    size = max(len(first), len(second))
    first, second = (np.pad(x, (0, size - len(x))) for x in (first, second))
    likeness = first @ second / (np.linalg.norm(first) * np.linalg.norm(second))
    assert abs(likeness) < 0.5


def test_it_is_made_once_and_cannot_be_spoiled() -> None:
    assert tone("done") is tone("done")
    with pytest.raises(ValueError, match="read-only"):
        tone("done")[0] = 1


def test_an_unknown_name() -> None:
    with pytest.raises(KeyError):
        tone("hooray")
